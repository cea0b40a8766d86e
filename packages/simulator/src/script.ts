// One provider's part, as plain data. Answers and faults are apart, so that the same fault can hit any answer, and the
// text that was meant stays known when it does not arrive.

import type { Fault } from "./faults/fault.ts";
import type { Answer } from "./said.ts";

export const dialectNames = ["messages", "chat", "responses", "gemini"] as const;

export type Dialect = (typeof dialectNames)[number];

/** Of the rules that apply to a request, the first with an answer and the first with a fault count. */
export interface Script {
  readonly rules?: readonly Rule[];
  /** Left out: all of them. */
  readonly dialects?: readonly Dialect[];
  /** The models that exist; left out, any name does, and a few usual ones are listed. */
  readonly models?: readonly string[];
  /** The keys that are accepted, beside those of `accounts`; without both, any key or none. */
  readonly keys?: readonly string[];
  /** Whose keys are whose. Proofs of thinking and stored answers belong to an account. */
  readonly accounts?: readonly Account[];
  /** Where a key of no account belongs; left out, `simulated`. */
  readonly account?: string;
  /** Refuses fields that the vendor does not know, too. */
  readonly strict?: boolean;
  /** Whether a last message of the assistant may be continued; left out, it may. */
  readonly prefill?: "accepted" | "rejected";
  /** For the conditions that hold by chance; left out, 1. */
  readonly seed?: number;
}

export interface Account {
  readonly name: string;
  readonly keys: readonly string[];
}

export interface Rule {
  /** Left out: every request for an answer. */
  readonly when?: Condition;
  readonly answer?: Answer;
  readonly fault?: Fault;
}

export const endpoints = ["generate", "count", "embed", "models"] as const;

/** All that is given must hold. */
export interface Condition {
  /** What is asked for: answers (the default), something else, or anything at all. */
  readonly endpoint?: (typeof endpoints)[number] | "any";
  readonly dialect?: Dialect;
  /** The model's name; `*` stands for any run of characters. */
  readonly model?: string;
  /** The key that the request signs in with; `*` as above. A request without a key has none that matches. */
  readonly key?: string;
  readonly isStreamed?: boolean;
  /** A field that is there, with this value where one is given. The name's case does not matter. */
  readonly header?: { readonly name: string; readonly value?: string };
  /** Since the provider began; `fromMs` is included, `toMs` is not. */
  readonly during?: Span;
  /** On for `onMs`, then off for `offMs`, and so on, from the beginning of `during`. */
  readonly flapping?: Flapping;
  /** Which of the requests that meet the other conditions but `share`, counted from 1; both ends are included. */
  readonly nth?: number | { readonly from?: number; readonly to?: number };
  /** The share of the requests that meet all other conditions, from 0 to 1, by seeded chance. */
  readonly share?: number;
}

export interface Span {
  readonly fromMs?: number;
  readonly toMs?: number;
}

export interface Flapping {
  readonly onMs: number;
  readonly offMs: number;
}
