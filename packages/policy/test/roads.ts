// Roads and outcomes for tests, short to write.

import type { Outcome, OutcomeClass } from "../src/outcome.ts";
import type { Road } from "../src/road.ts";

/** `p/m` with one key; `p#1/m` with another. */
export function road(name: string): Road {
  const [place = "", model = ""] = name.split("/");
  const [provider = ""] = place.split("#");
  const key = place.includes("#") ? place : `${provider}#0`;
  return { id: `${key}/${model}`, key, account: key, cell: `${provider}/${model}`, provider };
}

export function outcome(seen: OutcomeClass, more: Partial<Outcome> = {}): Outcome {
  return { class: seen, isAfterContent: false, tookMs: 100, ...more };
}

/** Never the lowest, never the highest. */
export const middling = (): number => 0.5;

/** A repeatable chance (xorshift32). */
export function chanceFrom(seed: number): () => number {
  let state = Math.imul(seed, 0x9e3779b1) ^ 0x5bd1e995;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
