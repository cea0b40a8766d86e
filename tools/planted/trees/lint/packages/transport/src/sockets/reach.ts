import { request } from "node:http"; // !! holdfast/import-table
import { readFileSync } from "node:fs"; // !! holdfast/import-table
import { Agent } from "undici"; // !! holdfast/import-table
import { area } from "@holdfast/wire"; // !! holdfast/import-table

export const used: unknown[] = [
  request,
  readFileSync,
  Agent,
  area,
  fetch, // !! no-restricted-globals
  Bun.serve, // !! no-restricted-properties
  Bun.fetch, // !! no-restricted-properties
];
