// What came of an attempt, as it was seen: evidence, no blame.

export const outcomeClasses = [
  /** A whole answer. */
  "answered",
  /** Refused, reset, no name, no TLS: no answer began. */
  "transport",
  /** Nothing of content by the first-content deadline. */
  "silent",
  /** Content began and stopped coming. */
  "stalled",
  /** 500, 502, 503, 504. */
  "server-error",
  /** 529, "overloaded", "high demand". */
  "overloaded",
  /** 429 of a request or token limit. */
  "rate-limited",
  /** Out of quota, credit or spend. */
  "quota",
  /** 401. */
  "unauthenticated",
  /** 403. */
  "forbidden",
  "bad-request",
  /** The request uses what this road lacks, and another may have: prefill, a foreign signature, an unknown field. */
  "capability",
  "context-too-long",
  "content-policy",
  /** The model does not exist there. */
  "unknown-model",
  /** A file or response that the provider does not hold. */
  "unknown-state",
  /** The end came without a terminal; an empty or foreign body under a 200. */
  "truncated",
  /** An error event inside a 200. */
  "stream-error",
  /** Cut by us or the client: says nothing about the road. */
  "cancelled",
  /** Our own doing: out of descriptors, a bug. */
  "ours",
] as const;

export type OutcomeClass = (typeof outcomeClasses)[number];

export interface Outcome {
  readonly class: OutcomeClass;
  readonly status?: number;
  /** The provider's own code or type. */
  readonly code?: string;
  /** The provider's words, redacted, at most 300 characters. */
  readonly message?: string;
  readonly retryAfterMs?: number;
  /** What the provider's limit fields say: how much is left of the scarcest, 0 to 1, and when it is full again. */
  readonly headroom?: number;
  readonly resetAfterMs?: number;
  /** Whether content had been sent to the client when it ended. */
  readonly isAfterContent: boolean;
  readonly firstContentMs?: number;
  readonly tookMs: number;
  /** The transport's word for it: refused, tls, stale. */
  readonly transport?: string;
}
