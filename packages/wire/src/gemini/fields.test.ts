import { describe, expect, test } from "bun:test";
import { numberOf, objectOf, parseJson, textOf } from "../json/value.ts";
import { compact, fieldsFrom, merged } from "./fields.ts";

describe("a field", () => {
  test("is read in either spelling", () => {
    expect(fieldsFrom({ maxItems: 1 }).take("maxItems", numberOf)).toBe(1);
    expect(fieldsFrom({ max_items: 1 }).take("maxItems", numberOf)).toBe(1);
  });

  test("that is there twice is read in camel case, and the other one is left", () => {
    const fields = fieldsFrom({ max_items: 1, maxItems: 2 });
    expect(fields.take("maxItems", numberOf)).toBe(2);
    expect(fields.unread()).toEqual({ max_items: 1 });
  });

  test("of another type is not read", () => {
    const fields = fieldsFrom({ name: 1 });
    expect(fields.take("name", textOf)).toBeUndefined();
    expect(fields.unread()).toEqual({ name: 1 });
  });

  test("that objects inherit is none of theirs", () => {
    expect(fieldsFrom({}).peek("constructor")).toBeUndefined();
    const fields = fieldsFrom(objectOf(parseJson('{"__proto__": {"a": 1}}')) ?? {});
    expect(JSON.stringify(fields.unread())).toBe('{"__proto__":{"a":1}}');
  });
});

test("what is not read of an inner object stays in its place", () => {
  const fields = fieldsFrom({ inner_part: { a: 1, b: 2 }, other: 3 });
  fields.child("innerPart")?.take("a", numberOf);
  expect(fields.unread()).toEqual({ innerPart: { b: 2 }, other: 3 });
  fields.child("innerPart")?.take("b", numberOf);
  expect(fields.unread()).toEqual({ other: 3 });
});

test("objects are merged, and anything else is replaced", () => {
  expect(merged({ a: { b: 1, c: [1] }, d: 1 }, { a: { c: [2], e: 2 } })).toEqual({
    a: { b: 1, c: [2], e: 2 },
    d: 1,
  });
});

test("fields without a value are left out", () => {
  expect(compact({ a: undefined, b: null })).toEqual({ b: null });
});
