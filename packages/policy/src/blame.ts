// Whose fault an outcome is, and why we think so.

import type { Scope } from "./road.ts";

export type Blame = "nobody" | "caller" | "own-key" | "provider" | "network" | "us";

export interface Verdict {
  readonly blame: Blame;
  /** What it speaks about: the narrowest that explains the evidence. */
  readonly scope: Scope;
  /** How much it counts in the breaker of that scope: 0 to 1. */
  readonly weight: number;
  /** How long the scope is not to be used, if at all; every cooldown ends and is tested again. */
  readonly cooldownMs?: number;
  /** Sentences: what was seen that led here. */
  readonly evidence: readonly string[];
}
