import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { createVirtualClock } from "./clock.ts";

test("things happen in the order of their times, whatever the order in which they were asked for", () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat({ max: 50 }), { maxLength: 60 }),
      fc.option(fc.nat(), { nil: undefined }),
      (waits, seed) => {
        const clock = createVirtualClock({ startAt: 0, ...(seed === undefined ? {} : { seed }) });
        const seen: { wait: number; at: number }[] = [];
        for (const wait of waits) clock.after(wait, () => seen.push({ wait, at: clock.now() }));
        clock.run();
        expect(seen.map(({ wait }) => wait)).toEqual(waits.toSorted((a, b) => a - b));
        expect(seen.every(({ wait, at }) => wait === at)).toBe(true);
        expect(clock.pending).toBe(0);
      },
    ),
  );
});

describe("at the same instant", () => {
  const order = (seed?: number): number[] => {
    const clock = createVirtualClock(seed === undefined ? {} : { seed });
    const seen: number[] = [];
    for (let i = 0; i < 12; i++) clock.after(5, () => seen.push(i));
    clock.run();
    return seen;
  };

  test("without a seed the first comes first", () => {
    expect(order()).toEqual(Array.from({ length: 12 }, (_, i) => i));
  });

  test("a seed decides, the same seed alike", () => {
    expect(order(1)).toEqual(order(1));
    expect(order(1)).not.toEqual(order(2));
    expect(order(1).toSorted((a, b) => a - b)).toEqual(order());
  });
});

test("what is called off does not happen, and leaves nothing", () => {
  const clock = createVirtualClock();
  const seen: string[] = [];
  const callOff = clock.after(5, () => seen.push("no"));
  clock.after(9, () => seen.push("yes"));
  callOff();
  callOff();
  expect(clock.pending).toBe(1);
  clock.run();
  expect(seen).toEqual(["yes"]);
});

test("advance does what is due, and stands at its end", () => {
  const clock = createVirtualClock({ startAt: 100 });
  const seen: number[] = [];
  const tick = (): void => {
    seen.push(clock.now());
    clock.after(10, tick);
  };
  clock.after(10, tick);
  clock.advance(35);
  expect(seen).toEqual([110, 120, 130]);
  expect(clock.now()).toBe(135);
  expect(clock.step()).toBe(true);
  expect(clock.now()).toBe(140);
});

test("what keeps itself going is found out", () => {
  const clock = createVirtualClock();
  const again = (): void => {
    clock.wake(1, again);
  };
  again();
  expect(() => clock.run(100)).toThrow("After 100 steps there is still something to happen.");
});
