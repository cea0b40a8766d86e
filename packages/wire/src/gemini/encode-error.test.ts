import { expect, test } from "bun:test";
import { failureKinds } from "../failure.ts";
import type { FailureKind } from "../failure.ts";
import { decodeError } from "./decode-error.ts";
import { encodeError } from "./encode-error.ts";

const table: Readonly<Record<FailureKind, readonly [number, string]>> = {
  "bad-request": [400, "INVALID_ARGUMENT"],
  "method-not-allowed": [405, "INVALID_ARGUMENT"],
  "unsupported-encoding": [415, "INVALID_ARGUMENT"],
  unsupported: [400, "FAILED_PRECONDITION"],
  "too-large": [413, "INVALID_ARGUMENT"],
  "context-too-long": [400, "INVALID_ARGUMENT"],
  "content-policy": [400, "INVALID_ARGUMENT"],
  "unknown-path": [404, "NOT_FOUND"],
  "unknown-model": [404, "NOT_FOUND"],
  "unknown-state": [404, "NOT_FOUND"],
  "request-timeout": [408, "DEADLINE_EXCEEDED"],
  "bad-key": [401, "UNAUTHENTICATED"],
  forbidden: [403, "PERMISSION_DENIED"],
  billing: [402, "RESOURCE_EXHAUSTED"],
  "rate-limited": [429, "RESOURCE_EXHAUSTED"],
  "provider-unreachable": [502, "UNAVAILABLE"],
  "provider-silent": [504, "DEADLINE_EXCEEDED"],
  "provider-error": [500, "INTERNAL"],
  overloaded: [503, "UNAVAILABLE"],
  "answer-broken": [500, "INTERNAL"],
  internal: [500, "INTERNAL"],
};

test.each(failureKinds)("%s is told in Google's words", (kind) => {
  const [code, word] = table[kind];
  const message = 'quotes "\\", a line\nend, \u2028, a lone \ud800, \u{1f600} and </script>';
  const { status, body } = encodeError({ kind, message });
  expect(status).toBe(code);
  const said =
    kind === "context-too-long"
      ? `The input token count exceeds the maximum number of tokens allowed. ${message}`
      : message;
  expect(JSON.parse(body)).toEqual({ error: { code, message: said, status: word } });
});

test("a code, a field and a wait are details", () => {
  const failure = {
    kind: "context-too-long",
    message: "prompt is too long: 9 tokens",
    code: "context_length_exceeded",
    param: "messages",
    retryAfterMs: 1500,
  } as const;
  const { status, body } = encodeError(failure);
  expect(JSON.parse(body)).toEqual({
    error: {
      code: 400,
      message: "prompt is too long: 9 tokens",
      status: "INVALID_ARGUMENT",
      details: [
        { "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason: "context_length_exceeded" },
        { "@type": "type.googleapis.com/google.rpc.BadRequest", fieldViolations: [{ field: "messages" }] },
        { "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: "1.5s" },
      ],
    },
  });
  expect(decodeError({ status, body, field: () => undefined })).toEqual(failure);
});

// Read in Google's SDK (408, 429, 500, 502, 503, 504) and observed in Gemini CLI (429 and every 5xx).
test("what another try cannot help is not sent again by Google's clients, and what it can is", () => {
  const again = failureKinds.filter((kind) => {
    const { status } = encodeError({ kind, message: "" });
    return status === 408 || status === 429 || status >= 500;
  });
  expect(again).toEqual([
    "request-timeout",
    "rate-limited",
    "provider-unreachable",
    "provider-silent",
    "provider-error",
    "overloaded",
    "answer-broken",
    "internal",
  ]);
});
