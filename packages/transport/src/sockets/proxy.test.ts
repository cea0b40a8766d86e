import { describe, expect, test } from "bun:test";
import { isBypassed, proxyFromEnvironment } from "./proxy.ts";

describe("the proxy of the environment", () => {
  test.each([
    ["nothing is set", {}, undefined],
    ["the variable is empty", { HTTPS_PROXY: "" }, undefined],
    ["only plain http has one", { HTTP_PROXY: "http://proxy:3128" }, undefined],
    [
      "a URL is given",
      { HTTPS_PROXY: "http://proxy.test:3128" },
      { proxy: { host: "proxy.test", port: 3128 }, bypass: [] },
    ],
    [
      "a host and port are given",
      { HTTPS_PROXY: "proxy.test:3128" },
      { proxy: { host: "proxy.test", port: 3128 }, bypass: [] },
    ],
    [
      "no port is given",
      { HTTPS_PROXY: "http://proxy.test" },
      { proxy: { host: "proxy.test", port: 80 }, bypass: [] },
    ],
    [
      "its address has colons",
      { HTTPS_PROXY: "http://[::1]:3128" },
      { proxy: { host: "::1", port: 3128 }, bypass: [] },
    ],
    [
      "lower case is given beside upper case",
      { HTTPS_PROXY: "http://upper:1", https_proxy: "http://lower:2" },
      { proxy: { host: "lower", port: 2 }, bypass: [] },
    ],
    [
      "it has a user, with characters that a URL must escape",
      { HTTPS_PROXY: "http://us%40er:p%C3%A4ss@proxy:1" },
      {
        proxy: {
          host: "proxy",
          port: 1,
          authorization: `Basic ${Buffer.from("us@er:päss").toString("base64")}`,
        },
        bypass: [],
      },
    ],
    [
      "some names are exempt",
      { HTTPS_PROXY: "http://proxy:1", NO_PROXY: " Localhost, .internal ,,10.0.0.0/8" },
      { proxy: { host: "proxy", port: 1 }, bypass: ["localhost", ".internal", "10.0.0.0/8"] },
    ],
    ["it is no URL", { HTTPS_PROXY: "http://" }, { error: "HTTPS_PROXY is not a URL" }],
    [
      "it is reached by TLS",
      { https_proxy: "https://proxy:1" },
      { error: "https_proxy is not an http: URL but https:" },
    ],
    [
      "it is a SOCKS proxy",
      { HTTPS_PROXY: "socks5://proxy:1" },
      { error: "HTTPS_PROXY is not an http: URL but socks5:" },
    ],
    [
      "its password is not well-formed",
      { HTTPS_PROXY: "http://user:p%zz@proxy:1" },
      { error: "HTTPS_PROXY has a user or password with a broken %-sequence" },
    ],
  ])("where %s", (_case, environment, expected) => {
    expect(proxyFromEnvironment(environment)).toEqual(expected);
  });
});

describe("NO_PROXY", () => {
  test.each([
    // entry, host, port, bypassed
    ["*", "api.test", 443, true],
    ["api.test", "api.test", 443, true],
    ["api.test", "API.TEST", 443, true],
    ["api.test", "api.test.", 443, true],
    ["api.test", "eu.api.test", 443, true],
    ["api.test", "myapi.test", 443, false],
    ["api.test", "api.test.evil", 443, false],
    [".api.test", "eu.api.test", 443, true],
    [".api.test", "api.test", 443, true],
    ["*.api.test", "eu.api.test", 443, true],
    [".", "api.test", 443, false],
    ["api.test:443", "api.test", 443, true],
    ["api.test:8443", "api.test", 443, false],
    ["127.0.0.1", "127.0.0.1", 443, true],
    ["127.0.0.1:8443", "127.0.0.1", 443, false],
    ["0.0.1", "127.0.0.1", 443, false],
    ["::1", "::1", 443, true],
    ["::1", "[::1]", 443, true],
    ["[::1]:443", "::1", 443, true],
    ["[::1]:8443", "::1", 443, false],
    ["10.0.0.0/8", "10.1.2.3", 443, true],
    ["10.0.0.0/8", "11.1.2.3", 443, false],
    ["10.0.0.0/8", "api.test", 443, false],
    ["fd00::/8", "fd12::1", 443, true],
    ["fd00::/8", "fe80::1", 443, false],
    ["10.0.0.0/99", "10.1.2.3", 443, false],
    ["10.0.0.0/x", "10.1.2.3", 443, false],
    ["api", "api.test", 443, false],
  ])("%p and %s, port %i: %p", (entry, host, port, isExempt) => {
    expect(isBypassed([entry], host, port)).toBe(isExempt);
  });

  test("has one entry after another looked at", () => {
    expect(isBypassed(["one.test", "two.test"], "two.test", 443)).toBe(true);
    expect(isBypassed([], "two.test", 443)).toBe(false);
  });
});
