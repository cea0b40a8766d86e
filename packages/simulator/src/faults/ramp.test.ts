import { expect, test } from "bun:test";
import { answeredBy } from "../../test/checking.ts";
import { requestFor } from "../../test/questions.ts";
import { createResponder } from "../respond.ts";

/** How many of `count` requests in each of these windows of a second are answered. */
function served(counts: readonly number[], floor: number): number[] {
  const respond = createResponder({
    rules: [{ fault: { kind: "ramp-limited", growth: 2, windowMs: 1_000, floor } }],
  });
  return counts.map((count, window) => {
    const answers = Array.from({ length: count }, () =>
      answeredBy(respond, requestFor("chat"), window * 1_000),
    );
    return answers.filter(({ status }) => status === 200).length;
  });
}

test("a sudden crowd is let in up to the floor, and then twice as many in each window", () => {
  expect(served([20, 20, 20, 20], 3)).toEqual([3, 6, 12, 20]);
});

test("whoever grows slowly is never refused", () => {
  expect(served([2, 4, 8, 16, 20], 3)).toEqual([2, 4, 8, 16, 20]);
});

test("after a pause it begins anew", () => {
  expect(served([3, 6, 0, 6], 3)).toEqual([3, 6, 0, 3]);
});
