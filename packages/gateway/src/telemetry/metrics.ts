// What Prometheus reads: counted from the same records that the ledger keeps.

import type { RequestRecord } from "../dataplane/ledger.ts";
import { createCounter } from "./counter.ts";
import { createHistogram } from "./histogram.ts";
import { familyText } from "./prometheus-text.ts";
import type { Labels } from "./prometheus-text.ts";

export interface Metrics {
  readonly record: (request: RequestRecord) => void;
  /** The text format, version 0.0.4. */
  readonly text: (gauges: readonly Gauge[]) => string;
}

/** A number that is read when it is asked for. */
export interface Gauge {
  readonly name: string;
  readonly help: string;
  readonly value: number;
  readonly labels?: Labels;
  /** A count that only rises. */
  readonly isCounter?: true;
}

export function createMetrics(): Metrics {
  const requests = createCounter("holdfast_requests_total", "Requests by how they ended.");
  const firstContent = createHistogram(
    "holdfast_first_content_seconds",
    "From a request to its first content.",
  );
  const whole = createHistogram("holdfast_request_seconds", "From a request to its end.");
  const attempts = createCounter("holdfast_attempts_total", "Attempts on providers by outcome and blame.");
  const tokens = createCounter(
    "holdfast_tokens_total",
    "Tokens by who answered; input is without cached ones.",
  );
  const cost = createCounter("holdfast_cost_usd_total", "Cost by the catalogue's prices.");
  const families = [requests, firstContent, whole, attempts, tokens, cost];
  return {
    record(request) {
      const { dialect, operation, end, firstContentMs } = request;
      requests.add({ dialect, operation, end }, 1);
      if (firstContentMs !== undefined) firstContent.observe({ dialect }, firstContentMs / 1_000);
      whole.observe({ dialect, end }, request.tookMs / 1_000);
      for (const { provider, outcome, blame } of request.attempts) {
        attempts.add({ provider, outcome, blame }, 1);
      }
      const provider = request.servedBy?.split("/", 1)[0] ?? "";
      for (const [kind, count] of tokensOf(request)) {
        if (count > 0) tokens.add({ provider, kind }, count);
      }
      if (request.costUsd !== undefined) cost.add({}, request.costUsd);
    },
    text: (gauges) => [...families.map((family) => family.text()), ...gaugesText(gauges)].join(""),
  };
}

function tokensOf({ usage }: RequestRecord): (readonly [kind: string, count: number])[] {
  return [
    ["input", usage?.inputTokens ?? 0],
    ["cache_read", usage?.cacheReadTokens ?? 0],
    ["cache_write", usage?.cacheWriteTokens ?? 0],
    ["output", usage?.outputTokens ?? 0],
  ];
}

/** A family is announced once, however many of it there are. */
function gaugesText(gauges: readonly Gauge[]): string[] {
  return [...Map.groupBy(gauges, ({ name }) => name)].map(([name, all]) => {
    const [{ help, isCounter } = { help: "", isCounter: undefined }] = all;
    const samples = all.map(({ labels = {}, value }) => ({ name, labels, value }));
    return familyText({ name, help, type: isCounter === true ? "counter" : "gauge" }, samples);
  });
}
