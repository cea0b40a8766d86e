import { describe, expect, test } from "bun:test";
import { dialectNames } from "./dialect-name.ts";
import { dialects } from "./dialects.ts";
import { failureKinds } from "./failure.ts";
import type { FailureKind } from "./failure.ts";
import { isObject, parseJson } from "./json/value.ts";

/** Each kind as Anthropic's, OpenAI's and Google's clients tell errors apart: the status, and the words beside it. */
const table: Readonly<Record<FailureKind, readonly [messages: string, openai: string, gemini: string]>> = {
  "bad-request": ["400 invalid_request_error", "400 invalid_request_error -", "400 INVALID_ARGUMENT"],
  "method-not-allowed": [
    "405 invalid_request_error",
    "405 invalid_request_error method_not_supported",
    "405 INVALID_ARGUMENT",
  ],
  "unsupported-encoding": [
    "415 invalid_request_error",
    "415 invalid_request_error unsupported_content_encoding",
    "415 INVALID_ARGUMENT",
  ],
  unsupported: ["501 not_supported", "400 invalid_request_error unsupported", "400 FAILED_PRECONDITION"],
  "too-large": [
    "413 request_too_large",
    "413 invalid_request_error request_too_large",
    "413 INVALID_ARGUMENT",
  ],
  "context-too-long": [
    "400 invalid_request_error",
    "400 invalid_request_error context_length_exceeded",
    "400 INVALID_ARGUMENT",
  ],
  "content-policy": [
    "400 invalid_request_error",
    "400 invalid_request_error content_policy_violation",
    "400 INVALID_ARGUMENT",
  ],
  "unknown-path": ["404 not_found_error", "404 invalid_request_error unknown_url", "404 NOT_FOUND"],
  "unknown-model": ["404 not_found_error", "404 invalid_request_error model_not_found", "404 NOT_FOUND"],
  "unknown-state": ["404 not_found_error", "404 invalid_request_error not_found", "404 NOT_FOUND"],
  "request-timeout": [
    "408 invalid_request_error",
    "408 invalid_request_error request_timeout",
    "408 DEADLINE_EXCEEDED",
  ],
  "bad-key": ["401 authentication_error", "401 invalid_request_error invalid_api_key", "401 UNAUTHENTICATED"],
  forbidden: ["403 permission_error", "403 invalid_request_error permission_denied", "403 PERMISSION_DENIED"],
  billing: ["402 billing_error", "429 insufficient_quota insufficient_quota", "402 RESOURCE_EXHAUSTED"],
  "rate-limited": [
    "429 rate_limit_error",
    "429 rate_limit_error rate_limit_exceeded",
    "429 RESOURCE_EXHAUSTED",
  ],
  "provider-unreachable": ["502 api_error", "502 server_error bad_gateway", "502 UNAVAILABLE"],
  "provider-silent": ["504 timeout_error", "504 server_error timeout", "504 DEADLINE_EXCEEDED"],
  "provider-error": ["500 api_error", "502 server_error server_error", "500 INTERNAL"],
  overloaded: ["529 overloaded_error", "503 server_error service_unavailable", "503 UNAVAILABLE"],
  "answer-broken": ["502 api_error", "502 server_error server_error", "500 INTERNAL"],
  internal: ["500 api_error", "500 server_error server_error", "500 INTERNAL"],
};

const odd = 'quotes "\\", a line\nend, \u2028, a lone \ud800, \u{1f600} and </script>';

function errorOf(body: string): Readonly<Record<string, unknown>> {
  const value = parseJson(body);
  const error = isObject(value) ? value["error"] : undefined;
  return isObject(error) ? error : {};
}

describe.each(failureKinds)("%s", (kind) => {
  test("is told in the words of each dialect", () => {
    const told = dialectNames.map((name) => {
      const { status, body } = dialects[name].encodeError({ kind, message: "Something happened." });
      const { type, code, status: word } = errorOf(body);
      if (name === "messages") return `${status} ${String(type)}`;
      return name === "gemini"
        ? `${status} ${String(word)}`
        : `${status} ${String(type)} ${typeof code === "string" ? code : "-"}`;
    });
    const [messages, openai, gemini] = table[kind];
    expect(told).toEqual([messages, openai, openai, gemini]);
  });

  test.each(["Something happened.", odd, ""])("keeps the message in every dialect: %j", (message) => {
    for (const name of dialectNames) {
      const said = errorOf(dialects[name].encodeError({ kind, message }).body)["message"];
      // Where the prompt is too long, clients look for the vendor's own words before ours.
      expect(String(said).endsWith(message)).toBe(true);
    }
  });
});

// The SDKs send a request again after 408, 409, 429 and every 5xx (read in their `shouldRetry`), unless
// `x-should-retry` says no, which the gateway adds to what these lists cannot express.
const worthAnotherTry = new Set<FailureKind>([
  "request-timeout",
  "provider-unreachable",
  "provider-silent",
  "provider-error",
  "overloaded",
  "answer-broken",
  "internal",
]);

test.each(dialectNames.map((name) => [name] as const))(
  "in %s, what another try cannot help is not sent again by an SDK, and what it can is",
  (name) => {
    const again = failureKinds.filter((kind) => {
      const { status } = dialects[name].encodeError({ kind, message: "" });
      return status === 408 || (status >= 500 && status !== 501);
    });
    expect(new Set(again)).toEqual(worthAnotherTry);
  },
);
