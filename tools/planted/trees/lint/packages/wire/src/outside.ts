import { readFileSync } from "node:fs"; // !! holdfast/import-table
import { join } from "path"; // !! holdfast/import-table unicorn/prefer-node-protocol
import { nanoseconds } from "bun"; // !! holdfast/import-table
import { Database } from "bun:sqlite"; // !! holdfast/import-table
import { constant } from "fast-check"; // !! holdfast/import-table
import { outer } from "@holdfast/transport"; // !! holdfast/import-table
import { clean } from "../../transport/src/codec/clean.ts"; // !! holdfast/import-table
import type { Stats } from "node:fs"; // !! holdfast/import-table
import { absolute } from "/absolute.ts"; // !! holdfast/import-table import/no-absolute-path

export { writeFileSync } from "node:fs"; // !! holdfast/import-table
export type { Dirent } from "node:fs"; // !! holdfast/import-table

export type Handle = import("node:fs").Dir; // !! holdfast/import-table typescript/consistent-type-imports

export async function later(name: string): Promise<unknown[]> {
  const own: unknown = await import("./clean.ts"); // !! holdfast/import-table
  const other: unknown = await import(name); // !! holdfast/import-table
  return [own, other, import.meta.url]; // !! holdfast/import-table
}

export const used: unknown[] = [readFileSync, join, nanoseconds, Database, constant, outer, clean, absolute];
export type Used = Stats;
