import { encodeError as encodeChatError } from "../chat/encode-error.ts";
import type { CanonicalFailure, EncodedFailure, FailureKind } from "../failure.ts";
import type { JsonObject } from "../json/value.ts";

/** The failure as OpenAI's clients expect it: as Chat's do. */
export function encodeError(failure: CanonicalFailure): EncodedFailure {
  return encodeChatError(withWait(failure));
}

/** The `error` of a response that has failed in the middle. */
export function streamError(failure: CanonicalFailure): JsonObject {
  return { code: streamCode(failure), message: withWait(failure).message };
}

/** Codex (0.169.0) reads from the message how long it is to wait, and from nothing else. */
function withWait(failure: CanonicalFailure): CanonicalFailure {
  const { kind, message, retryAfterMs } = failure;
  if (kind !== "rate-limited" || retryAfterMs === undefined || /try again in/i.test(message)) return failure;
  return { ...failure, message: `${message} Please try again in ${Math.ceil(retryAfterMs) / 1000}s.` };
}

/**
 * Codex tries again after `server_error` and `rate_limit_exceeded` and gives up after any other code. So an overload,
 * which passes, is a `server_error`: its own code `server_is_overloaded` would end the session.
 */
function streamCode({ kind, code }: CanonicalFailure): string {
  const usual = codes[kind];
  return usual === invalid && code !== undefined && ownCodes.test(code) ? code : usual;
}

const invalid = "invalid_prompt";

/** The codes that say more exactly what is wrong with a request. */
const ownCodes = /^[a-z]+_policy(_violation)?$|image|^data_residency_mismatch$/;

const codes: Readonly<Record<FailureKind, string>> = {
  "bad-request": invalid,
  "method-not-allowed": invalid,
  "unsupported-encoding": invalid,
  unsupported: invalid,
  "too-large": invalid,
  "context-too-long": "context_length_exceeded",
  "content-policy": invalid,
  "unknown-path": invalid,
  "unknown-model": invalid,
  "unknown-state": invalid,
  "request-timeout": "server_error",
  "bad-key": "server_error",
  forbidden: "server_error",
  billing: "insufficient_quota",
  "rate-limited": "rate_limit_exceeded",
  "provider-unreachable": "server_error",
  "provider-silent": "server_error",
  "provider-error": "server_error",
  overloaded: "server_error",
  "answer-broken": "server_error",
  internal: "server_error",
};
