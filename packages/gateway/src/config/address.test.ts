import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { formatAddress, isLoopback, parseAddress } from "./address.ts";

describe("an address", () => {
  test.each([
    ["127.0.0.1:4141", "127.0.0.1", 4141],
    ["localhost:0", "localhost", 0],
    ["LocalHost:1", "localhost", 1],
    ["[::1]:65535", "::1", 65_535],
    ["[0:0:0:0:0:0:0:1]:1", "::1", 1],
    ["[::]:1", "::", 1],
    ["0.0.0.0:80", "0.0.0.0", 80],
    ["my-host.example:80", "my-host.example", 80],
  ])("%p is host %p and port %p", (text, host, port) => {
    expect(parseAddress(text)).toEqual({ host, port });
  });

  test.each([
    ["", "is not an address"],
    ["4141", "is not an address"],
    ["127.0.0.1", "is not an address"],
    ["::1:4141", "is not an address"],
    ["http://127.0.0.1:4141", "is not an address"],
    [":4141", "has no host"],
    ["127.0.0.1:", "no valid port"],
    ["127.0.0.1:65536", "no valid port"],
    ["127.0.0.1:-1", "no valid port"],
    ["127.0.0.1:0x10", "no valid port"],
    ["127.0.0.1: 80", "no valid port"],
    ["127.0.0.256:80", "no valid host"],
    ["127.1:80", "no valid host"],
    ["127.0.0.01:80", "no valid host"],
    ["*:80", "no valid host"],
    ["my host:80", "no valid host"],
    ["[127.0.0.1]:80", "not an IPv6 address"],
    ["[::1%eth0]:80", "not an IPv6 address"],
    ["[]:80", "not an IPv6 address"],
    ["[::1]@evil:80", "is not an address"],
  ])("%p is refused: %p", (text, fault) => {
    const parsed = parseAddress(text);
    expect("fault" in parsed ? parsed.fault : parsed).toContain(fault);
  });

  test("written out and read again is the same address", () => {
    const host = fc.oneof(
      fc.ipV4(),
      fc.constantFrom("localhost", "a.example"),
      fc.ipV6().map((six) => URL.parse(`http://[${six}]/`)?.hostname.slice(1, -1) ?? "::"),
    );
    fc.assert(
      fc.property(host, fc.integer({ min: 0, max: 65_535 }), (name, port) => {
        expect(parseAddress(formatAddress({ host: name, port }))).toEqual({ host: name, port });
      }),
    );
  });
});

test.each([
  ["127.0.0.1", true],
  ["127.255.0.3", true],
  ["localhost", true],
  ["::1", true],
  ["0.0.0.0", false],
  ["::", false],
  ["10.0.0.1", false],
  ["::ffff:7f00:1", false],
  ["127.0.0.1.example", false],
  ["my-host", false],
])("%p is only reached from this machine: %p", (host, expected) => {
  expect(isLoopback(host)).toBe(expected);
});
