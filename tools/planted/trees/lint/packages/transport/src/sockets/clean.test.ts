import { createServer } from "node:http";
import { expect, test } from "bun:test";
import { listen } from "./clean.ts";

test("a test of sockets plays the peer with any tool", () => {
  expect([createServer, fetch, Bun.serve, Bun.listen, listen]).toHaveLength(5);
});
