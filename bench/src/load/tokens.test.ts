import { expect, test } from "bun:test";
import { Tokens } from "./tokens.ts";

/** How many are to be had at this moment. */
function taken(tokens: Tokens, now: number): number {
  let count = 0;
  while (count < 1000 && tokens.take(now)) count++;
  return count;
}

test("what was not taken in time can be taken later, so that the rate is kept", () => {
  const tokens = new Tokens(2000);
  expect(taken(tokens, 100)).toBe(0);
  expect(taken(tokens, 103)).toBe(6);
  expect(taken(tokens, 103.4)).toBe(1);
  expect(taken(tokens, 110)).toBe(13);
});

test("an endless rate always has one", () => {
  expect(taken(new Tokens(Number.POSITIVE_INFINITY), 0)).toBe(1000);
});
