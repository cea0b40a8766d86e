import { expect, test } from "bun:test";
import type { JsonObject } from "../json/value.ts";
import type { Loss } from "../loss.ts";
import type { Usage } from "../model/response.ts";
import { fieldsFrom } from "./fields.ts";
import { decodeUsage, encodeUsage, usageFrom } from "./usage.ts";

test.each<[said: JsonObject, usage: Usage]>([
  // The prompt has what the cache gave; the answer is without what was thought.
  [
    {
      promptTokenCount: 100,
      cachedContentTokenCount: 30,
      candidatesTokenCount: 10,
      thoughtsTokenCount: 7,
      totalTokenCount: 117,
    },
    { inputTokens: 70, cacheReadTokens: 30, outputTokens: 17, reasoningTokens: 7 },
  ],
  // Counts of nothing are left out: all was thought.
  [
    { promptTokenCount: 5, thoughtsTokenCount: 9 },
    { inputTokens: 5, outputTokens: 9, reasoningTokens: 9 },
  ],
  [
    { promptTokenCount: 5, toolUsePromptTokenCount: 3, candidatesTokenCount: 1 },
    { inputTokens: 5, toolInputTokens: 3, outputTokens: 1 },
  ],
  [
    { promptTokenCount: 5, cachedContentTokenCount: 9 },
    { inputTokens: 0, cacheReadTokens: 9 },
  ],
  [{ trafficType: "ON_DEMAND" }, { extras: { gemini: { trafficType: "ON_DEMAND" } } }],
  [{}, {}],
])("%j is %j", (said, usage) => {
  expect(decodeUsage(fieldsFrom(said))).toEqual(usage);
});

test.each<[usage: Usage, said: JsonObject, losses: readonly string[]]>([
  [
    { inputTokens: 70, cacheReadTokens: 30, outputTokens: 17, reasoningTokens: 7, toolInputTokens: 3 },
    {
      promptTokenCount: 100,
      cachedContentTokenCount: 30,
      candidatesTokenCount: 10,
      thoughtsTokenCount: 7,
      toolUsePromptTokenCount: 3,
      totalTokenCount: 120,
    },
    [],
  ],
  [
    { inputTokens: 1, cacheWriteTokens: 2, cacheWriteLongTokens: 1 },
    { promptTokenCount: 3, totalTokenCount: 3 },
    [
      "usage.cacheWriteTokens dropped",
      "usage.cacheWriteLongTokens dropped",
      "usage.inputTokens approximated",
    ],
  ],
  [
    { outputTokens: 1, reasoningTokens: 5, extras: { messages: { service_tier: "x" } } },
    { candidatesTokenCount: 0, thoughtsTokenCount: 5, totalTokenCount: 5 },
    ["usage.extras.messages.service_tier dropped"],
  ],
])("%j is told as %j", (usage, said, expected) => {
  const losses: Loss[] = [];
  expect(encodeUsage(usage, { path: "usage", losses })).toEqual(said);
  expect(losses.map(({ path, action }) => `${path} ${action}`)).toEqual([...expected]);
});

test("later objects replace what they say", () => {
  const first = { promptTokenCount: 5, candidatesTokenCount: 1, trafficType: "x" };
  expect(usageFrom([first, { candidatesTokenCount: 4 }])).toEqual({
    inputTokens: 5,
    outputTokens: 4,
    extras: { gemini: { trafficType: "x" } },
  });
  expect(usageFrom([])).toBeUndefined();
});
