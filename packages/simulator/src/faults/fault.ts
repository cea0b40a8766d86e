// Every way in which a provider breaks, as data. `table.ts` says what each of them does.

import type { HeaderEntry } from "../said.ts";

export type Fault =
  | ConnectionFault
  | TimingFault
  | EndingFault
  | ContentFault
  | OutageFault
  | CredentialFault
  | LimitFault
  | CapabilityFault;

export type FaultKind = Fault["kind"];

/** A fault without anything to set. */
export interface Plain<Kind extends string> {
  readonly kind: Kind;
}

type ConnectionFault =
  /** The port is closed. */
  | Plain<"refused">
  /** The name does not resolve. */
  | Plain<"dns-failure">
  | TlsFault
  /** The handshake is answered with an alert. */
  | Plain<"tls-alert">
  /** The first packet is never answered. */
  | Plain<"connect-silence">
  /** A connection is accepted; of the request no more is read than its head, and nothing comes back. */
  | Plain<"accept-silence">
  /** What comes back is not HTTP. */
  | Plain<"garbage-head">
  /** The request is read, and the connection reset. */
  | Plain<"reset-before-head">
  /** The head comes, and the connection is reset. */
  | Plain<"reset-after-head">;

export interface TlsFault {
  readonly kind: "tls-failure";
  /** What is wrong with the certificate. */
  readonly certificate: "wrong-host" | "expired" | "untrusted";
}

export type TimingFault =
  /** The request is read, and nothing ever comes back. */
  | Plain<"silence">
  /** The head comes, and nothing behind it. */
  | Plain<"headers-then-silence">
  /** What is told before the first content comes at once, the content this much later. */
  | { readonly kind: "slow-first-content"; readonly delayMs: number }
  /** This long between any two events, or sixteenths of a whole answer. */
  | { readonly kind: "slow-drip"; readonly paceMs: number }
  /** After this many events (pieces, for bytes; 0 leaves the head) nothing more comes, and the connection stays open. */
  | { readonly kind: "stall"; readonly afterEvents: number }
  | LatencyFault;

export interface LatencyFault {
  readonly kind: "latency";
  /** Left out: 10. */
  readonly factor?: number;
  /** What the delay before the answer counts as at least, before it is multiplied. Left out: 200. */
  readonly baseMs?: number;
}

export type EndingFault =
  | CloseEarlyFault
  /** After this many events (pieces, for bytes) the body ends in order; of a whole answer, half is there. */
  | { readonly kind: "ended-early"; readonly afterEvents: number }
  /** Everything is there but the dialect's word that it was everything. */
  | Plain<"terminal-missing">
  | Plain<"terminal-doubled">;

export interface CloseEarlyFault {
  readonly kind: "close-early";
  /** Of the body. */
  readonly afterBytes: number;
  /** Left out: `reset`. `close` ends the connection in order, in the middle of a chunk. */
  readonly how?: "reset" | "close";
}

export type ContentFault =
  /** After this many events one that cannot be read, and then the rest. Left out: behind the first with content. */
  | { readonly kind: "malformed-event"; readonly afterEvents?: number }
  /** Every character of several bytes is spread over two packets. That is allowed. */
  | Plain<"split-characters">
  | ErrorEventFault
  /** A body without a byte, and no error. */
  | Plain<"empty">
  /** The right body under this type. Left out: that of a page. */
  | { readonly kind: "wrong-content-type"; readonly contentType?: string }
  /** A page for people, as proxies write them. Left out: 502. */
  | { readonly kind: "html-page"; readonly status?: number }
  /** Bytes without any sense, under the right type and a 200. */
  | Plain<"garbage">
  /** The answer says that another model made it. */
  | { readonly kind: "wrong-model"; readonly model: string };

/** An error inside a 200. A whole answer is then nothing but the error. */
export interface ErrorEventFault {
  readonly kind: "error-event";
  readonly position: "before-content" | "after-content";
  /** Which error, as a status would name it. Left out: that of an overload. */
  readonly status?: number;
  /** Events with content before it, for `after-content`. Left out: 2. */
  readonly afterEvents?: number;
}

type OutageFault = StatusFault | Plain<"model-down"> | Plain<"region-down">;

/** An error with its status, worded in the dialect that asks. */
export interface StatusFault {
  readonly kind: "status";
  readonly status: number;
  /** What is left out is what the real provider says with this status. */
  readonly type?: string;
  /** Messages has it among its details, gemini not at all. */
  readonly code?: string | null;
  readonly message?: string;
  readonly headers?: readonly HeaderEntry[];
}

export type CredentialFault =
  /** A key that is good is said to be bad. Left out: 401. */
  | { readonly kind: "auth-refused"; readonly status?: 401 | 403 }
  /** An account that pays is said not to. */
  | Plain<"billing">;

export type LimitFault =
  /** The truth: nothing is left until then. */
  | { readonly kind: "rate-limited"; readonly resetMs: number }
  /** A 429 whose own fields say that nearly everything is left. */
  | Plain<"rate-limited-falsely">
  /** A 429 without any field about limits. */
  | Plain<"rate-limited-bare">
  /** A Retry-After of days. Left out: six and a half. */
  | { readonly kind: "rate-limited-weekly"; readonly resetMs?: number }
  /** "You've hit your limit", at an eighth of it. */
  | Plain<"limit-notice-false">
  | Plain<"quota-exhausted">
  | RampFault;

/** Refuses what comes faster than growth allows: in each window so much more than in the one before. */
export interface RampFault {
  readonly kind: "ramp-limited";
  /** Left out: 2. */
  readonly growth?: number;
  /** Left out: 10 seconds. */
  readonly windowMs?: number;
  /** What any window may have. Left out: 5. */
  readonly floor?: number;
}

export type CapabilityFault =
  /** A request that was good yesterday is a 400. */
  | Plain<"parameter-regression">
  | Plain<"model-retired">
  /** Hits requests that want their own last words continued. */
  | Plain<"prefill-rejected">
  /** Hits requests with proofs of thinking. */
  | Plain<"thinking-rejected">
  /** Hits requests that have this top-level field. */
  | { readonly kind: "extra-input"; readonly field: string }
  | Plain<"context-too-long">
  | Plain<"content-refused">;
