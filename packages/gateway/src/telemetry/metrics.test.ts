import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { scrape } from "../../test/prometheus.ts";
import { attemptRecord, requestRecord } from "../../test/records.ts";
import { createMetrics } from "./metrics.ts";

function samples(text: string, family: string): Record<string, number> {
  return Object.fromEntries(scrape(text).get(family)?.samples ?? []);
}

describe("the metrics", () => {
  test("are empty before anything has happened", () => {
    expect(createMetrics().text([])).toBe("");
  });

  test("count requests, attempts, tokens and cost", () => {
    const metrics = createMetrics();
    const attempts = [
      attemptRecord({ outcome: "overloaded", blame: "provider" }),
      attemptRecord({ provider: "openai" }),
    ];
    const usage = { inputTokens: 10, cacheReadTokens: 5, cacheWriteTokens: 7, outputTokens: 3 };
    metrics.record(requestRecord({ attempts, usage, servedBy: "openai/gpt-5.5", costUsd: 0.5 }));
    metrics.record(requestRecord({ usage: undefined, costUsd: undefined, end: "failed" }));
    metrics.record(requestRecord({ usage: { inputTokens: 1 }, servedBy: "openai/x/y", costUsd: 0.25 }));
    const text = metrics.text([]);
    expect(samples(text, "holdfast_requests_total")).toEqual({
      'holdfast_requests_total{dialect="messages",operation="generate",end="answered"}': 2,
      'holdfast_requests_total{dialect="messages",operation="generate",end="failed"}': 1,
    });
    expect(samples(text, "holdfast_attempts_total")).toEqual({
      'holdfast_attempts_total{provider="anthropic",outcome="overloaded",blame="provider"}': 1,
      'holdfast_attempts_total{provider="openai",outcome="answered",blame="nobody"}': 1,
      'holdfast_attempts_total{provider="anthropic",outcome="answered",blame="nobody"}': 2,
    });
    expect(samples(text, "holdfast_tokens_total")).toEqual({
      'holdfast_tokens_total{provider="openai",kind="input"}': 11,
      'holdfast_tokens_total{provider="openai",kind="cache_read"}': 5,
      'holdfast_tokens_total{provider="openai",kind="cache_write"}': 7,
      'holdfast_tokens_total{provider="openai",kind="output"}': 3,
    });
    expect(samples(text, "holdfast_cost_usd_total")).toEqual({ holdfast_cost_usd_total: 0.75 });
  });

  test("have every edge of a histogram, from the first request on", () => {
    const metrics = createMetrics();
    metrics.record(requestRecord({ tookMs: 9_999_000, firstContentMs: undefined }));
    metrics.record(requestRecord({ tookMs: 5, firstContentMs: 1_000 }));
    const text = metrics.text([]);
    const whole = samples(text, "holdfast_request_seconds");
    const edges = Object.entries(whole).filter(([name]) => name.includes("_bucket"));
    expect(edges.map(([, value]) => value)).toEqual([...Array.from({ length: 15 }, () => 1), 2]);
    expect(whole['holdfast_request_seconds_sum{dialect="messages",end="answered"}']).toBeCloseTo(
      9_999.005,
      6,
    );
    const first = samples(text, "holdfast_first_content_seconds");
    expect(first['holdfast_first_content_seconds_count{dialect="messages"}']).toBe(1);
    expect(first['holdfast_first_content_seconds_bucket{dialect="messages",le="0.5"}']).toBe(0);
    expect(first['holdfast_first_content_seconds_bucket{dialect="messages",le="1"}']).toBe(1);
  });

  test("announce a family of gauges once, however many there are", () => {
    const gauges = ["a", "b"].map((provider, value) => ({
      name: "holdfast_open",
      help: "Open ones.",
      value,
      labels: { provider },
    }));
    const text = createMetrics().text([
      ...gauges,
      { name: "holdfast_lost_total", help: "Lost ones.", value: 2, isCounter: true },
    ]);
    expect(samples(text, "holdfast_open")).toEqual({
      'holdfast_open{provider="a"}': 0,
      'holdfast_open{provider="b"}': 1,
    });
    expect(scrape(text).get("holdfast_lost_total")?.type).toBe("counter");
  });

  test("can be scraped whatever stands in a label", () => {
    const hostile = fc.string({ unit: fc.constantFrom('"', "\\", "\n", "}", ",", "=", " ", "n") });
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string({ unit: "binary" }), hostile), { maxLength: 20 }), (names) => {
        const metrics = createMetrics();
        const attempts = names.map((provider) => attemptRecord({ provider }));
        metrics.record(requestRecord({ attempts }));
        const found = Object.values(samples(metrics.text([]), "holdfast_attempts_total"));
        expect(found.reduce((sum, value) => sum + value, 0)).toBe(names.length);
      }),
      { seed: 1 },
    );
  });

  test("do not grow without end, and what is known goes on being counted", () => {
    const metrics = createMetrics();
    const record = (from: number, to: number): void => {
      for (let i = from; i < to; i++) metrics.record(requestRecord({ operation: `o${i}`, dialect: `d${i}` }));
    };
    record(0, 3_000);
    const lines = (): number => metrics.text([]).split("\n").length;
    const before = lines();
    record(3_000, 4_000);
    record(0, 1);
    expect(lines()).toBe(before);
    const name = 'holdfast_requests_total{dialect="d0",operation="o0",end="answered"}';
    expect(samples(metrics.text([]), "holdfast_requests_total")[name]).toBe(2);
  });
});
