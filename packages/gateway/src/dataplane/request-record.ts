// What is written down of a request when it has ended.

import type { CanonicalFailure } from "@holdfast/wire";
import type { Admitted } from "./admitted.ts";
import type { DriveEnd } from "./drive.ts";
import type { Plane } from "./plane.ts";
import type { RoadPlan } from "./plan.ts";

export interface RecordContext {
  readonly admitted: Admitted;
  readonly plan: RoadPlan;
  readonly requestId: string;
  readonly plane: Plane;
}

export function record(end: DriveEnd, { admitted, plan, requestId, plane }: RecordContext): void {
  const { received, decided } = admitted;
  const tookMs = plane.wheel.now() - received.at;
  const usage = end.told?.usage;
  plane.ledger.record({
    id: requestId,
    startedAt: plane.wallNow() - tookMs,
    tookMs,
    firstContentMs: end.firstContentAt === undefined ? undefined : end.firstContentAt - received.at,
    dialect: admitted.dialect,
    operation: admitted.operation,
    isStreamed: decided.isStreamed,
    model: decided.model,
    route: decided.route.match,
    workflow: decided.workflow?.name,
    client: received.client?.name,
    end: end.kind,
    failure: end.failure && wordsFor(end.failure),
    servedBy: end.kind === "answered" || end.kind === "broken" ? end.served?.name : undefined,
    isDegraded: end.served !== undefined && decided.workflow?.accepts(end.served.model) === false,
    losses: end.served?.losses.map(({ path, action }) => `${action} ${path}`) ?? [],
    usage,
    costUsd:
      end.served === undefined || usage === undefined ? undefined : plane.costOf(end.served.model, usage),
    passedOver: plan.passedOver.map(({ candidate, why }) => `${candidate.scopes.cell}: ${why}`),
    attempts: end.attempts,
  });
}

/** Never the message: a provider may quote a key or a prompt in it. */
function wordsFor({ kind, code }: CanonicalFailure): string {
  return code === undefined ? kind : `${kind} (${code})`;
}
