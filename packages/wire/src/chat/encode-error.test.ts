import { describe, expect, test } from "bun:test";
import { failureKinds } from "../failure.ts";
import type { CanonicalFailure, FailureKind } from "../failure.ts";
import { parseJson } from "../json/value.ts";
import { decodeError } from "./decode-error.ts";
import { encodeError } from "./encode-error.ts";

/** What is told apart at the other end of a gateway: its clients see the status and the code. */
const readAs: Partial<Record<FailureKind, FailureKind>> = {
  unsupported: "bad-request",
  "request-timeout": "provider-silent",
  "unknown-state": "unknown-path",
  "provider-unreachable": "provider-error",
  "answer-broken": "provider-error",
  internal: "provider-error",
};

describe("an error for a chat client", () => {
  test.each(failureKinds)("of kind %s has OpenAI's shape and is read as what it is", (kind) => {
    const { status, body } = encodeError({ kind, message: "It failed." });
    expect(parseJson(body)).toMatchObject({ error: { message: "It failed.", param: null } });
    expect(decodeError({ status, body, field: () => undefined }).kind).toBe(readAs[kind] ?? kind);
  });

  test("keeps the field at fault, and a code that is one", () => {
    const told = (failure: Partial<CanonicalFailure>): unknown =>
      parseJson(encodeError({ kind: "bad-request", message: "", ...failure }).body);
    expect(told({ code: "unknown_parameter", param: "foo" })).toMatchObject({
      error: { code: "unknown_parameter", param: "foo" },
    });
    expect(told({ code: "invalid_request_error" })).toMatchObject({ error: { code: null } });
    expect(told({ kind: "rate-limited", code: "RESOURCE_EXHAUSTED" })).toMatchObject({
      error: { code: "rate_limit_exceeded" },
    });
    expect(told({ kind: "billing", code: "billing_hard_limit_reached" })).toMatchObject({
      error: { code: "billing_hard_limit_reached" },
    });
  });

  test("says what clients act upon in the words that they know", () => {
    const { status, body } = encodeError({
      kind: "context-too-long",
      message: "prompt is too long: 9 > 8",
      code: "string_too_long",
    });
    expect(status).toBe(400);
    expect(parseJson(body)).toMatchObject({
      error: { message: "prompt is too long: 9 > 8", code: "context_length_exceeded" },
    });
  });

  test("lets the SDK send again what another try can help, and nothing else of ours", () => {
    const again = failureKinds.filter((kind) => {
      const { status } = encodeError({ kind, message: "" });
      return status === 408 || status === 409 || status === 429 || status >= 500;
    });
    // A quota that is used up is a 429 at OpenAI too; `x-should-retry` is the gateway's to add.
    expect(again).toEqual([
      "request-timeout",
      "billing",
      "rate-limited",
      "provider-unreachable",
      "provider-silent",
      "provider-error",
      "overloaded",
      "answer-broken",
      "internal",
    ]);
  });
});
