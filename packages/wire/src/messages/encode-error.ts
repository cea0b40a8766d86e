import type { CanonicalFailure, EncodedFailure, FailureKind } from "../failure.ts";
import { given } from "./fields.ts";

const words: Readonly<Record<FailureKind, readonly [status: number, type: string]>> = {
  "bad-request": [400, "invalid_request_error"],
  "method-not-allowed": [405, "invalid_request_error"],
  "unsupported-encoding": [415, "invalid_request_error"],
  // The status and type that Anthropic's own gateway contract names.
  unsupported: [501, "not_supported"],
  "too-large": [413, "request_too_large"],
  "context-too-long": [400, "invalid_request_error"],
  "content-policy": [400, "invalid_request_error"],
  "unknown-path": [404, "not_found_error"],
  "unknown-model": [404, "not_found_error"],
  "unknown-state": [404, "not_found_error"],
  "request-timeout": [408, "invalid_request_error"],
  "bad-key": [401, "authentication_error"],
  forbidden: [403, "permission_error"],
  billing: [402, "billing_error"],
  "rate-limited": [429, "rate_limit_error"],
  "provider-unreachable": [502, "api_error"],
  "provider-silent": [504, "timeout_error"],
  "provider-error": [500, "api_error"],
  // Anthropic's own status for overload; its clients wait and try again.
  overloaded: [529, "overloaded_error"],
  "answer-broken": [502, "api_error"],
  internal: [500, "api_error"],
};

/** The failure as Anthropic's clients expect it. */
export function encodeError(failure: CanonicalFailure): EncodedFailure {
  const [status, type] = words[failure.kind];
  const { code, param, details } = failure;
  const more = {
    ...given({ error_code: code === type ? undefined : code, param }),
    ...details,
  };
  const error = {
    type,
    message: messageOf(failure),
    ...(Object.keys(more).length === 0 ? {} : { details: more }),
  };
  return { status, body: JSON.stringify({ type: "error", error }) };
}

/** Clients shorten their conversation where they read these words. */
function messageOf({ kind, message }: CanonicalFailure): string {
  if (kind !== "context-too-long" || /prompt is too long/i.test(message)) return message;
  return `prompt is too long: ${message}`;
}
