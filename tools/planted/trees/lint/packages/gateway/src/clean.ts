import { readFileSync } from "node:fs";
import { Database } from "bun:sqlite";
import { clean } from "@holdfast/transport";
import { area } from "@holdfast/wire";
import { parse } from "yaml";
import { used } from "@holdfast/simulator";

export const all: unknown[] = [readFileSync, Database, clean, area, parse, used, Date.now(), process.env];
