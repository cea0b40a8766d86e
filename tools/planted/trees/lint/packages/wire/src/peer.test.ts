import { createServer } from "node:http"; // !! holdfast/import-table
import { expect, test } from "bun:test";

test("a pure package has no sockets, in its tests either", () => {
  expect(createServer).toBeDefined();
  expect(fetch).toBeDefined(); // !! no-restricted-globals
});
