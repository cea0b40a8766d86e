import { snapshotFrom } from "holdfast/contract"; // !! holdfast/import-table
import type { Gateway } from "holdfast"; // !! holdfast/import-table
import { area } from "@holdfast/wire"; // !! holdfast/import-table
import { readFileSync } from "node:fs"; // !! holdfast/import-table
import type { Config } from "../../gateway/src/contract/config.ts"; // !! holdfast/import-table

export const used: unknown[] = [snapshotFrom, area, readFileSync];
export type Gateways = readonly Gateway[];
export type Configs = readonly Config[];
