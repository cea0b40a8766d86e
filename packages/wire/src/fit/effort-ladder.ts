// Efforts and budgets of thinking, in terms of each other.

import { efforts } from "../model/request.ts";
import type { Effort } from "../model/request.ts";

/** Below so many tokens it is that effort. */
const ladder: readonly (readonly [number, Effort])[] = [
  [2000, "low"],
  [10_000, "medium"],
  [25_000, "high"],
];

/** What a budget of thinking tokens amounts to. */
export function effortOf(budgetTokens: number): Effort {
  return ladder.find(([below]) => budgetTokens < below)?.[1] ?? "xhigh";
}

/** A budget that `effortOf` takes for that effort. */
export function budgetOf(effort: Effort): number {
  const budgets = { minimal: 1024, low: 1536, medium: 8192, high: 16_384, xhigh: 32_000, max: 48_000 };
  return budgets[effort];
}

/** Where an effort stands in their rising order. */
export function rankOf(effort: Effort): number {
  return efforts.indexOf(effort);
}
