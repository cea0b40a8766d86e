import { describe, expect, test } from "bun:test";
import { codeOf, connectFailureFrom, messageOf, processedBy } from "./failure.ts";

function systemError(code: string): Error {
  return Object.assign(new Error(`failed with ${code}`), { code });
}

describe("a connection that cannot be opened", () => {
  test.each([
    ["ECONNREFUSED", "refused"],
    ["ECONNRESET", "refused"],
    ["ETIMEDOUT", "connect-timeout"],
    ["EHOSTUNREACH", "unreachable"],
    ["ENETUNREACH", "unreachable"],
    ["EADDRNOTAVAIL", "unreachable"],
    ["EAFNOSUPPORT", "unreachable"],
    ["EACCES", "unreachable"],
    ["EPERM", "unreachable"],
    ["EINVAL", "unreachable"],
    ["ENOTFOUND", "dns"],
    ["ENODATA", "dns"],
    ["EAI_AGAIN", "dns"],
    ["DNS_ETIMEOUT", "dns"],
    ["EMFILE", "ours"],
    ["ENFILE", "ours"],
    ["ENOBUFS", "ours"],
    ["ENOMEM", "ours"],
  ] as const)("with %s is %s", (code, kind) => {
    expect(connectFailureFrom(systemError(code))).toEqual({ kind, reason: code });
  });

  test("for a reason without a code is unreachable, and says what was said", () => {
    expect(connectFailureFrom(new Error("no idea"))).toEqual({ kind: "unreachable", reason: "no idea" });
    expect(connectFailureFrom("no idea")).toEqual({ kind: "unreachable", reason: "no idea" });
  });
});

test("an error's code and message are found wherever there are some", () => {
  expect([codeOf(systemError("EPIPE")), codeOf({ code: 7 }), codeOf(undefined), codeOf("EPIPE")]).toEqual([
    "EPIPE",
    "",
    "",
    "",
  ]);
  expect([messageOf(new Error("one")), messageOf(2)]).toEqual(["one", "2"]);
});

describe("whether a request may have been processed", () => {
  test.each([
    ["dns", "no"],
    ["refused", "no"],
    ["unreachable", "no"],
    ["connect-timeout", "no"],
    ["tls", "no"],
    ["stale", "probably-not"],
    ["reset-before-head", "maybe"],
    ["head-timeout", "maybe"],
    ["malformed", "maybe"],
    ["ours", "maybe"],
    ["idle-timeout", "yes"],
    ["reset-in-body", "yes"],
    ["closed-early", "yes"],
  ] as const)("after %s: %s", (kind, processed) => {
    expect(processedBy(kind)).toBe(processed);
  });
});
