import { expect, test } from "bun:test";
import { createCatalogue } from "./create-catalogue.ts";
import { lookUp } from "./look-up.ts";
import { priceOf } from "./price-of.ts";

const catalogue = createCatalogue({ models: { "claude-opus-5": { prices: { input: 1, output: 2 } } } });

function price(model: string, usage: Parameters<typeof priceOf>[1], day?: string): number | undefined {
  const found = lookUp(catalogue, model);
  return found && priceOf(found.entry, usage, day);
}

test("each kind of token has its price", () => {
  const usage = {
    inputTokens: 1000,
    cacheReadTokens: 10_000,
    cacheWriteTokens: 3000,
    cacheWriteLongTokens: 1000,
    outputTokens: 500,
    reasoningTokens: 200,
  };
  // 1000 at 4, 10000 at 0.2, 2000 at 5, 1000 at 8, 500 at 20 dollars a million; reasoning is part of the output.
  expect(price("claude-opus-5-5", usage)).toBeCloseTo(0.034, 10);
});

test("a long prompt makes the whole request dearer", () => {
  expect(price("claude-haiku-5-5", { inputTokens: 100_000, outputTokens: 1000 })).toBeCloseTo(0.0105, 10);
  expect(
    price("claude-haiku-5-5", { inputTokens: 90_000, cacheReadTokens: 10_001, outputTokens: 1000 }),
  ).toBeCloseTo(0.045 + 0.00050005 + 0.0025, 10);
});

test("OpenAI doubles input and cache for long prompts, and takes half more for the output", () => {
  const usage = { inputTokens: 200_000, cacheReadTokens: 100_000, outputTokens: 100_000 };
  expect(price("gpt-6.2-sol", usage)).toBeCloseTo(0.8 + 0.02 + 1.5, 10);
  expect(price("gpt-6.2-sol", { ...usage, cacheReadTokens: 72_000 })).toBeCloseTo(0.4 + 0.0072 + 1, 10);
});

test("a change that was announced counts from its day on", () => {
  const usage = { inputTokens: 1_000_000, outputTokens: 0 };
  expect(price("gemini-4-argon", usage)).toBe(2);
  expect(price("gemini-4-argon", usage, "2026-11-30")).toBe(2);
  expect(price("gemini-4-argon", usage, "2026-12-01")).toBe(4);
});

test("caching without a price of its own is charged as input", () => {
  expect(price("gpt-4.1", { cacheWriteTokens: 1_000_000 })).toBe(2);
});

test("what a server tool put into the prompt is input", () => {
  expect(price("gemini-2.5-flash", { inputTokens: 0, toolInputTokens: 1_000_000 })).toBeCloseTo(0.3, 10);
});

test.each([
  ["a model whose price nobody knows", "claude-mythos-5-2", { inputTokens: 1, outputTokens: 1 }],
  ["a relative of known models", "claude-opus-9", { inputTokens: 1, outputTokens: 1 }],
  ["an answer of which nothing was counted", "claude-opus-5-5", {}],
] as const)("%s has no price", (_title, model, usage) => {
  expect(price(model, usage)).toBeUndefined();
});

test("configuration's prices replace the catalogue's whole", () => {
  expect(price("claude-opus-5", { cacheReadTokens: 1_000_000 })).toBe(1);
});
