import { listen } from "../sockets/clean.ts"; // !! holdfast/import-table
import { outer } from "../outer.ts"; // !! holdfast/import-table
import { lookup } from "node:dns"; // !! holdfast/import-table
import { clean } from "./clean.ts";

export const startedAt: number = Date.now(); // !! no-restricted-globals
export const used: unknown[] = [listen, outer, lookup, clean];
