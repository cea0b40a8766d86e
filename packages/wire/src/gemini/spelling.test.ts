import { expect, test } from "bun:test";
import type { TextPart } from "../model/part.ts";
import { isSame, remember, remembered, withoutNotes } from "./spelling.ts";

const part: TextPart = { kind: "text", text: "a" };
const read = (): TextPart => part;

test("what we would write anyway needs no note", () => {
  expect(remember(part, { text: "a" }, { text: "a" })).toBe(part);
});

test("an odd spelling comes back as long as nothing has changed", () => {
  const noted = remember(part, "a", { text: "a" });
  expect(remembered(noted, read)).toBe("a");
  expect(remembered({ ...noted, text: "b" }, read)).toBeUndefined();
  expect(remembered(part, read)).toBeUndefined();
  expect(withoutNotes(noted)).toEqual(part);
});

test.each<[left: unknown, right: unknown, same: boolean]>([
  [{ a: 1, b: [2] }, { b: [2], a: 1 }, true],
  [{ a: undefined }, {}, true],
  [{ a: null }, {}, false],
  [[1], [1, 2], false],
  [[], {}, false],
  [{ 0: 1 }, [1], false],
  [null, {}, false],
  ["1", 1, false],
])("%j and %j are the same: %p", (left, right, same) => {
  expect(isSame(left, right)).toBe(same);
  expect(isSame(right, left)).toBe(same);
});
