import { describe, expect, test } from "bun:test";
import type { ThinkingConfig } from "@google/genai";
import type { Loss } from "../loss.ts";
import type { Reasoning } from "../model/request.ts";
import type { Wire } from "../../test/gemini-bodies.ts";
import { fieldsFrom } from "./fields.ts";
import { decodeThinking, encodeThinking } from "./thinking.ts";

test.each<[said: Wire<ThinkingConfig>, reasoning: Reasoning | undefined]>([
  [{ thinkingBudget: -1 }, { mode: "auto" }],
  [{ thinkingBudget: 0 }, { mode: "off" }],
  [
    { thinkingBudget: 2048, includeThoughts: true },
    { mode: "on", budgetTokens: 2048, show: "summary" },
  ],
  [{ thinkingLevel: "MINIMAL" }, { effort: "minimal" }],
  [
    { thinkingLevel: "HIGH", includeThoughts: false },
    { effort: "high", show: "none" },
  ],
  [{ thinkingLevel: "THINKING_LEVEL_UNSPECIFIED" }, undefined],
  [{}, undefined],
])("%j is %j", (said, reasoning) => {
  expect(decodeThinking(fieldsFrom({ ...said }))).toEqual(reasoning);
});

test("what is not understood stays unread", () => {
  const fields = fieldsFrom({ thinkingLevel: "ULTRA", thinkingBudget: -2, includeThoughts: "yes" });
  expect(decodeThinking(fields)).toBeUndefined();
  expect(fields.unread()).toEqual({ thinkingLevel: "ULTRA", thinkingBudget: -2, includeThoughts: "yes" });
});

describe.each<
  [reasoning: Reasoning, level: Wire<ThinkingConfig>, budget: Wire<ThinkingConfig>, losses: readonly string[]]
>([
  [{ effort: "low" }, { thinkingLevel: "LOW" }, { thinkingLevel: "LOW" }, []],
  [{ effort: "xhigh" }, { thinkingLevel: "HIGH" }, { thinkingLevel: "HIGH" }, ["r.effort approximated"]],
  [{ effort: "max" }, { thinkingLevel: "HIGH" }, { thinkingLevel: "HIGH" }, ["r.effort approximated"]],
  [{ mode: "off" }, { thinkingBudget: 0 }, { thinkingBudget: 0 }, []],
  [{ mode: "auto" }, { thinkingBudget: -1 }, { thinkingBudget: -1 }, []],
  [{ mode: "on" }, { thinkingBudget: -1 }, { thinkingBudget: -1 }, ["r.mode approximated"]],
  [{ mode: "on", budgetTokens: 9 }, { thinkingBudget: 9 }, { thinkingBudget: 9 }, []],
  [{ show: "detailed" }, { includeThoughts: true }, { includeThoughts: true }, ["r.show approximated"]],
  [
    { mode: "auto", effort: "high" },
    { thinkingLevel: "HIGH" },
    { thinkingLevel: "HIGH" },
    ["r.mode approximated"],
  ],
  [{ mode: "off", effort: "high" }, { thinkingBudget: 0 }, { thinkingBudget: 0 }, ["r.effort dropped"]],
])("%j", (reasoning, level, budget, expected) => {
  test.each([
    ["effort", level],
    ["budget", budget],
  ] as const)("to a model with %s", (thinking, said) => {
    const losses: Loss[] = [];
    expect(encodeThinking(reasoning, { thinking }, { path: "r", losses })).toEqual({ ...said });
    expect(losses.map(({ path, action }) => `${path} ${action}`)).toEqual([...expected]);
  });
});

test("of a level and a budget, which Gemini refuses together, the model's own way is said", () => {
  const reasoning: Reasoning = { mode: "on", effort: "low", budgetTokens: 512 };
  const place = { path: "r", losses: [] };
  expect(encodeThinking(reasoning, { thinking: "budget" }, place)).toEqual({ thinkingBudget: 512 });
  expect(encodeThinking(reasoning, { thinking: "effort" }, place)).toEqual({ thinkingLevel: "LOW" });
});
