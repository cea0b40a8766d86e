import { describe, expect, test } from "bun:test";
import type { CanonicalFailure, FailureKind } from "@holdfast/wire";
import { failureFromAll, retryFields } from "./last-words.ts";
import type { Tried } from "./last-words.ts";

function tried(name: string, kind: FailureKind, more: Partial<CanonicalFailure> = {}): Tried {
  return { name, problem: { class: "server-error", failure: { kind, message: `It is ${kind}.`, ...more } } };
}

describe("what is told when no road could answer", () => {
  test("is the road's own failure where there was only one, however often it was tried", () => {
    const last = tried("p/m", "overloaded");
    expect(failureFromAll([tried("p/m", "provider-unreachable"), last], [])).toBe(last.problem.failure);
  });

  test("names each road once, with its last word, and is of the kind that may be over soonest", () => {
    const failure = failureFromAll(
      [tried("p/m", "provider-unreachable"), tried("q/m", "rate-limited", { retryAfterMs: 7_000 })],
      [],
    );
    expect(failure).toEqual({
      kind: "rate-limited",
      message: "No road could answer. p/m: It is provider-unreachable. q/m: It is rate-limited.",
      retryAfterMs: 7_000,
    });
  });

  test.each<FailureKind>(["bad-key", "forbidden", "billing"])(
    "hides that it is about our account: %s",
    (kind) => {
      const failure = failureFromAll([tried("p/m", kind)], []);
      expect(failure.kind).toBe("provider-unreachable");
      expect(failure.message).toContain("does not accept this gateway's account");
      // A provider may quote our key in what it says.
      expect(failure.message).not.toContain(`It is ${kind}.`);
    },
  );

  test("says why other roads were not tried", () => {
    const { message } = failureFromAll(
      [tried("p/m", "overloaded")],
      [{ why: "a" }, { why: "a" }, { why: "b" }],
    );
    expect(message).toBe("It is overloaded. No other road was tried: a; b.");
  });
});

describe("when to come back", () => {
  test.each<[FailureKind, number | undefined, Record<string, string>]>([
    ["overloaded", 1_200, { "retry-after": "2", "retry-after-ms": "1200", "x-should-retry": "true" }],
    ["rate-limited", 6e8, { "retry-after": "60", "retry-after-ms": "60000", "x-should-retry": "true" }],
    ["provider-silent", undefined, { "x-should-retry": "true" }],
    ["bad-request", undefined, { "x-should-retry": "false" }],
    ["unsupported", undefined, { "x-should-retry": "false" }],
    ["billing", 5_000, { "x-should-retry": "false" }],
  ])("after %s, %p", (kind, retryAfterMs, fields) => {
    const failure = { kind, message: "", ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
    expect(Object.fromEntries(retryFields(failure))).toEqual(fields);
  });
});
