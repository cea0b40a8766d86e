import type { CanonicalFailure, EncodedFailure, FailureKind } from "../failure.ts";

const words: Readonly<Record<FailureKind, readonly [status: number, type: string]>> = {
  "bad-request": [400, "invalid_request_error"],
  "method-not-allowed": [405, "invalid_request_error"],
  "unsupported-encoding": [415, "invalid_request_error"],
  "too-large": [413, "request_too_large"],
  "unknown-path": [404, "not_found_error"],
  "unknown-model": [404, "not_found_error"],
  "request-timeout": [408, "invalid_request_error"],
  "provider-unreachable": [502, "api_error"],
  "provider-silent": [504, "timeout_error"],
  // Anthropic's own status for overload; its clients wait and try again.
  overloaded: [529, "overloaded_error"],
  internal: [500, "api_error"],
};

/** The failure as Anthropic's clients expect it. */
export function encodeError(failure: CanonicalFailure): EncodedFailure {
  const [status, type] = words[failure.kind];
  return { status, body: JSON.stringify({ type: "error", error: { type, message: failure.message } }) };
}
