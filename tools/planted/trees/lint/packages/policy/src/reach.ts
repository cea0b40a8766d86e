import { failureFrom } from "@holdfast/wire/failure"; // !! holdfast/import-table
import type { Shape } from "@holdfast/wire"; // !! holdfast/import-table
import { clean } from "@holdfast/transport"; // !! holdfast/import-table
import { constant } from "fast-check"; // !! holdfast/import-table

export const used: unknown[] = [
  failureFrom,
  clean,
  constant,
  Date.now(), // !! no-restricted-globals
  Math.random(), // !! no-restricted-properties
];
export type Used = Shape;
