import { connect } from "node:net"; // !! holdfast/import-table
import { readFileSync } from "node:fs"; // !! holdfast/import-table
import { area } from "../../wire/src/clean.ts"; // !! holdfast/import-table
import { compose } from "holdfast"; // !! holdfast/import-table
import { plan } from "@holdfast/policy"; // !! holdfast/import-table
import { deep } from "@holdfast/wire/src/clean.ts"; // !! holdfast/import-table

export const used: unknown[] = [
  connect,
  readFileSync,
  area,
  compose,
  plan,
  deep,
  Bun.serve, // !! no-restricted-globals no-restricted-properties
  fetch, // !! no-restricted-globals
];
