// What went wrong, in no dialect's words yet.

/** The kinds of failure that every dialect can tell its clients apart. */
export const failureKinds = [
  "bad-request",
  "method-not-allowed",
  "unsupported-encoding",
  "too-large",
  "unknown-path",
  "unknown-model",
  "request-timeout",
  "provider-unreachable",
  "provider-silent",
  "overloaded",
  "internal",
] as const;

export type FailureKind = (typeof failureKinds)[number];

/** A failure to be told to a client. The message is one that clients may see: no keys, no addresses. */
export interface CanonicalFailure {
  readonly kind: FailureKind;
  readonly message: string;
}

/** A failure in one dialect's words: the status and the JSON body. */
export interface EncodedFailure {
  readonly status: number;
  readonly body: string;
}
