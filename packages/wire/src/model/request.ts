// A request for an answer, in no dialect.

import type { DialectName } from "../dialect-name.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import type { WithExtras } from "./extras.ts";
import type { CacheHint, Part } from "./part.ts";
import type { Tool, ToolChoice } from "./tool.ts";

export interface NeutralRequest extends WithExtras {
  /** The dialect it was said in. An encoder for the same one keeps the granularity of turns. */
  readonly origin: DialectName;
  /** As the client names it; empty where it names none. */
  readonly model: string;
  readonly isStreamed: boolean;
  /** Chat: whether a stream is to end with the usage. Undefined: the dialect always tells it. */
  readonly includeUsage?: boolean;
  /**
   * In order. System and developer turns stand where the dialect puts them; those of a field of their own (`system`,
   * `instructions`, `systemInstruction`) come first.
   */
  readonly turns: readonly Turn[];
  readonly tools?: readonly Tool[];
  readonly toolChoice?: ToolChoice;
  readonly parallelToolCalls?: boolean;
  readonly maxOutputTokens?: number;
  readonly sampling?: Sampling;
  readonly reasoning?: Reasoning;
  readonly output?: OutputFormat;
  readonly verbosity?: "low" | "medium" | "high";
  readonly serviceTier?: "auto" | "standard" | "flex" | "priority" | "fast";
  /** Who the client's own user is, for the provider's abuse checks. */
  readonly userId?: string;
  readonly metadata?: JsonObject;
  readonly cacheKey?: string;
  /** One hint for the whole request, where the dialect has one. */
  readonly cache?: CacheHint;
}

export type Role = "system" | "developer" | "user" | "assistant";

/** Tool results stand in user turns, in every dialect's decoding. */
export interface Turn extends WithExtras {
  readonly role: Role;
  readonly parts: readonly Part[];
  /** Responses: whether an assistant's message is a comment on the way or the answer. */
  readonly phase?: string;
  /** The id of the item, where the dialect gives turns one. */
  readonly id?: string;
}

export interface Sampling {
  readonly temperature?: number;
  readonly topP?: number;
  readonly topK?: number;
  readonly frequencyPenalty?: number;
  readonly presencePenalty?: number;
  readonly seed?: number;
  readonly stop?: readonly string[];
  /** How many answers are asked for. */
  readonly candidates?: number;
}

export const efforts = ["minimal", "low", "medium", "high", "xhigh", "max"] as const;

export type Effort = (typeof efforts)[number];

export interface Reasoning {
  /** `off`: none. `on`: with the budget or effort given. `auto`: as much as the model sees fit. Undefined: only an effort is said. */
  readonly mode?: "off" | "on" | "auto";
  readonly effort?: Effort;
  readonly budgetTokens?: number;
  /** What of it is told: nothing, a summary, or what the provider usually tells. */
  readonly show?: "none" | "summary" | "detailed";
}

export type OutputFormat =
  | { readonly kind: "text" }
  | { readonly kind: "json" }
  | {
      readonly kind: "json-schema";
      readonly schema: JsonValue;
      readonly name?: string;
      readonly description?: string;
      readonly strict?: boolean;
    };
