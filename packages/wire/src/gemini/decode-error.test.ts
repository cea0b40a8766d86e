import { describe, expect, test } from "bun:test";
import type { FailureKind } from "../failure.ts";
import type { JsonValue } from "../json/value.ts";
import { decodeError, failureIn } from "./decode-error.ts";

const none = (): undefined => undefined;

function kindOf(status: number | undefined, body: JsonValue | string): FailureKind {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return decodeError({ status, body: text, field: none }).kind;
}

function error(code: number, status: string, message: string, reason?: string): JsonValue {
  const details = [{ "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason: reason ?? "" }];
  return { error: { code, status, message, ...(reason === undefined ? {} : { details }) } };
}

describe("Google says", () => {
  test.each<[code: number, word: string, message: string, reason: string | undefined, kind: FailureKind]>([
    [400, "INVALID_ARGUMENT", "Invalid value at 'contents'", undefined, "bad-request"],
    [
      400,
      "INVALID_ARGUMENT",
      "API key not valid. Please pass a valid API key.",
      "API_KEY_INVALID",
      "bad-key",
    ],
    [400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.", undefined, "bad-key"],
    [400, "INVALID_ARGUMENT", "API key expired. Please renew the API key.", undefined, "bad-key"],
    [403, "PERMISSION_DENIED", "Your API key was reported as leaked.", undefined, "bad-key"],
    [
      400,
      "INVALID_ARGUMENT",
      "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).",
      undefined,
      "context-too-long",
    ],
    [
      400,
      "INVALID_ARGUMENT",
      "Request payload size exceeds the limit: 20971520 bytes.",
      undefined,
      "too-large",
    ],
    [400, "FAILED_PRECONDITION", "User location is not supported for the API use.", undefined, "forbidden"],
    [400, "FAILED_PRECONDITION", "Please enable billing on project 1.", undefined, "billing"],
    [401, "UNAUTHENTICATED", "Request had invalid authentication credentials.", undefined, "bad-key"],
    [403, "PERMISSION_DENIED", "The caller does not have permission", undefined, "forbidden"],
    [403, "PERMISSION_DENIED", "CachedContent not found (or permission denied)", undefined, "unknown-state"],
    [403, "PERMISSION_DENIED", "You do not have permission to access the File x", undefined, "unknown-state"],
    [403, "PERMISSION_DENIED", "This API method requires billing", "BILLING_DISABLED", "billing"],
    [404, "NOT_FOUND", "models/x is not found for API version v1beta", undefined, "unknown-model"],
    [404, "NOT_FOUND", "Publisher Model `x` was not found", undefined, "unknown-model"],
    [404, "NOT_FOUND", "Requested entity was not found.", undefined, "unknown-path"],
    [
      429,
      "RESOURCE_EXHAUSTED",
      "You exceeded your current quota, please check your plan and billing details.",
      undefined,
      "rate-limited",
    ],
    [429, "RESOURCE_EXHAUSTED", "Your prepayment credits are depleted.", undefined, "billing"],
    [500, "INTERNAL", "An internal error has occurred.", undefined, "provider-error"],
    [501, "UNIMPLEMENTED", "", undefined, "unsupported"],
    [503, "UNAVAILABLE", "The model is overloaded. Please try again later.", undefined, "overloaded"],
    [
      504,
      "DEADLINE_EXCEEDED",
      "Deadline expired before operation could complete.",
      undefined,
      "provider-silent",
    ],
  ])("%i %s %j %s: %s", (code, word, message, reason, kind) => {
    expect(kindOf(code, error(code, word, message, reason))).toBe(kind);
    // In a stream the status is nowhere but in the error.
    expect(kindOf(undefined, error(code, word, message, reason))).toBe(kind);
    expect(kindOf(code, [error(code, word, message, reason)])).toBe(kind);
  });
});

test.each<[status: number | undefined, body: string, kind: FailureKind]>([
  [502, "<html>Bad gateway</html>", "provider-error"],
  [503, "", "overloaded"],
  [404, "<html>", "unknown-path"],
  [403, "<html>", "forbidden"],
  [413, "", "too-large"],
  [418, "", "bad-request"],
  [599, "[]", "provider-error"],
  [undefined, '{"error":{"status":"UNAVAILABLE"}}', "provider-error"],
  [400, '{"error":"prompt is too long"}', "context-too-long"],
])("a proxy's %p %j: %s", (status, body, kind) => {
  expect(kindOf(status, body)).toBe(kind);
});

test("the provider's words, reason and field are kept", () => {
  const body = {
    error: {
      code: 400,
      message: "Bad seed.",
      status: "INVALID_ARGUMENT",
      details: [
        {
          "@type": "type.googleapis.com/google.rpc.BadRequest",
          fieldViolations: [{ field: "generation_config.seed", description: "negative" }],
        },
      ],
    },
  };
  expect(decodeError({ status: 400, body: JSON.stringify(body), field: none })).toEqual({
    kind: "bad-request",
    message: "Bad seed.",
    code: "INVALID_ARGUMENT",
    param: "generation_config.seed",
  });
});

test("a body that says nothing gets a sentence", () => {
  expect(decodeError({ status: 502, body: "", field: none })).toEqual({
    kind: "provider-error",
    message: "The provider answered with status 502.",
  });
});

describe("how long to wait is told", () => {
  const wait = (
    retryDelay: JsonValue | undefined,
    fields: Readonly<Record<string, string>> = {},
  ): unknown => {
    const details = [{ "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: retryDelay ?? null }];
    const body = JSON.stringify({ error: { code: 429, message: "", details } });
    return decodeError({ status: 429, body, field: (name) => fields[name] }).retryAfterMs;
  };

  test.each<[delay: JsonValue | undefined, fields: Readonly<Record<string, string>>, ms: number | undefined]>(
    [
      ["2s", {}, 2000],
      ["34.5s", { "retry-after": "1" }, 34_500],
      ["0s", {}, 0],
      [{ seconds: 3, nanos: 500_000_000 }, {}, 3500],
      [{ seconds: "3" }, {}, 3000],
      [undefined, { "retry-after": "7" }, 7000],
      [undefined, { "retry-after": "7", "retry-after-ms": "70" }, 70],
      [undefined, { "retry-after": "Wed, 21 Oct 2026 07:28:00 GMT" }, undefined],
      ["-1s", {}, undefined],
      ["soon", {}, undefined],
      [{}, {}, undefined],
    ],
  )("by %j and %j as %p ms", (delay, fields, ms) => {
    expect(wait(delay, fields)).toBe(ms);
  });
});

test("an answer is no failure", () => {
  expect(failureIn({ candidates: [] })).toBeUndefined();
  expect(failureIn({ error: null })).toBeUndefined();
  expect(failureIn([])).toBeUndefined();
});
