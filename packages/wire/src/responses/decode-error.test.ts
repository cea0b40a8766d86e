import { expect, test } from "bun:test";
import type { CanonicalFailure } from "../failure.ts";
import { decodeError } from "./decode-error.ts";

function decode(
  body: unknown,
  status?: number,
  fields: Readonly<Record<string, string>> = {},
): CanonicalFailure {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return decodeError({ status, body: text, field: (name) => fields[name] });
}

const error = (code: string | null, message = "Sorry.", type = "invalid_request_error"): object => ({
  error: { message, type, param: null, code },
});

test.each<[number | undefined, unknown, Partial<CanonicalFailure>]>([
  [400, error("context_length_exceeded"), { kind: "context-too-long", code: "context_length_exceeded" }],
  [400, error("invalid_prompt"), { kind: "bad-request", code: "invalid_prompt" }],
  [400, error("invalid_encrypted_content"), { kind: "bad-request", code: "invalid_encrypted_content" }],
  [400, error("cyber_policy"), { kind: "content-policy" }],
  [400, error("previous_response_not_found"), { kind: "unknown-state" }],
  [404, error(null, "Item with id 'rs_1' not found."), { kind: "unknown-path" }],
  [404, error("model_not_found"), { kind: "unknown-model" }],
  [401, error("invalid_api_key"), { kind: "bad-key" }],
  [429, error("insufficient_quota", "You exceeded your current quota."), { kind: "billing" }],
  [
    429,
    error("rate_limit_exceeded", "Please try again in 1.898s."),
    { kind: "rate-limited", retryAfterMs: 1898 },
  ],
  [500, error("server_error", "Sorry.", "server_error"), { kind: "provider-error" }],
  [503, error("server_is_overloaded", "Busy."), { kind: "overloaded", message: "Busy." }],
  [502, "<html>Bad gateway</html>", { kind: "provider-error" }],
  [529, "", { kind: "overloaded" }],
  // A response that has failed, by itself and in the event that tells of it.
  [
    undefined,
    { object: "response", status: "failed", error: { code: "server_error", message: "Sorry." } },
    { kind: "provider-error", code: "server_error", message: "Sorry." },
  ],
  [
    undefined,
    {
      type: "response.failed",
      response: { status: "failed", error: { code: "vector_store_timeout", message: "Sorry." } },
    },
    { kind: "provider-error", code: "vector_store_timeout" },
  ],
  [
    undefined,
    {
      type: "response.failed",
      response: { status: "failed", error: { code: "image_parse_error", message: "Sorry." } },
    },
    { kind: "bad-request" },
  ],
  // The event `error`, as OpenAI and as Open Responses have it.
  [
    undefined,
    { type: "error", code: "rate_limit_exceeded", message: "Slow down.", param: null, sequence_number: 3 },
    { kind: "rate-limited", message: "Slow down." },
  ],
  [
    undefined,
    { type: "error", ...error("server_is_overloaded", "Busy.") },
    { kind: "overloaded", message: "Busy." },
  ],
])("%p %j is %j", (status, body, failure) => {
  expect(decode(body, status)).toMatchObject(failure);
});

test("a failure without a word has a message, and no code that nobody gave", () => {
  for (const body of [
    { object: "response", status: "failed", error: null },
    { type: "error", code: null },
  ]) {
    const { code, message } = decode(body);
    expect(code).toBeUndefined();
    expect(message).not.toBe("");
  }
});

test("how long to wait is read from the fields", () => {
  expect(decode(error("rate_limit_exceeded"), 429, { "retry-after": "2" }).retryAfterMs).toBe(2000);
});
