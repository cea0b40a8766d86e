// A failure as Google's clients expect it: `google.rpc.Status`.

import type { CanonicalFailure, EncodedFailure, FailureKind } from "../failure.ts";
import type { JsonObject } from "../json/value.ts";

const words: Readonly<Record<FailureKind, readonly [status: number, word: string]>> = {
  "bad-request": [400, "INVALID_ARGUMENT"],
  "method-not-allowed": [405, "INVALID_ARGUMENT"],
  "unsupported-encoding": [415, "INVALID_ARGUMENT"],
  // Not 501 UNIMPLEMENTED: Gemini CLI sends again after every 5xx.
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

export function encodeError(failure: CanonicalFailure): EncodedFailure {
  const [status, word] = words[failure.kind];
  const details = detailsOf(failure, word);
  const error = { code: status, message: messageOf(failure), status: word };
  return { status, body: JSON.stringify({ error: details.length === 0 ? error : { ...error, details } }) };
}

/** What a sentence has to say of a conversation that is too long: INVALID_ARGUMENT says nothing of it. */
const tooLong = /prompt is too long|exceeds the maximum number of tokens/i;

function messageOf({ kind, message }: CanonicalFailure): string {
  if (kind !== "context-too-long" || tooLong.test(message)) return message;
  return `The input token count exceeds the maximum number of tokens allowed. ${message}`;
}

function detailsOf({ code, param, retryAfterMs }: CanonicalFailure, word: string): readonly JsonObject[] {
  return [
    ...(code === undefined || code === word ? [] : [{ "@type": typed("ErrorInfo"), reason: code }]),
    ...(param === undefined ? [] : [{ "@type": typed("BadRequest"), fieldViolations: [{ field: param }] }]),
    ...(retryAfterMs === undefined
      ? []
      : [{ "@type": typed("RetryInfo"), retryDelay: `${retryAfterMs / 1000}s` }]),
  ];
}

function typed(detail: string): string {
  return `type.googleapis.com/google.rpc.${detail}`;
}
