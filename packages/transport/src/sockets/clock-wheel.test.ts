import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { ClockWheel, Deadline } from "./clock-wheel.ts";
import type { Due, TimeSource } from "./clock-wheel.ts";

/** The width of a slot: how much later than its instant a deadline may be looked at. */
const SLOT_MS = 16;
const ONE_TURN_MS = 1024 * SLOT_MS;

/** A clock that the test moves. Timers fire in order, each `lateMs` after its instant. */
class FakeTime implements TimeSource {
  at = 1000;
  lateMs = 0;
  #timers: { at: number; run: () => void }[] = [];

  now(): number {
    return this.at;
  }

  wake(ms: number, run: () => void): () => void {
    const timer = { at: this.at + ms, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  get timerCount(): number {
    return this.#timers.length;
  }

  advance(ms: number): void {
    const until = this.at + ms;
    for (;;) {
      const next = this.#timers.toSorted((one, other) => one.at - other.at)[0];
      if (next === undefined || next.at + this.lateMs > until) break;
      this.#timers = this.#timers.filter((other) => other !== next);
      this.at = Math.max(this.at, next.at + this.lateMs);
      next.run();
    }
    this.at = until;
  }
}

/** A deadline that knows when it should be due, and writes down when it was. */
class Watched implements Due {
  readonly deadline: Deadline;
  expectedAt = Number.POSITIVE_INFINITY;
  readonly firings: { at: number; expectedAt: number }[] = [];
  readonly #time: FakeTime;
  whenDue: () => void = () => undefined;

  constructor(wheel: ClockWheel, time: FakeTime) {
    this.deadline = new Deadline(wheel, this);
    this.#time = time;
  }

  setIn(ms: number): void {
    this.expectedAt = this.#time.at + ms;
    this.deadline.set(this.expectedAt);
  }

  off(): void {
    this.expectedAt = Number.POSITIVE_INFINITY;
    this.deadline.off();
  }

  clear(): void {
    this.expectedAt = Number.POSITIVE_INFINITY;
    this.deadline.clear();
  }

  due(): void {
    this.firings.push({ at: this.#time.at, expectedAt: this.expectedAt });
    this.expectedAt = Number.POSITIVE_INFINITY;
    this.whenDue();
  }
}

function start(): { time: FakeTime; wheel: ClockWheel; watch: () => Watched } {
  const time = new FakeTime();
  const wheel = new ClockWheel(time);
  return { time, wheel, watch: () => new Watched(wheel, time) };
}

describe("a deadline", () => {
  test("is due once, not before its instant, and within one slot of it", () => {
    const { time, watch } = start();
    const one = watch();
    one.setIn(100);
    time.advance(99);
    expect(one.firings).toEqual([]);
    time.advance(1 + SLOT_MS);
    expect(one.firings).toHaveLength(1);
    time.advance(10 * ONE_TURN_MS);
    expect(one.firings).toHaveLength(1);
  });

  test("that is moved later again and again is due only after it has stayed", () => {
    const { time, watch } = start();
    const one = watch();
    for (let i = 0; i < 50; i++) {
      one.setIn(100);
      time.advance(90);
    }
    expect(one.firings).toEqual([]);
    time.advance(10 + SLOT_MS);
    expect(one.firings).toHaveLength(1);
  });

  test("that is moved earlier is due at the earlier instant", () => {
    const { time, watch } = start();
    const one = watch();
    one.setIn(60_000);
    time.advance(500);
    one.setIn(20);
    time.advance(20 + SLOT_MS);
    expect(one.firings).toHaveLength(1);
  });

  test("more than one turn of the wheel away is due at its instant", () => {
    const { time, watch } = start();
    const one = watch();
    one.setIn(3.5 * ONE_TURN_MS);
    time.advance(3.5 * ONE_TURN_MS - 1);
    expect(one.firings).toEqual([]);
    time.advance(1 + SLOT_MS);
    expect(one.firings).toHaveLength(1);
  });

  test("that is off or cleared is never due, and may be set again", () => {
    const { time, watch } = start();
    const [off, cleared] = [watch(), watch()];
    for (const one of [off, cleared]) one.setIn(50);
    off.off();
    cleared.clear();
    time.advance(1000);
    expect([off.firings, cleared.firings]).toEqual([[], []]);
    for (const one of [off, cleared]) one.setIn(50);
    time.advance(50 + SLOT_MS);
    expect([off.firings.length, cleared.firings.length]).toEqual([1, 1]);
  });

  test("may set itself again when it is due", () => {
    const { time, watch } = start();
    const one = watch();
    one.whenDue = () => one.setIn(100);
    one.setIn(100);
    time.advance(1000);
    expect(one.firings.length).toBeGreaterThanOrEqual(8);
    expect(one.firings.length).toBeLessThanOrEqual(10);
  });

  test("in the past is due at the next slot", () => {
    const { time, watch } = start();
    const one = watch();
    one.setIn(-500);
    time.advance(SLOT_MS + 1);
    expect(one.firings).toHaveLength(1);
  });
});

describe("the wheel", () => {
  test("leaves a moved deadline in its new place when several slots pass at once", () => {
    const { time, wheel, watch } = start();
    const [mover, moved, other] = [watch(), watch(), watch()];
    // The loop is busy: the timer comes so late that all of these have passed, and the first of them moves the rest.
    time.lateMs = 200;
    mover.whenDue = () => {
      other.setIn(ONE_TURN_MS - 2 * SLOT_MS);
      moved.clear();
    };
    mover.setIn(10);
    moved.setIn(60);
    time.advance(300);
    expect([mover.firings.length, moved.firings.length, other.firings.length]).toEqual([1, 0, 0]);
    expect(wheel.size).toBe(1);
    time.advance(ONE_TURN_MS + 300);
    expect(other.firings).toHaveLength(1);
    expect(wheel.size).toBe(0);
  });

  test("holds a cleared deadline no longer, and one that is off until its slot passes", () => {
    const { time, wheel, watch } = start();
    const [off, cleared] = [watch(), watch()];
    off.setIn(50);
    cleared.setIn(50);
    expect(wheel.size).toBe(2);
    cleared.clear();
    off.off();
    expect(wheel.size).toBe(1);
    time.advance(50 + SLOT_MS);
    expect(wheel.size).toBe(0);
  });

  test("finds each of many deadlines of one slot, however the others left it", () => {
    for (let leavers = 0; leavers < 2 ** 5; leavers++) {
      const { time, wheel, watch } = start();
      const all = Array.from({ length: 5 }, watch);
      for (const one of all) one.setIn(100);
      const leaves = (i: number): boolean => (leavers & (1 << i)) !== 0;
      for (const [i, one] of all.entries()) if (leaves(i)) one.clear();
      for (const [i, one] of all.entries()) if (leaves(i)) one.setIn(50);
      time.advance(100 + SLOT_MS);
      expect(all.map(({ firings }) => firings.length)).toEqual([1, 1, 1, 1, 1]);
      expect(wheel.size).toBe(0);
    }
  });

  test("wants no timer while it is empty, and one however many deadlines it holds", () => {
    const { time, watch } = start();
    expect(time.timerCount).toBe(0);
    const all = Array.from({ length: 100 }, watch);
    for (const [i, one] of all.entries()) one.setIn(i * 37);
    expect(time.timerCount).toBe(1);
    time.advance(100 * 37 + SLOT_MS);
    expect(time.timerCount).toBe(0);
    expect(all.every(({ firings }) => firings.length === 1)).toBe(true);
  });

  test("goes right on after a sleep of many turns", () => {
    const { time, watch } = start();
    const [early, late] = [watch(), watch()];
    early.setIn(10);
    late.setIn(20 * ONE_TURN_MS);
    time.lateMs = 5 * ONE_TURN_MS;
    time.advance(6 * ONE_TURN_MS);
    expect([early.firings.length, late.firings.length]).toEqual([1, 0]);
    time.lateMs = 0;
    time.advance(14 * ONE_TURN_MS + SLOT_MS);
    expect(late.firings).toHaveLength(1);
  });
});

type Action =
  | { readonly kind: "set"; readonly who: number; readonly ms: number }
  | { readonly kind: "off" | "clear"; readonly who: number }
  | { readonly kind: "advance"; readonly ms: number };

const COUNT = 6;
const who = fc.nat(COUNT - 1);
const span = fc.oneof(
  // Many in the same few slots.
  fc.integer({ min: 1000, max: 1030 }),
  fc.integer({ min: -20, max: 300 }),
  fc.integer({ min: 0, max: 3 * ONE_TURN_MS }),
  fc.constantFrom(SLOT_MS, ONE_TURN_MS - SLOT_MS, ONE_TURN_MS, ONE_TURN_MS + SLOT_MS),
);
const change = fc.oneof(
  fc.record({ kind: fc.constant("set" as const), who, ms: span }),
  fc.record({ kind: fc.constantFrom("off" as const, "clear" as const), who }),
);
const action = fc.oneof(
  change,
  fc.record({ kind: fc.constant("advance" as const), ms: fc.integer({ min: 1, max: 2000 }) }),
);

describe("whatever is set, moved, turned off and cleared, also by owners that are just called", () => {
  test("every deadline is due once, in time and not early, and nothing stays behind", () => {
    fc.assert(
      fc.property(
        fc.array(action, { maxLength: 60 }),
        fc.array(change, { maxLength: COUNT }),
        fc.nat(60),
        (actions, reactions, lateMs) => {
          const { time, wheel, watch } = start();
          time.lateMs = lateMs;
          const all = Array.from({ length: COUNT }, watch);
          const act = (one: Action): void => {
            if (one.kind === "advance") return time.advance(one.ms);
            const chosen = all[one.who];
            if (one.kind === "set") chosen?.setIn(one.ms);
            else chosen?.[one.kind]();
          };
          for (const [i, reaction] of reactions.entries()) {
            const one = all[i];
            // Once: two owners that set each other would go on for ever.
            if (one === undefined) continue;
            one.whenDue = () => {
              one.whenDue = () => undefined;
              act(reaction);
            };
          }
          for (const one of actions) act(one);
          time.advance(10 * ONE_TURN_MS);
          for (const { firings, expectedAt } of all) {
            expect(expectedAt).toBe(Number.POSITIVE_INFINITY);
            for (const firing of firings) {
              expect(firing.at).toBeGreaterThanOrEqual(firing.expectedAt);
              expect(firing.expectedAt).toBeLessThan(Number.POSITIVE_INFINITY);
            }
          }
          expect(wheel.size).toBe(0);
          expect(time.timerCount).toBe(0);
        },
      ),
      { numRuns: 500 },
    );
  });

  test("no deadline is later than one slot and the timer's own lateness", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(who, span, fc.nat(400)), { maxLength: 60 }),
        fc.nat(60),
        (steps, lateMs) => {
          const { time, watch } = start();
          time.lateMs = lateMs;
          const all = Array.from({ length: COUNT }, watch);
          let latest = 0;
          for (const [index, ms, pause] of steps) {
            const one = all[index];
            one?.setIn(Math.max(0, ms));
            time.advance(pause);
            latest = Math.max(latest, ms);
          }
          time.advance(latest + 1000);
          for (const { firings } of all) {
            for (const { at, expectedAt } of firings) {
              expect(at - expectedAt).toBeLessThanOrEqual(SLOT_MS + 1 + lateMs);
            }
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
