import type { CanonicalFailure, EncodedFailure, FailureKind } from "../failure.ts";

const words: Readonly<Record<FailureKind, readonly [status: number, type: string, code: string | null]>> = {
  "bad-request": [400, "invalid_request_error", null],
  "method-not-allowed": [405, "invalid_request_error", "method_not_supported"],
  "unsupported-encoding": [415, "invalid_request_error", "unsupported_content_encoding"],
  "too-large": [413, "invalid_request_error", "request_too_large"],
  "unknown-path": [404, "invalid_request_error", "unknown_url"],
  "unknown-model": [404, "invalid_request_error", "model_not_found"],
  "request-timeout": [408, "invalid_request_error", "request_timeout"],
  "provider-unreachable": [502, "server_error", "bad_gateway"],
  "provider-silent": [504, "server_error", "timeout"],
  overloaded: [503, "server_error", "service_unavailable"],
  internal: [500, "server_error", "server_error"],
};

/** The failure as OpenAI's clients expect it. */
export function encodeError(failure: CanonicalFailure): EncodedFailure {
  const [status, type, code] = words[failure.kind];
  return { status, body: JSON.stringify({ error: { message: failure.message, type, param: null, code } }) };
}
