import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { chanceFrom, middling } from "../test/roads.ts";
import { createBreaker, usualBreaker } from "./breaker.ts";

const fresh = () => createBreaker(usualBreaker, middling);

describe("a breaker", () => {
  test("trips at the third failure in a row", () => {
    const breaker = fresh();
    breaker.fail(1, 0);
    breaker.fail(1, 1);
    expect(breaker.state(1).kind).toBe("closed");
    breaker.fail(1, 2);
    expect(breaker.state(2).kind).toBe("open");
  });

  test("does not trip at one failure in fifty", () => {
    const breaker = fresh();
    for (let i = 0; i < 5_000; i++) {
      if (i % 50 === 0) breaker.fail(1, i);
      else breaker.succeed(i);
    }
    expect(breaker.state(5_000).kind).toBe("closed");
  });

  test("trips within some dozen requests at one failure in two", () => {
    const trips = Array.from({ length: 200 }, (_, seed) => {
      const chance = chanceFrom(seed + 1);
      const breaker = createBreaker(usualBreaker, chance);
      for (let i = 1; i <= 200; i++) {
        if (chance() < 0.5) breaker.fail(1, i);
        else breaker.succeed(i);
        if (breaker.state(i).kind === "open") return i;
      }
      return Number.POSITIVE_INFINITY;
    }).toSorted((a, b) => a - b);
    expect(trips[100]).toBeLessThanOrEqual(10);
    expect(trips.at(-1)).toBeLessThan(60);
  });

  test("forgets with time: failures ten minutes apart never trip it", () => {
    const breaker = fresh();
    for (let i = 0; i < 50; i++) breaker.fail(1, i * 600_000);
    expect(breaker.state(50 * 600_000).kind).toBe("closed");
  });

  test("lets itself be tested after its pause, and comes back in stages", () => {
    const breaker = fresh();
    for (let i = 0; i < 3; i++) breaker.fail(1, 0);
    expect(breaker.state(4_999).kind).toBe("open");
    expect(breaker.state(5_000).kind).toBe("testing");
    for (let i = 0; i < 3; i++) breaker.succeed(5_000);
    expect(breaker.share(5_000)).toBe(0.01);
    let now = 5_000;
    const shares: number[] = [];
    while (breaker.state(now).kind !== "closed") {
      for (let i = 0; i < 10; i++) breaker.succeed(now);
      now += 30_000;
      shares.push(breaker.share(now));
    }
    expect(shares).toEqual([0.05, 0.25, 0.5, 1]);
  });

  test("waits longer after each test that fails, and never longer than a minute", () => {
    const breaker = fresh();
    for (let i = 0; i < 3; i++) breaker.fail(1, 0);
    const pauses: number[] = [];
    for (let i = 0; i < 12; i++) {
      const state = breaker.state(Number.NEGATIVE_INFINITY);
      if (state.kind !== "open") throw new Error(state.kind);
      pauses.push(state.until - state.since);
      breaker.state(state.until);
      breaker.fail(1, state.until);
    }
    expect(pauses.slice(0, 3)).toEqual([5_000, 7_500, 11_250]);
    expect(Math.max(...pauses)).toBe(60_000);
  });

  test("goes one stage back where it fails on the way back", () => {
    const breaker = fresh();
    for (let i = 0; i < 3; i++) breaker.fail(1, 0);
    breaker.state(5_000);
    for (let i = 0; i < 3; i++) breaker.succeed(5_000);
    for (let i = 0; i < 10; i++) breaker.succeed(6_000);
    expect(breaker.share(35_000)).toBe(0.05);
    for (let i = 0; i < 3; i++) breaker.fail(1, 35_000);
    expect(breaker.share(35_000)).toBe(0.01);
  });
});

test("whatever happens, a breaker that is left alone is closed within the bound", () => {
  const steps = fc.array(
    fc.record({ fails: fc.boolean(), weight: fc.constantFrom(0.5, 1), afterMs: fc.nat({ max: 60_000 }) }),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(steps, fc.integer({ min: 1, max: 1_000 }), (all, seed) => {
      const breaker = createBreaker(usualBreaker, chanceFrom(seed));
      let now = 0;
      for (const { fails, weight, afterMs } of all) {
        now += afterMs;
        if (fails) breaker.fail(weight, now);
        else breaker.succeed(now);
      }
      // Faults have stopped: one good request every two seconds.
      const stoppedAt = now;
      while (breaker.state(now).kind !== "closed" && now < stoppedAt + 600_000) {
        now += 2_000;
        if (breaker.state(now).kind !== "open") breaker.succeed(now);
      }
      expect(now - stoppedAt).toBeLessThan(400_000);
    }),
    { seed: 5, numRuns: 200 },
  );
});
