import { describe, expect, test } from "bun:test";
import { textOf } from "../json/value.ts";
import { fieldsFrom, kept, written } from "./fields.ts";

describe("what is kept of an object", () => {
  test("is what was not read, each in its place", () => {
    const fields = fieldsFrom({ a: "x", b: 1, c: { d: "y", e: { f: 2 } }, g: { h: "z" } });
    fields.take("a", textOf);
    fields.take("b", textOf);
    fields.child("c")?.take("d", textOf);
    fields.child("g")?.take("h", textOf);
    expect(kept(fields)).toEqual({ extras: { messages: { b: 1, c: { e: { f: 2 } } } } });
  });

  test("is nothing where all was read", () => {
    const fields = fieldsFrom({ a: "x" });
    fields.take("a", textOf);
    expect(kept(fields)).toEqual({});
  });

  test("costs others nothing where it says nothing", () => {
    expect(kept(fieldsFrom({ a: null, b: {}, c: { d: null }, e: [] }))).toEqual({
      extras: { messages: { e: [], $unsaid: { a: null, b: {}, c: { d: null } } } },
    });
  });

  test("names the usual fields that were left out", () => {
    expect(kept(fieldsFrom({ a: 1 }), { usual: ["a", "b"] })).toEqual({
      extras: { messages: { a: 1, $omitted: ["b"] } },
    });
  });
});

describe("what is written", () => {
  const node = {
    extras: { messages: { a: 1, b: { c: 2 }, $unsaid: { d: null }, $note: true }, chat: { e: 3 } },
  };

  test("is what the model says, and where it is silent what was kept", () => {
    expect(written(node, { a: 9, b: { f: 4 }, g: undefined })).toEqual({ a: 9, b: { c: 2, f: 4 }, d: null });
  });

  test("has the usual fields unless they were left out", () => {
    expect(written({}, { a: 1 }, { a: 0, b: 0 })).toEqual({ a: 1, b: 0 });
    expect(written({ extras: { messages: { $omitted: ["b"] } } }, {}, { a: 0, b: 0 })).toEqual({ a: 0 });
    expect(written({ extras: { messages: { $unsaid: { b: null } } } }, {}, { b: 0 })).toEqual({ b: null });
  });

  test("takes any name for a field", () => {
    const fields = fieldsFrom(JSON.parse('{"__proto__": 1, "constructor": {"a": 2}}'));
    fields.child("constructor")?.take("b", textOf);
    expect(JSON.stringify(written(kept(fields), {}))).toBe('{"__proto__":1,"constructor":{"a":2}}');
  });
});
