import { describe, expect, test } from "bun:test";
import type { JsonObject } from "../json/value.ts";
import type { TextPart } from "../model/part.ts";
import { sameValue, spelledAs, spellingOf } from "./spelling.ts";

const part: TextPart = { kind: "text", text: "a", extras: { messages: { x: 1 } } };
const original: JsonObject = { says: "a" };
const read = (said: JsonObject): TextPart => ({ ...part, text: said["says"] === "a" ? "a" : "?" });

describe("how something was said", () => {
  test("is known as long as it means the same", () => {
    expect(spellingOf(spelledAs(part, original), read)).toBe(original);
  });

  test("is forgotten when it means something else", () => {
    const spelled = spelledAs(part, original);
    expect(spellingOf({ ...spelled, text: "b" }, read)).toBeUndefined();
    expect(spellingOf({ ...spelled, cache: {} }, read)).toBeUndefined();
    expect(spellingOf({ ...spelled, extras: { chat: { $as: original } } }, read)).toBeUndefined();
  });

  test("is not known of what came from elsewhere", () => {
    expect(spellingOf(part, read)).toBeUndefined();
  });
});

test.each<readonly [unknown, unknown, boolean]>([
  [{ a: 1, b: [1, { c: null }] }, { b: [1, { c: null }], a: 1 }, true],
  [{ a: undefined }, {}, true],
  [{ a: 1 }, { a: 1, b: 2 }, false],
  [[1], [1, 2], false],
  [[1, 2], [1], false],
  [[], {}, false],
  [null, {}, false],
  [{ a: null }, {}, false],
  ["1", 1, false],
  [{ constructor: 1 }, {}, false],
])("%j and %j are the same value: %p", (one, other, isSame) => {
  expect(sameValue(one, other)).toBe(isSame);
});
