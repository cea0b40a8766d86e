import { expect, test } from "bun:test";
import { parseOptions, UsageError } from "./options.ts";

test("without arguments every subject is measured three times for a second", () => {
  expect(parseOptions([])).toEqual({
    only: ["direct", "nginx", "transport", "holdfast", "fetch-hop"],
    isFull: false,
    rounds: 3,
    seconds: 1,
    share: 0.6,
    subjectCore: 0,
    loadCore: 1,
    keepsNoisy: false,
  });
});

test("lists are separated by commas", () => {
  const args = ["--only", "transport,nginx", "--work", "json-1k5", "--connections", "1,32", "--cores", "2,5"];
  expect(parseOptions(args)).toMatchObject({
    only: ["transport", "nginx"],
    work: ["json-1k5"],
    connections: [1, 32],
    subjectCore: 2,
    loadCore: 5,
  });
});

test.each([
  ["an unknown subject", ["--only", "apache"], 'knows no "apache"'],
  ["an unknown option", ["--fast"], "--fast"],
  ["a bare word", ["nginx"], "nginx"],
  ["no connection at all", ["--connections", "0"], "from 1"],
  ["half a round", ["--rounds", "1.5"], "whole numbers"],
  ["no time", ["--seconds", "0"], "above 0"],
  ["one core for both", ["--cores", "1,1"], "two different cores"],
])("%s is refused with a reason", (_, args, reason) => {
  expect(() => parseOptions(args)).toThrow(UsageError);
  expect(() => parseOptions(args)).toThrow(reason);
});

test("help wins over everything that can be read", () => {
  expect(parseOptions(["--rounds", "2", "--help"])).toBe("help");
});
