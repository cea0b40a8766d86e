import { expect, test } from "bun:test";
import fc from "fast-check";
import { createInputUnwrapper, unwrapInput } from "./unwrap-input.ts";

function inPieces(json: string, cuts: readonly number[]): string[] {
  const unwrapper = createInputUnwrapper();
  const pieces: string[] = [];
  let from = 0;
  for (const cut of [...cuts, json.length]) {
    const to = Math.min(json.length, Math.max(from, cut));
    pieces.push(unwrapper.push(json.slice(from, to)));
    from = to;
  }
  return [...pieces, unwrapper.end()];
}

const anyText = fc.string({ unit: "binary", maxLength: 60 });
const cuts = fc
  .array(fc.nat(120), { maxLength: 30 })
  .map((list) => list.toSorted((left, right) => left - right));

test("any text comes out as it went in, however it is cut", () => {
  fc.assert(
    fc.property(anyText, cuts, fc.constantFrom(undefined, 1), (text, at, indent) => {
      const json = JSON.stringify({ input: text }, undefined, indent);
      expect(inPieces(json, at).join("")).toBe(text);
    }),
  );
});

test("no piece ends in half a character", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 20 }), cuts, (text, at) => {
      const escaped = JSON.stringify({ input: text }).replaceAll(/[\u{80}-\u{10ffff}]/gu, (char) =>
        Array.from(
          { length: char.length },
          (_, unit) => `\\u${char.charCodeAt(unit).toString(16).padStart(4, "0")}`,
        ).join(""),
      );
      const pieces = inPieces(escaped, at);
      expect(pieces.join("")).toBe(text);
      for (const piece of pieces) expect(piece.isWellFormed()).toBe(true);
    }),
  );
});

test("one character at a time, nothing is held back but what is not decided", () => {
  const json = '{"input": "a\\n\\u00e9b"}';
  expect(
    inPieces(
      json,
      Array.from({ length: json.length }, (_, at) => at + 1),
    ).join("|"),
  ).toContain("a||\n||||||é|b");
});

test.each([
  ["another key", '{"command": "ls"}'],
  ["no object", "ls -la"],
  ["no text", '{"input": 5}'],
  ["nothing", ""],
  ["an object that ends", "{}"],
  ["the beginning of a wrapping", '{"inp'],
  ["endless space", " ".repeat(400)],
])("%s goes through as it is", (_title, json) => {
  fc.assert(fc.property(cuts, (at) => expect(inPieces(json, at).join("")).toBe(json)));
});

test.each([
  ["a text that is cut off", '{"input": "half of it', "half of it"],
  ["an escape that is cut off", '{"input": "a\\u00', "a\\u00"],
  ["an escape that is none", '{"input": "a\\qb\\uzzzz"}', "a\\qb\\uzzzz"],
  ["more keys behind the text", '{"input": "a", "why": "b"}', "a"],
])("%s is as much as is there", (_title, json, expected) => {
  expect(unwrapInput(json)).toBe(expected);
  fc.assert(fc.property(cuts, (at) => expect(inPieces(json, at).join("")).toBe(expected)));
});
