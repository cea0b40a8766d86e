// The front door: decisions. Time and chance are parameters.

export { affinityScore } from "./affinity.ts";
export type { Blame, Verdict } from "./blame.ts";
export { usualBreaker } from "./breaker.ts";
export type { BreakerSettings } from "./breaker.ts";
export { createBudgets, usualBudgets } from "./budget.ts";
export type { Budgets, BudgetSettings } from "./budget.ts";
export { createClocks, usualClocks } from "./clocks.ts";
export type { ClockInput, Clocks, ClockSet, ClockSettings, ContentKind } from "./clocks.ts";
export { createHealth } from "./health.ts";
export type { Health, Permit, SettleContext } from "./health.ts";
export { outcomeClasses } from "./outcome.ts";
export type { Outcome, OutcomeClass } from "./outcome.ts";
export { planRoads } from "./plan.ts";
export type { Candidate, Plan, PlannedRoad } from "./plan.ts";
export { mostAttempts, reactTo } from "./reaction.ts";
export type { Reaction } from "./reaction.ts";
export { levels } from "./road.ts";
export type { Level, Road, Scope } from "./road.ts";
export type { HealthReport, Standing } from "./standing.ts";
