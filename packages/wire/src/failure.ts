// What went wrong, in no dialect's words yet.

import type { JsonObject } from "./json/value.ts";

/** The kinds of failure that every dialect can tell its clients apart. */
export const failureKinds = [
  // The request's own.
  "bad-request",
  "method-not-allowed",
  "unsupported-encoding",
  "unsupported",
  "too-large",
  "context-too-long",
  "content-policy",
  "unknown-path",
  "unknown-model",
  /** Something that the provider holds, or held: a file, a previous response. */
  "unknown-state",
  "request-timeout",
  // The key's or the account's.
  "bad-key",
  "forbidden",
  "billing",
  "rate-limited",
  // The provider's.
  "provider-unreachable",
  "provider-silent",
  "provider-error",
  "overloaded",
  /** It began to answer and did not finish. */
  "answer-broken",
  // Ours.
  "internal",
] as const;

export type FailureKind = (typeof failureKinds)[number];

/** A failure to be told to a client. The message is one that clients may see: no keys, no addresses. */
export interface CanonicalFailure {
  readonly kind: FailureKind;
  readonly message: string;
  /** The provider's own code or type, where one is known (`insufficient_quota`, `overloaded_error`). */
  readonly code?: string;
  /** The field at fault. */
  readonly param?: string;
  readonly retryAfterMs?: number;
  readonly details?: JsonObject;
}

/** A failure in one dialect's words: the status and the JSON body. */
export interface EncodedFailure {
  readonly status: number;
  readonly body: string;
}
