import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { hasProofMarker } from "./proof-marker.ts";

const encoder = new TextEncoder();

describe("a proof's marker in a body", () => {
  test.each([
    ["alone", "hf1."],
    ["at the beginning", "hf1.abc"],
    ["at the end", "abc hf1."],
    ["in a field", '{"signature":"hf1.abc.def"}'],
    ["behind its own beginning", "hhfhf1hf1."],
    ["among many numbers", `${"1 11 1.1 ".repeat(500)}hf1.${"111".repeat(500)}`],
    ["behind characters of several bytes", `${"größe 漢字".repeat(20)}hf1.`],
  ])("is found %s", (_, text) => {
    expect(hasProofMarker(encoder.encode(text))).toBe(true);
  });

  test.each([
    ["nothing", ""],
    ["a part of it", "hf1"],
    ["the rest of it", "f1. 1."],
    ["another version", "hf2.abc"],
    ["other letters", "HF1.abc"],
    ["many numbers", "1 11 1.1 f1. h1 ".repeat(500)],
  ])("is not found in %s", (_, text) => {
    expect(hasProofMarker(encoder.encode(text))).toBe(false);
  });

  test("is found wherever a text search finds it", () => {
    const text = fc.string({
      unit: fc.constantFrom("h", "f", "1", ".", "1", "x", "hf1"),
      maxLength: 300,
      size: "max",
    });
    fc.assert(
      fc.property(text, (body) => {
        expect(hasProofMarker(encoder.encode(body))).toBe(body.includes("hf1."));
      }),
      { numRuns: 3000 },
    );
  });
});
