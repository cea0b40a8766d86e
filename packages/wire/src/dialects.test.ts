import { describe, expect, test } from "bun:test";
import { dialects } from "./dialects.ts";
import type { DialectName } from "./dialects.ts";
import { failureKinds } from "./failure.ts";
import type { FailureKind } from "./failure.ts";

/** Each kind in each dialect: the status, and the words by which the vendor's SDK and its users tell errors apart. */
const table: Readonly<
  Record<
    FailureKind,
    Readonly<{ messages: readonly [number, string]; chat: readonly [number, string, string | null] }>
  >
> = {
  "bad-request": {
    messages: [400, "invalid_request_error"],
    chat: [400, "invalid_request_error", null],
  },
  "method-not-allowed": {
    messages: [405, "invalid_request_error"],
    chat: [405, "invalid_request_error", "method_not_supported"],
  },
  "unsupported-encoding": {
    messages: [415, "invalid_request_error"],
    chat: [415, "invalid_request_error", "unsupported_content_encoding"],
  },
  "too-large": {
    messages: [413, "request_too_large"],
    chat: [413, "invalid_request_error", "request_too_large"],
  },
  "unknown-path": {
    messages: [404, "not_found_error"],
    chat: [404, "invalid_request_error", "unknown_url"],
  },
  "unknown-model": {
    messages: [404, "not_found_error"],
    chat: [404, "invalid_request_error", "model_not_found"],
  },
  "request-timeout": {
    messages: [408, "invalid_request_error"],
    chat: [408, "invalid_request_error", "request_timeout"],
  },
  "provider-unreachable": { messages: [502, "api_error"], chat: [502, "server_error", "bad_gateway"] },
  "provider-silent": { messages: [504, "timeout_error"], chat: [504, "server_error", "timeout"] },
  overloaded: { messages: [529, "overloaded_error"], chat: [503, "server_error", "service_unavailable"] },
  internal: { messages: [500, "api_error"], chat: [500, "server_error", "server_error"] },
};

const odd = 'quotes "\\", a line\nend, \u2028, a lone \ud800, \u{1f600} and </script>';

describe.each(failureKinds)("%s", (kind) => {
  test.each(["Something happened.", odd, ""])(
    "is told to Anthropic's clients in their words: %j",
    (message) => {
      const { status, body } = dialects.messages.encodeError({ kind, message });
      const [expectedStatus, type] = table[kind].messages;
      expect(status).toBe(expectedStatus);
      expect(JSON.parse(body)).toStrictEqual({ type: "error", error: { type, message } });
    },
  );

  test.each(["Something happened.", odd, ""])("is told to OpenAI's clients in their words: %j", (message) => {
    const { status, body } = dialects.chat.encodeError({ kind, message });
    const [expectedStatus, type, code] = table[kind].chat;
    expect(status).toBe(expectedStatus);
    expect(JSON.parse(body)).toStrictEqual({ error: { message, type, param: null, code } });
  });
});

// Both SDKs send a request again after 408, 409, 429 and every 5xx (read in their `shouldRetry`).
const worthAnotherTry = new Set<FailureKind>([
  "request-timeout",
  "provider-unreachable",
  "provider-silent",
  "overloaded",
  "internal",
]);

test.each(["messages", "chat"] satisfies DialectName[])(
  "in %s, what another try cannot help is not sent again by an SDK, and what it can is",
  (dialect) => {
    const again = failureKinds.filter((kind) => {
      const { status } = dialects[dialect].encodeError({ kind, message: "" });
      return status === 408 || status >= 500;
    });
    expect(new Set(again)).toEqual(worthAnotherTry);
  },
);
