// Giving a permit back with what came of it, and writing it down.

import type { Outcome, Permit, PlannedRoad, Verdict } from "@holdfast/policy";
import type { Admitted } from "./admitted.ts";
import type { Told } from "./answer.ts";
import type { Attempt } from "./attempt.ts";
import type { AttemptRecord } from "./ledger.ts";
import type { Passage } from "./passage.ts";
import type { Plane } from "./plane.ts";
import type { RoadCandidate } from "./candidates.ts";
import type { Problem } from "./problem.ts";

/** What an attempt came to. `cut`: we ended it ourselves. */
export type Ending =
  | { readonly kind: "whole"; readonly told: Told }
  | { readonly kind: "problem"; readonly problem: Problem }
  | { readonly kind: "cut"; readonly why: string; readonly isLostRace: boolean };

export interface SettleInput {
  readonly attempt: Attempt;
  readonly planned: PlannedRoad<RoadCandidate>;
  readonly passage: Passage;
  readonly permit: Permit;
  readonly ending: Ending;
  readonly requestId: string;
}

export interface Settled {
  readonly outcome: Outcome;
  readonly verdict: Verdict;
  readonly record: AttemptRecord;
}

export function settle(input: SettleInput, admitted: Admitted, plane: Plane): Settled {
  const { attempt, planned, passage, ending, permit } = input;
  const now = plane.wheel.now();
  const tookMs = now - attempt.startedAt;
  const firstContentMs =
    attempt.firstContentAt === undefined ? undefined : attempt.firstContentAt - attempt.startedAt;
  const seen = outcomeFrom(attempt, ending, { tookMs, firstContentMs });
  const outcome = fairly(seen, input, admitted);
  const { caller, shape } = admitted;
  const verdict = plane.health.settle(permit, outcome, { caller, shape, now });
  if (ending.kind === "whole") learn(input, admitted, plane);
  const { road } = planned.candidate;
  const record: AttemptRecord = {
    provider: road.provider.name,
    key: road.key,
    model: passage.model,
    dialect: passage.dialect,
    startedAfterMs: attempt.startedAt - admitted.received.at,
    tookMs,
    firstContentMs,
    outcome: outcome.class,
    status: outcome.status,
    code: outcome.code,
    blame: verdict.blame,
    why: [attempt.why, ...verdict.evidence],
    usage: ending.kind === "whole" ? ending.told.usage : undefined,
  };
  // Who lost a race by being silent has failed too, whatever it would have said later.
  if (ending.kind === "problem" || outcome.class === "silent") tell(input, record, plane);
  return { outcome, verdict, record };
}

/** A path that a provider lacks says nothing of its models, and what passes unread is no proof of health. */
function fairly(outcome: Outcome, { attempt, passage }: SettleInput, { operation }: Admitted): Outcome {
  if (outcome.class === "unknown-model" && operation !== "generate") {
    return { ...outcome, class: "capability" };
  }
  const status = attempt.answerHead?.status ?? 200;
  return outcome.class === "answered" && passage.takesAnything && status > 299
    ? { ...outcome, class: "cancelled" }
    : outcome;
}

function outcomeFrom(
  attempt: Attempt,
  ending: Ending,
  times: { readonly tookMs: number; readonly firstContentMs: number | undefined },
): Outcome {
  const { tookMs, firstContentMs } = times;
  const common = {
    isAfterContent: firstContentMs !== undefined,
    tookMs,
    ...(firstContentMs === undefined ? {} : { firstContentMs }),
  };
  if (ending.kind === "whole") return { class: "answered", ...common };
  // A road that lost a race after its deadline has shown what it is.
  if (ending.kind === "cut") {
    return { class: ending.isLostRace && attempt.isLate ? "silent" : "cancelled", ...common };
  }
  const { failure, status, limits, transport, class: seen } = ending.problem;
  return {
    class: seen,
    message: failure.message.slice(0, 300),
    ...(status === undefined ? {} : { status }),
    ...(failure.code === undefined ? {} : { code: failure.code }),
    ...(failure.retryAfterMs === undefined ? {} : { retryAfterMs: failure.retryAfterMs }),
    ...(transport === undefined ? {} : { transport: transport.kind }),
    ...limits,
    ...common,
  };
}

function learn({ attempt, planned }: SettleInput, admitted: Admitted, plane: Plane): void {
  const { cell } = planned.candidate.scopes;
  const { firstContentAt, startedAt, longestTextGapMs, longestThinkingGapMs } = attempt;
  if (firstContentAt !== undefined && admitted.operation === "generate") {
    plane.clocks.learnFirstContent(admitted.clockInput(cell), firstContentAt - startedAt);
  }
  if (longestTextGapMs > 0) plane.clocks.learnGap(cell, "text", longestTextGapMs);
  if (longestThinkingGapMs > 0) plane.clocks.learnGap(cell, "thinking", longestThinkingGapMs);
}

function tell({ requestId, ending }: SettleInput, record: AttemptRecord, plane: Plane): void {
  const { provider, model, outcome, blame, tookMs, firstContentMs, status, code, why } = record;
  const transport = ending.kind === "problem" ? ending.problem.transport : undefined;
  plane.report.providerFailed({
    requestId,
    provider,
    model,
    outcome,
    blame,
    facts: { tookMs, firstContentMs, status, code, why, ...transport },
  });
}
