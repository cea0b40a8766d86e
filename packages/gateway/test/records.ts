// Records for tests, short to write.

import type { AttemptRecord, RequestRecord } from "../src/dataplane/ledger.ts";

export function requestRecord(more: Partial<RequestRecord> = {}): RequestRecord {
  return {
    id: "hf_1",
    startedAt: 1_700_000_000_000,
    tookMs: 1_234.5,
    firstContentMs: 321,
    dialect: "messages",
    operation: "generate",
    isStreamed: true,
    model: "claude-opus-5",
    route: "claude-*",
    workflow: undefined,
    client: undefined,
    end: "answered",
    failure: undefined,
    servedBy: "anthropic/claude-opus-5",
    isDegraded: false,
    losses: [],
    usage: { inputTokens: 12, outputTokens: 34 },
    costUsd: 0.0012,
    passedOver: [],
    attempts: [attemptRecord()],
    ...more,
  };
}

export function attemptRecord(more: Partial<AttemptRecord> = {}): AttemptRecord {
  return {
    provider: "anthropic",
    key: 0,
    model: "claude-opus-5",
    dialect: "messages",
    startedAfterMs: 0.4,
    tookMs: 1_230,
    firstContentMs: 320,
    outcome: "answered",
    status: undefined,
    code: undefined,
    blame: "nobody",
    why: ["number 1 of the chain, well"],
    usage: undefined,
    ...more,
  };
}
