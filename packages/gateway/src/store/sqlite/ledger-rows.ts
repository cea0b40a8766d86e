// Records as rows and back. Words of a closed set come back as they were written, since nobody else writes them.

import type { AttemptRecord, RequestRecord } from "../../dataplane/ledger.ts";

export interface RequestRow {
  readonly id: string;
  readonly started_at: number;
  readonly took_ms: number;
  readonly first_content_ms: number | null;
  readonly dialect: string;
  readonly operation: string;
  readonly is_streamed: number;
  readonly model: string;
  readonly route: string | null;
  readonly workflow: string | null;
  readonly client: string | null;
  readonly end: RequestRecord["end"];
  readonly failure: string | null;
  readonly served_by: string | null;
  readonly is_degraded: number;
  readonly losses: string;
  readonly usage: string | null;
  readonly cost_usd: number | null;
  readonly passed_over: string;
}

export interface AttemptRow {
  readonly request_id: string;
  readonly place: number;
  readonly provider: string;
  readonly key: number | null;
  readonly model: string;
  readonly dialect: string;
  readonly started_after_ms: number;
  readonly took_ms: number;
  readonly first_content_ms: number | null;
  readonly outcome: AttemptRecord["outcome"];
  readonly status: number | null;
  readonly code: string | null;
  readonly blame: AttemptRecord["blame"];
  readonly why: string;
  readonly usage: string | null;
}

export function requestRow(record: RequestRecord): RequestRow {
  return {
    id: record.id,
    started_at: Math.round(record.startedAt),
    took_ms: record.tookMs,
    first_content_ms: record.firstContentMs ?? null,
    dialect: record.dialect,
    operation: record.operation,
    is_streamed: Number(record.isStreamed),
    model: record.model,
    route: record.route ?? null,
    workflow: record.workflow ?? null,
    client: record.client ?? null,
    end: record.end,
    failure: record.failure ?? null,
    served_by: record.servedBy ?? null,
    is_degraded: Number(record.isDegraded),
    losses: JSON.stringify(record.losses),
    usage: record.usage === undefined ? null : JSON.stringify(record.usage),
    cost_usd: record.costUsd ?? null,
    passed_over: JSON.stringify(record.passedOver),
  };
}

export function attemptRow(requestId: string, place: number, attempt: AttemptRecord): AttemptRow {
  return {
    request_id: requestId,
    place,
    provider: attempt.provider,
    key: attempt.key ?? null,
    model: attempt.model,
    dialect: attempt.dialect,
    started_after_ms: attempt.startedAfterMs,
    took_ms: attempt.tookMs,
    first_content_ms: attempt.firstContentMs ?? null,
    outcome: attempt.outcome,
    status: attempt.status ?? null,
    code: attempt.code ?? null,
    blame: attempt.blame,
    why: JSON.stringify(attempt.why),
    usage: attempt.usage === undefined ? null : JSON.stringify(attempt.usage),
  };
}

export function requestFrom(row: RequestRow, attempts: readonly AttemptRecord[]): RequestRecord {
  return {
    id: row.id,
    startedAt: row.started_at,
    tookMs: row.took_ms,
    firstContentMs: row.first_content_ms ?? undefined,
    dialect: row.dialect,
    operation: row.operation,
    isStreamed: row.is_streamed === 1,
    model: row.model,
    route: row.route ?? undefined,
    workflow: row.workflow ?? undefined,
    client: row.client ?? undefined,
    end: row.end,
    failure: row.failure ?? undefined,
    servedBy: row.served_by ?? undefined,
    isDegraded: row.is_degraded === 1,
    losses: listFrom(row.losses),
    usage: usageFrom(row.usage),
    costUsd: row.cost_usd ?? undefined,
    passedOver: listFrom(row.passed_over),
    attempts,
  };
}

export function attemptFrom(row: AttemptRow): AttemptRecord {
  return {
    provider: row.provider,
    key: row.key ?? undefined,
    model: row.model,
    dialect: row.dialect,
    startedAfterMs: row.started_after_ms,
    tookMs: row.took_ms,
    firstContentMs: row.first_content_ms ?? undefined,
    outcome: row.outcome,
    status: row.status ?? undefined,
    code: row.code ?? undefined,
    blame: row.blame,
    why: listFrom(row.why),
    usage: usageFrom(row.usage),
  };
}

function listFrom(text: string): string[] {
  const value: unknown = JSON.parse(text);
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

function usageFrom(text: string | null): RequestRecord["usage"] {
  if (text === null) return undefined;
  const value: unknown = JSON.parse(text);
  return typeof value === "object" && value !== null ? value : undefined;
}
