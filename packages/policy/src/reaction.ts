// What to do after a failure, while nothing of content has gone out.

import { fullJitter } from "./backoff.ts";
import type { Verdict } from "./blame.ts";
import type { Outcome, OutcomeClass } from "./outcome.ts";

export type Reaction =
  /** Once more on the same road, after a pause. */
  | { readonly kind: "again"; readonly afterMs: number; readonly why: string }
  /** On to the next road. */
  | { readonly kind: "next"; readonly why: string }
  /** Once more on the same road with what it refused taken out: proofs of others, an unknown field. */
  | { readonly kind: "strip"; readonly why: string }
  /** It would end the same everywhere: the client is told. */
  | { readonly kind: "tell"; readonly why: string };

export interface ReactionInput {
  readonly outcome: Outcome;
  readonly verdict: Verdict;
  /** Attempts on this road so far, this one included. */
  readonly attemptsHere: number;
  readonly attemptsInAll: number;
  readonly hasStripped: boolean;
  /** Whether another road is left. */
  readonly hasNext: boolean;
  /** Whether one of those that are left could hold a longer context. */
  readonly nextHoldsMore: boolean;
  /** Whether the road stood well before this attempt. */
  readonly wasWell: boolean;
  readonly remainingMs: number;
  readonly mayRetry: boolean;
  readonly chance: () => number;
}

/** A request costs no more than this many attempts, however long its chain. */
export const mostAttempts = 8;
/** A true limit that ends this soon is waited for. */
const shortWaitMs = 3_000;
const retryPause = { baseMs: 250, capMs: 4_000 };

export function reactTo(input: ReactionInput): Reaction {
  const { outcome, verdict, attemptsInAll, hasNext } = input;
  if (verdict.blame === "caller") return reactToCaller(input);
  if (attemptsInAll >= mostAttempts) return { kind: "tell", why: `${attemptsInAll} attempts are enough` };
  if (outcome.class === "capability" && !input.hasStripped) {
    return { kind: "strip", why: "what the road refuses may not be needed" };
  }
  const again = retryHere(input);
  if (again !== undefined) return again;
  return hasNext
    ? { kind: "next", why: verdict.evidence.at(-1) ?? outcome.class }
    : { kind: "tell", why: "no road is left" };
}

function reactToCaller({ outcome, hasNext, nextHoldsMore }: ReactionInput): Reaction {
  if (outcome.class === "context-too-long" && hasNext && nextHoldsMore) {
    return { kind: "next", why: "a road that is left holds more" };
  }
  return { kind: "tell", why: "it is the request's own, and would end the same elsewhere" };
}

/** Hiccups, which a healthy road has now and then. */
const hiccups: ReadonlySet<OutcomeClass> = new Set([
  "server-error",
  "overloaded",
  "stream-error",
  "truncated",
]);
const brokenConnections: ReadonlySet<string | undefined> = new Set([
  "reset-before-head",
  "reset-in-body",
  "malformed",
]);

function retryHere(input: ReactionInput): Reaction | undefined {
  const { outcome, verdict, attemptsHere, hasNext, remainingMs, mayRetry, chance } = input;
  if (attemptsHere > 1 || !mayRetry) return undefined;
  const wait = outcome.retryAfterMs;
  if (
    outcome.class === "rate-limited" &&
    wait !== undefined &&
    wait <= shortWaitMs &&
    verdict.blame === "own-key"
  ) {
    const afterMs = wait + chance() * wait * 0.1;
    return afterMs < remainingMs ? { kind: "again", afterMs, why: "the limit ends in a moment" } : undefined;
  }
  const isHiccup =
    hiccups.has(outcome.class) || (outcome.class === "transport" && brokenConnections.has(outcome.transport));
  // Where it says how long it will take, another road is faster.
  const isSoon = wait === undefined || wait <= shortWaitMs;
  const isWorthIt = (input.wasWell && isHiccup && isSoon) || (!hasNext && isRetryable(outcome.class));
  if (!isWorthIt) return undefined;
  const afterMs = Math.max(wait !== undefined && isSoon ? wait : 0, fullJitter(1, retryPause, chance));
  return afterMs < remainingMs ? { kind: "again", afterMs, why: "it may have been a hiccup" } : undefined;
}

/** With no other road, everything that may pass is tried once more. */
function isRetryable(seen: OutcomeClass): boolean {
  return seen !== "unknown-model" && seen !== "capability" && seen !== "ours" && seen !== "quota";
}
