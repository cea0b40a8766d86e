// The words by which those who serve this dialect tell failures apart: Anthropic's error types and codes, Amazon's
// exceptions, Google's statuses, and what servers of several dialects borrow from OpenAI.

import type { FailureKind } from "../failure.ts";

/** In lower case. */
export const kindsByWord: ReadonlyMap<string, FailureKind> = new Map([
  // Anthropic: types.
  ["authentication_error", "bad-key"],
  ["billing_error", "billing"],
  ["permission_error", "forbidden"],
  ["request_too_large", "too-large"],
  ["rate_limit_error", "rate-limited"],
  ["timeout_error", "provider-silent"],
  ["overloaded_error", "overloaded"],
  ["api_error", "provider-error"],
  ["not_supported", "unsupported"],
  // Anthropic: codes in `details`. A spend limit comes as 429, and waiting does not lift it.
  ["enforced_spend_limit_reached", "billing"],
  ["contract_spend_limit_reached", "billing"],
  ["thread_not_found", "unknown-state"],
  ["compaction_unavailable", "overloaded"],
  // Amazon.
  ["accessdeniedexception", "forbidden"],
  ["unrecognizedclientexception", "bad-key"],
  ["expiredtokenexception", "bad-key"],
  ["invalidsignatureexception", "bad-key"],
  ["resourcenotfoundexception", "unknown-model"],
  ["throttlingexception", "rate-limited"],
  ["servicequotaexceededexception", "rate-limited"],
  ["modeltimeoutexception", "provider-silent"],
  ["modelnotreadyexception", "overloaded"],
  ["serviceunavailableexception", "overloaded"],
  ["internalserverexception", "provider-error"],
  ["modelerrorexception", "provider-error"],
  ["modelstreamerrorexception", "provider-error"],
  // Google.
  ["unauthenticated", "bad-key"],
  ["permission_denied", "forbidden"],
  ["resource_exhausted", "rate-limited"],
  ["deadline_exceeded", "provider-silent"],
  ["unavailable", "overloaded"],
  ["internal", "provider-error"],
  ["unimplemented", "unsupported"],
  // Borrowed.
  ["context_length_exceeded", "context-too-long"],
  ["insufficient_quota", "billing"],
  ["invalid_api_key", "bad-key"],
  ["model_not_found", "unknown-model"],
  ["deploymentnotfound", "unknown-model"],
  ["rate_limit_exceeded", "rate-limited"],
  ["server_error", "provider-error"],
]);

/** What the status alone says. Others below 500 are the request's own fault, the rest the provider's. */
export const kindsByStatus: ReadonlyMap<number, FailureKind> = new Map([
  [401, "bad-key"],
  [402, "billing"],
  [403, "forbidden"],
  [404, "unknown-path"],
  [405, "method-not-allowed"],
  [408, "request-timeout"],
  [413, "too-large"],
  [415, "unsupported-encoding"],
  [424, "provider-error"],
  [429, "rate-limited"],
  [501, "unsupported"],
  [503, "overloaded"],
  [504, "provider-silent"],
  [529, "overloaded"],
]);

/**
 * What only the sentence tells, where the words say no more than "bad request" or "not found". Anthropic asks not to go
 * by its sentences, but gives these failures no code (seen in 2026-11), and to take them for anything else is worse.
 */
export const kindsBySentence: readonly (readonly [sentence: RegExp, kind: FailureKind])[] = [
  [/(prompt|input) is too long|exceed context limit/i, "context-too-long"],
  // Servers of open models.
  [/maximum context length|exceeds the (available|maximum|model's) context/i, "context-too-long"],
  [/credit balance is too low/i, "billing"],
  [/content filtering policy|usage policy|content policy/i, "content-policy"],
  [/\b(file|container|thread|batch|skill)\b.*not found/i, "unknown-state"],
  [/^model: \S+$|\bmodel\b.*(not found|does not exist|identifier is invalid)/i, "unknown-model"],
];
