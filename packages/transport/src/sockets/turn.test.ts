import { expect, test } from "bun:test";
import { isInTurn, runTurn, turnNow } from "./turn.ts";

function spin(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

test("within a turn the clock stands still, and behind it goes on", () => {
  let first = 0;
  runTurn(() => {
    first = turnNow();
    spin(2);
    expect(turnNow()).toBe(first);
    runTurn(() => expect(turnNow()).toBe(first));
    expect(turnNow()).toBe(first);
  });
  expect(turnNow()).toBeGreaterThanOrEqual(first + 2);
  runTurn(() => expect(turnNow()).toBeGreaterThanOrEqual(first + 2));
});

test("a turn that throws is over all the same", () => {
  expect(() =>
    runTurn(() => {
      throw new Error("thrown in a turn");
    }),
  ).toThrow("thrown in a turn");
  expect(isInTurn()).toBe(false);
});
