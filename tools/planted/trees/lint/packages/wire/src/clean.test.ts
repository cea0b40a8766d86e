import { readFileSync } from "node:fs";
import { expect, test } from "bun:test";
import { constant } from "fast-check";
import { area } from "./clean.ts";

test("a test reads files, asks the time and uses registry packages", () => {
  expect(area({ width: Date.now(), height: 0 })).toBe(0);
  expect(readFileSync(import.meta.path, "utf8")).toContain("import");
  expect(constant(1)).toBeDefined();
});
