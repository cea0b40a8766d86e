import { describe, expect, test } from "bun:test";
import { authorityOf, peerName } from "./address.ts";

describe("the Host field", () => {
  test.each([
    ["http", "api.test", 80, "api.test"],
    ["http", "api.test", 443, "api.test:443"],
    ["https", "api.test", 443, "api.test"],
    ["https", "api.test", 80, "api.test:80"],
    ["https", "127.0.0.1", 8443, "127.0.0.1:8443"],
    ["https", "::1", 443, "[::1]"],
    ["https", "[::1]", 8443, "[::1]:8443"],
  ] as const)("of %s, %s, %i is %s", (scheme, host, port, expected) => {
    expect(authorityOf({ scheme, host, port })).toBe(expected);
  });
});

test("a peer's name has brackets where its address has colons", () => {
  expect([peerName("127.0.0.1", 80), peerName("::1", 80)]).toEqual(["127.0.0.1:80", "[::1]:80"]);
});
