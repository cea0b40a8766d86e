// What is written down of every request and every attempt. Never a word of what was asked or answered.

import type { Blame, OutcomeClass } from "@holdfast/policy";
import type { Usage } from "@holdfast/wire";

/** Takes records off the request path. It never throws and never waits. */
export interface Ledger {
  readonly record: (request: RequestRecord) => void;
}

export interface RequestRecord {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly tookMs: number;
  readonly firstContentMs: number | undefined;
  readonly dialect: string;
  readonly operation: string;
  readonly isStreamed: boolean;
  /** As the client named it. */
  readonly model: string;
  readonly route: string | undefined;
  readonly workflow: string | undefined;
  /** The name of the client's key. */
  readonly client: string | undefined;
  readonly end: RequestEndKind;
  /** What the client was told, where it was no answer. */
  readonly failure: string | undefined;
  /** `provider/model` of the answer. */
  readonly servedBy: string | undefined;
  readonly isDegraded: boolean;
  readonly losses: readonly string[];
  readonly usage: Usage | undefined;
  readonly costUsd: number | undefined;
  /** Roads that were not tried, and why. */
  readonly passedOver: readonly string[];
  readonly attempts: readonly AttemptRecord[];
}

/** `answered`: whole. `failed`: the client was told so with a status. `broken`: content had gone out before. */
export type RequestEndKind = "answered" | "failed" | "broken" | "client-left" | "refused";

export interface AttemptRecord {
  readonly provider: string;
  /** Which of the provider's keys, counted from 0. */
  readonly key: number | undefined;
  readonly model: string;
  readonly dialect: string;
  /** Milliseconds after the request. */
  readonly startedAfterMs: number;
  readonly tookMs: number;
  readonly firstContentMs: number | undefined;
  readonly outcome: OutcomeClass;
  readonly status: number | undefined;
  readonly code: string | undefined;
  readonly blame: Blame;
  /** Why this road, what was seen, and what was done then: sentences for `explain`. */
  readonly why: readonly string[];
  readonly usage: Usage | undefined;
}
