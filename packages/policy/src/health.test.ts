import { describe, expect, test } from "bun:test";
import { middling, outcome, road } from "../test/roads.ts";
import { createHealth } from "./health.ts";
import type { Health } from "./health.ts";
import type { Outcome } from "./outcome.ts";

const caller = { caller: "c", shape: "s" };

/** One request, from permit to outcome. */
function happens(health: Health, name: string, seen: Outcome, now: number): string {
  const permit = health.take(road(name), now);
  return health.settle(permit, seen, { ...caller, now }).blame;
}

function repeated(health: Health, name: string, seen: Outcome, times: number): void {
  for (let i = 0; i < times; i++) happens(health, name, seen, i);
}

describe("health", () => {
  test("of a model is lost with its third failure, and that of its neighbour is not", () => {
    const health = createHealth({ chance: middling });
    repeated(health, "p/a", outcome("server-error"), 3);
    expect(health.standing(road("p/a"), 5).kind).toBe("sick");
    expect(health.standing(road("p/b"), 5).kind).toBe("well");
  });

  test("of a provider is lost when two of its models fall sick within a minute", () => {
    const health = createHealth({ chance: middling });
    repeated(health, "p/a", outcome("server-error"), 3);
    repeated(health, "p/b", outcome("server-error"), 3);
    expect(health.standing(road("p/c"), 5).kind).toBe("sick");
    expect(health.standing(road("q/a"), 5).kind).toBe("well");
  });

  test("of a provider is lost when its door is closed", () => {
    const health = createHealth({ chance: middling });
    repeated(health, "p/a", outcome("transport", { transport: "refused" }), 3);
    expect(health.standing(road("p/b"), 5).kind).toBe("sick");
  });

  test("is not moved by callers, whatever they send", () => {
    const health = createHealth({ chance: middling });
    for (const seen of [
      "bad-request",
      "context-too-long",
      "content-policy",
      "unknown-state",
      "cancelled",
    ] as const) {
      repeated(health, "p/a", outcome(seen), 200);
    }
    expect(health.standing(road("p/a"), 300)).toEqual({ kind: "well" });
    expect(health.report(300)).toEqual([]);
  });

  test("counts nothing of a request that began before the last change", () => {
    const health = createHealth({ chance: middling });
    const early = Array.from({ length: 20 }, () => health.take(road("p/a"), 0));
    repeated(health, "p/a", outcome("server-error"), 3);
    const [until] = health.report(5).map(({ standing }) => standing);
    for (const permit of early) health.settle(permit, outcome("server-error"), { ...caller, now: 10 });
    expect(health.report(10).map(({ standing }) => standing)).toEqual(until === undefined ? [] : [until]);
  });

  test("of a key comes back with any success", () => {
    const health = createHealth({ chance: middling });
    happens(health, "p/a", outcome("rate-limited"), 0);
    expect(health.standing(road("p/a"), 1).kind).toBe("sick");
    expect(health.standing(road("p#1/a"), 1).kind).toBe("well");
    happens(health, "p/a", outcome("answered"), 2);
    expect(health.standing(road("p/a"), 3).kind).toBe("well");
  });

  test("frees a key that was blamed, when it turns out within a minute that it was the provider", () => {
    const health = createHealth({ chance: middling });
    expect(happens(health, "p/a", outcome("unauthenticated"), 0)).toBe("own-key");
    expect(health.standing(road("p/a"), 1_000).kind).toBe("sick");
    expect(happens(health, "p#1/a", outcome("unauthenticated"), 30_000)).toBe("provider");
    expect(health.standing(road("p/a"), 30_001).kind).toBe("well");
  });

  test("tries a refused key again after one, five and fifteen minutes, and for ever", () => {
    const health = createHealth({ chance: middling });
    const spans: number[] = [];
    let now = 0;
    for (let i = 0; i < 5; i++) {
      happens(health, "p/a", outcome("unauthenticated"), now);
      const standing = health.standing(road("p/a"), now);
      if (standing.kind !== "sick") throw new Error(standing.kind);
      spans.push((standing.until - now) / 60_000);
      now = standing.until + 1;
      expect(health.standing(road("p/a"), now).kind).toBe("well");
    }
    expect(spans).toEqual([1, 5, 15, 15, 15]);
  });

  test("counts the requests that are under way", () => {
    const health = createHealth({ chance: middling });
    const permits = [health.take(road("p/a"), 0), health.take(road("p/a"), 0)];
    expect(health.inFlight(road("p/a"))).toBe(2);
    for (const permit of permits) health.settle(permit, outcome("answered"), { ...caller, now: 1 });
    expect(health.inFlight(road("p/a"))).toBe(0);
  });

  test("costs no memory for names that clients make up", () => {
    const health = createHealth({ chance: middling });
    for (let i = 0; i < 20_000; i++) repeated(health, `p/made-up-${i}`, outcome("unknown-model"), 1);
    expect(health.report(0).length).toBeLessThanOrEqual(4_000);
  });
});
