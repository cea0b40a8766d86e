// A whole answer, in no dialect.

import type { DialectName } from "../dialect-name.ts";
import type { JsonObject } from "../json/value.ts";
import type { WithExtras } from "./extras.ts";
import type { Part } from "./part.ts";

export interface NeutralResponse extends WithExtras {
  readonly origin: DialectName;
  /** Empty where the provider gave none. */
  readonly id: string;
  /** As the provider names it; empty where it does not. */
  readonly model: string;
  /** Seconds since 1970, where the provider says when. */
  readonly createdAt?: number;
  readonly parts: readonly Part[];
  readonly finish: Finish;
  readonly usage?: Usage;
}

/** @public for its test */
export const finishReasons = [
  "end",
  "stop-sequence",
  "max-tokens",
  "context-window",
  "tool-calls",
  /** A server tool's turn that the client is to go on with. */
  "pause",
  /** The model declined. */
  "refusal",
  /** A filter took the answer away. */
  "content-filter",
  "compaction",
  /** Gemini: ask again with the token, and merge. */
  "continuation",
  /** The provider's own failure, told as a finish. Before content it is a failure like any other. */
  "fault",
] as const;

export type FinishReason = (typeof finishReasons)[number];

export interface Finish extends WithExtras {
  readonly reason: FinishReason;
  readonly stopSequence?: string;
  /** What the provider says about a refusal. */
  readonly explanation?: string;
  readonly category?: string;
  /** The provider's own word, where the reason does not imply it. */
  readonly native?: string;
}

/** Parts that do not overlap: what a prompt cost is the sum of the first three. */
export interface Usage {
  /** Neither read from a cache nor written to one. */
  readonly inputTokens?: number;
  readonly cacheReadTokens?: number;
  readonly cacheWriteTokens?: number;
  /** Of the written ones, those kept for an hour or longer. */
  readonly cacheWriteLongTokens?: number;
  /** Reasoning included. */
  readonly outputTokens?: number;
  readonly reasoningTokens?: number;
  /** Prompt tokens of tool results that a server tool put in. */
  readonly toolInputTokens?: number;
  /** The rest, by dialect: service tiers, server tools, iterations. */
  readonly extras?: { readonly [Name in DialectName]?: JsonObject };
}
