import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { substitute } from "./substitute.ts";

const env = { KEY: "k-1", EMPTY: "", NESTED: "${KEY}", DOLLAR: "$&-$1", LINES: "a\nb: c" };

describe("what is put in", () => {
  test.each([
    ["${KEY}", "k-1"],
    ["a${KEY}b${KEY}", "ak-1bk-1"],
    ["${MISSING:-there}", "there"],
    ["${MISSING:-}", ""],
    ["${EMPTY:-there}", "there"],
    ["${KEY:-there}", "k-1"],
    ["${MISSING:-http://host:80/a?b-c}", "http://host:80/a?b-c"],
    ["${MISSING:-$5}", "$5"],
    ["$${KEY}", "${KEY}"],
    ["$$${KEY}", "$${KEY}"],
    ["$KEY $ {KEY} {KEY}", "$KEY $ {KEY} {KEY}"],
    ["${NESTED}", "${KEY}"],
    ["${DOLLAR}", "$&-$1"],
    ["${LINES}", "a\nb: c"],
  ])("%p becomes %p", (text, expected) => {
    expect(substitute(text, env)).toMatchObject({ text: expected, faults: [] });
  });

  test("text without `${` stays as it is", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!text.includes("${"));
        expect(substitute(text, env)).toEqual({ text, inserted: [], faults: [] });
      }),
    );
  });

  test("a value is put in as it is, whatever is in it", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (value) => {
        expect(substitute("<${V}>", { V: value })).toEqual({
          text: `<${value}>`,
          inserted: [value],
          faults: [],
        });
      }),
    );
  });
});

describe("what is a fault", () => {
  test.each([
    ["${MISSING}", "the environment variable MISSING is not set"],
    ["${EMPTY}", "the environment variable EMPTY is empty"],
    ["${KEY", "no closing"],
    ["${}", "are understood"],
    ["${1KEY}", "are understood"],
    ["${KEY-x}", "are understood"],
    ["${KEY:?x}", "are understood"],
    ["${ KEY }", "are understood"],
    ["${MISSING:-${KEY}}", "cannot be nested"],
    ["${toString}", "toString is not set"],
  ])("%p: %p", (text, expected) => {
    const { faults } = substitute(text, env);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(expected);
  });

  test("every fault of a text is named", () => {
    expect(substitute("${A} ${B} ${KEY} ${C", env).faults).toHaveLength(3);
  });
});
