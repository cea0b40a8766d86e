import { describe, expect, test } from "bun:test";
import type { JsonValue } from "../json/value.ts";
import { createPartialArgs } from "./partial-args.ts";

function made(...lists: readonly JsonValue[]): JsonValue | undefined {
  const args = createPartialArgs();
  return lists.every((list) => args.add(list)) ? args.value() : undefined;
}

test.each<[pieces: JsonValue, value: JsonValue]>([
  [[{ jsonPath: "$.a", stringValue: "x" }], { a: "x" }],
  [
    [
      { jsonPath: "$.a.b", numberValue: 1 },
      { jsonPath: "$.a.c", boolValue: false },
    ],
    { a: { b: 1, c: false } },
  ],
  [
    [
      { jsonPath: "$.a[0]", stringValue: "x" },
      { jsonPath: "$.a[1]", nullValue: "NULL_VALUE" },
    ],
    { a: ["x", null] },
  ],
  [[{ jsonPath: "$['a b'].c", stringValue: "x" }], { "a b": { c: "x" } }],
  [[{ jsonPath: String.raw`$["it\"s"]`, stringValue: "x" }], { 'it"s': "x" }],
  [[{ json_path: "$.a", string_value: "x" }], { a: "x" }],
  [[{ jsonPath: "$.__proto__.x", stringValue: "y" }], JSON.parse('{"__proto__":{"x":"y"}}')],
  [[{ jsonPath: "$.a", stringValue: "" }], { a: "" }],
  [[], {}],
])("%j makes %j", (pieces, value) => {
  expect(JSON.stringify(made(pieces))).toBe(JSON.stringify(value));
});

describe("a text in pieces", () => {
  const piece = (stringValue: string, willContinue: boolean): JsonValue => [
    { jsonPath: "$.a", stringValue, willContinue },
  ];

  test("grows as long as more was announced", () => {
    expect(made(piece("x", true), piece("y", true), [{ jsonPath: "$.a" }])).toEqual({ a: "xy" });
  });

  test("begins anew where it was not", () => {
    expect(made(piece("x", false), piece("y", false))).toEqual({ a: "y" });
  });
});

test.each<[pieces: JsonValue]>([
  ["x"],
  [[1]],
  [[{ stringValue: "x" }]],
  [[{ jsonPath: "a", stringValue: "x" }]],
  [[{ jsonPath: "$", stringValue: "x" }]],
  [[{ jsonPath: "$..a", stringValue: "x" }]],
  [[{ jsonPath: "$[0]", stringValue: "x" }]],
  // A list of nothing but one element far behind.
  [[{ jsonPath: "$.a[999999999]", stringValue: "x" }]],
  [
    [
      { jsonPath: "$.a", stringValue: "x" },
      { jsonPath: "$.a.b", stringValue: "y" },
    ],
  ],
  [[{ jsonPath: `$${".a".repeat(65)}`, stringValue: "x" }]],
])("%j leads nowhere", (pieces) => {
  expect(made(pieces)).toBeUndefined();
});

test("what goes on forever is refused", () => {
  const args = createPartialArgs();
  const chunk = [{ jsonPath: "$.a", stringValue: "x".repeat(1024 * 1024), willContinue: true }];
  let count = 0;
  while (args.add(chunk) && count < 100) count++;
  expect(count).toBe(15);
});
