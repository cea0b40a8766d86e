import { describe, expect, test } from "bun:test";
import { textOf } from "../../test/latin1.ts";
import {
  isFieldValue,
  isTarget,
  joinPrepared,
  nothingPrepared,
  prepareFields,
  prependField,
} from "./prepared-fields.ts";

test("fields are prepared as lines, in order", () => {
  const prepared = prepareFields([
    ["x-api-key", "k"],
    ["A", ""],
    ["A", "caf\u00e9 \t!"],
  ]);
  expect(prepared && textOf(prepared)).toBe("x-api-key: k\r\nA: \r\nA: caf\u00e9 \t!\r\n");
  expect(nothingPrepared).toHaveLength(0);
});

test("a field is put in front of others, which stay as they are", () => {
  const others = prepareFields([["b", "2"]]) ?? nothingPrepared;
  expect(textOf(prependField(["A", "caf\u00e9"], others) ?? nothingPrepared)).toBe(
    "A: caf\u00e9\r\nb: 2\r\n",
  );
  expect(textOf(prependField(["a", ""], nothingPrepared) ?? nothingPrepared)).toBe("a: \r\n");
  expect(textOf(others)).toBe("b: 2\r\n");
});

describe("a field is not prepared where it could end its line or cannot be sent", () => {
  test.each([
    ["a", "b\r\nc: d"],
    ["a", "b\n"],
    ["a", "b\r"],
    ["a", "\u0000"],
    ["a", "\u007f"],
    // A single byte of it is a line feed.
    ["a", "\u010a"],
    ["a", "\u20ac"],
    ["a", "\ud83d\ude00"],
    ["", "b"],
    ["a b", "c"],
    ["a:", "c"],
    ["a\r\nb", "c"],
    ["\u00e4", "c"],
    ["\u0141", "c"],
  ])("%j: %j", (name, value) => {
    expect(prepareFields([[name, value]])).toBeUndefined();
    expect(prependField([name, value], nothingPrepared)).toBeUndefined();
    expect(
      prepareFields([
        ["ok", "ok"],
        [name, value],
      ]),
    ).toBeUndefined();
  });
});

test("a value is text of single bytes without control characters, but tabs", () => {
  expect(["", "a b", "\ta", "\u0080\u00ff"].map(isFieldValue)).toEqual([true, true, true, true]);
  expect(["a\n", "\u0085\u0100", "\u001f"].map(isFieldValue)).toEqual([false, false, false]);
});

test("a target is a path of visible ASCII without a fragment", () => {
  expect(["/", "/a?b=c#".slice(0, 6), "//", '/"{}'].map(isTarget)).toEqual([true, true, true, true]);
  const refused = ["", "a", "*", "/a b", "/a#b", "/\u00e9", "/a\r\nb", "/a\n", "http://a/", "/\u010a"];
  expect(refused.filter(isTarget)).toEqual([]);
});

test("two lists of fields are one behind the other", () => {
  const [first, second] = [prepareFields([["a", "1"]]), prepareFields([["b", "2"]])];
  expect(textOf(joinPrepared(first ?? nothingPrepared, second ?? nothingPrepared))).toBe("a: 1\r\nb: 2\r\n");
});
