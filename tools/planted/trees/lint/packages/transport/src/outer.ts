import { lookup } from "node:dns"; // !! holdfast/import-table
import { clean } from "./codec/clean.ts";

export const outer: unknown[] = [
  lookup,
  clean,
  Bun.listen, // !! no-restricted-globals no-restricted-properties
  fetch, // !! no-restricted-globals
];
