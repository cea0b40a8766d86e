import { expect, test } from "bun:test";
import { scriptFrom } from "./script.ts";
import type { Rule } from "../script.ts";

const said = { kind: "said", text: "ab" } as const;

test.each<{ rule: Rule; problem: string }>([
  { rule: {}, problem: "rules[1] neither answers nor breaks." },
  {
    rule: { when: { nth: 0 }, answer: said },
    problem: "rules[1].when.nth is 0; it is a whole number from 1.",
  },
  {
    rule: { when: { nth: { from: 3, to: 2 } }, answer: said },
    problem: "rules[1].when.nth is 2; it is a whole number from 3.",
  },
  {
    rule: { answer: { ...said, pieces: 0 } },
    problem: "rules[1].answer.pieces is 0; it is a whole number from 1.",
  },
  {
    rule: { answer: { kind: "echo", pieces: 1.5 } },
    problem: "rules[1].answer.pieces is 1.5; it is a whole number from 1.",
  },
  {
    rule: { answer: { ...said, pieces: ["a", "c"] } },
    problem: "rules[1].answer.pieces do not make up the text.",
  },
  {
    rule: { answer: { ...said, paceMs: -1 } },
    problem: "rules[1].answer.paceMs is -1; it is a time in milliseconds.",
  },
  {
    rule: { answer: { ...said, paceMs: Number.NaN } },
    problem: "rules[1].answer.paceMs is NaN; it is a time in milliseconds.",
  },
  {
    rule: { answer: { ...said, headers: [["x", "a\r\nb: c"]] } },
    problem: 'rules[1].answer.headers hold "x: a\\r\\nb: c", which cannot be sent.',
  },
  {
    rule: { answer: { kind: "bytes", pieces: [], headers: [["Content-Length", "1"]] } },
    problem: 'rules[1].answer.headers hold "Content-Length: 1", which is the server\'s.',
  },
  {
    rule: { answer: { kind: "bytes", pieces: [], status: 101 } },
    problem: "rules[1].answer.status is 101; a final status is between 200 and 599.",
  },
  {
    rule: { fault: { kind: "status", status: 600 } },
    problem: "rules[1].fault.status is 600; a final status is between 200 and 599.",
  },
  {
    rule: { fault: { kind: "status", status: 500, headers: [["a b", ""]] } },
    problem: 'rules[1].fault.headers hold "a b: ", which cannot be sent.',
  },
  {
    rule: { fault: { kind: "close-early", afterBytes: -1 } },
    problem: "rules[1].fault.afterBytes is -1; it is a whole number from 0.",
  },
  {
    rule: { fault: { kind: "stall", afterEvents: 0.5 } },
    problem: "rules[1].fault.afterEvents is 0.5; it is a whole number from 0.",
  },
])("$problem", ({ rule, problem }) => {
  const read = (): unknown => scriptFrom({ rules: [{ answer: said }, rule] });
  expect(read).toThrow(problem);
});

test("a script that can be played passes", () => {
  const rules: Rule[] = [
    {
      when: { nth: { from: 2 } },
      answer: { ...said, pieces: ["a", "b"], paceMs: 0.5, headers: [["X-A", ""]] },
    },
    {
      answer: { kind: "bytes", pieces: [new Uint8Array(0)], status: 204 },
      fault: { kind: "stall", afterEvents: 0 },
    },
  ];
  expect(scriptFrom({ rules })).toEqual({ rules });
});
