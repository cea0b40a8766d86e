import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { globCovers, globMatches, isGlob } from "./glob.ts";

// Few letters, so that matches happen; and letters that a regular expression would take for something else.
const letters = ["a", "b", "-", ".", "+", "(", "$", "\n"];
const text = fc.array(fc.constantFrom(...letters), { maxLength: 10 }).map((parts) => parts.join(""));
const glob = fc.array(fc.constantFrom(...letters, "*", "*"), { maxLength: 8 }).map((parts) => parts.join(""));

function oracle(pattern: string, candidate: string): boolean {
  const source = pattern.split("*").map((part) => part.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`));
  return new RegExp(`^${source.join("[^]*")}$`, "v").test(candidate);
}

/** The nth star replaced by the nth filler, or by nothing. */
function filled(pattern: string, fillers: readonly string[]): string {
  let next = 0;
  return pattern.replaceAll("*", () => fillers[next++] ?? "");
}

describe("globMatches", () => {
  test.each([
    ["claude-*", "claude-opus-5", true],
    ["claude-*", "claude-", true],
    ["claude-*", "Claude-opus-5", false],
    ["claude-*", "my-claude-opus-5", false],
    ["*-mini", "gpt-5-mini", true],
    ["*-mini", "gpt-5-mini-2", false],
    ["gpt-*-mini", "gpt-5-mini", true],
    ["gpt-*-mini", "gpt-mini", false],
    ["*", "", true],
    ["a*a", "a", false],
    ["*ab*ab*", "ab", false],
    ["gpt-5.5", "gpt-5x5", false],
    ["gpt-5?", "gpt-55", false],
  ])("%p against %p is %p", (pattern, candidate, expected) => {
    expect(globMatches(pattern, candidate)).toBe(expected);
  });

  test("agrees with a regular expression made from the glob", () => {
    fc.assert(
      fc.property(glob, text, (pattern, candidate) => {
        expect(globMatches(pattern, candidate)).toBe(oracle(pattern, candidate));
      }),
      { numRuns: 2_000 },
    );
  });

  test("takes no longer for a glob that would make a backtracking matcher explode", () => {
    const pattern = "*a".repeat(200);
    const candidate = `${"a".repeat(5_000)}b`;
    expect(globMatches(pattern, candidate)).toBe(false);
  });
});

describe("globCovers", () => {
  test.each([
    ["*", "claude-*", true],
    ["*", "*", true],
    ["claude-*", "claude-opus-*", true],
    ["claude-*", "claude-opus-5", true],
    ["claude-*", "*", false],
    ["claude-*-5", "claude-*", false],
    ["*a*", "*aa*", true],
    ["gpt-5", "gpt-5", true],
    ["gpt-5", "gpt-5*", false],
  ])("%p covers %p: %p", (wide, narrow, expected) => {
    expect(globCovers(wide, narrow)).toBe(expected);
  });

  test("a glob covers every glob made by filling its stars, and matches every text made by filling those", () => {
    fc.assert(
      fc.property(glob, fc.array(glob), fc.array(text), (wide, fillers, texts) => {
        const narrow = filled(wide, fillers);
        expect(globCovers(wide, narrow)).toBe(true);
        expect(globMatches(wide, filled(narrow, texts))).toBe(true);
      }),
    );
  });

  test("a glob covers another exactly if it matches what the other does with something strange for its stars", () => {
    fc.assert(
      fc.property(glob, glob, (wide, narrow) => {
        const strange = narrow.replaceAll("*", "\u{1f9ed}\u{1f9ee}");
        expect(globMatches(narrow, strange)).toBe(true);
        expect(globCovers(wide, narrow)).toBe(globMatches(wide, strange));
      }),
    );
  });
});

test("only a star makes a glob", () => {
  expect(["*", "a*", "*a", "a", "?", "[a]"].map(isGlob)).toEqual([true, true, true, false, false, false]);
});
