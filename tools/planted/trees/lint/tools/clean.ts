import { test } from "bun:test";
import { readFileSync } from "node:fs";

console.log(test, readFileSync);
