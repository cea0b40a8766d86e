import { expect, test } from "bun:test";
import type { ResponseUsage } from "openai/resources/responses/responses";
import type { JsonObject } from "../json/value.ts";
import type { Usage } from "../model/response.ts";
import { decodeUsage, encodeUsage, usageFrom } from "./usage.ts";

function encode(usage: Usage): { readonly body: JsonObject; readonly losses: readonly string[] } {
  const place = { path: "usage", losses: [] };
  const body = encodeUsage(usage, place);
  return { body, losses: [...place.losses].map(({ path }) => path) };
}

const told = {
  input_tokens: 10,
  input_tokens_details: { cached_tokens: 4, cache_write_tokens: 1 },
  output_tokens: 6,
  output_tokens_details: { reasoning_tokens: 2 },
  total_tokens: 16,
} satisfies ResponseUsage;

test("what came from a cache and went into one is counted once", () => {
  const usage: Usage = {
    inputTokens: 5,
    cacheReadTokens: 4,
    cacheWriteTokens: 1,
    outputTokens: 6,
    reasoningTokens: 2,
  };
  expect(decodeUsage(told)).toMatchObject(usage);
  expect(encode(usage)).toEqual({ body: told, losses: [] });
});

test.each<[JsonObject, Usage]>([
  [{}, {}],
  [{ input_tokens: 3 }, { inputTokens: 3 }],
  [
    { input_tokens: 3, input_tokens_details: { cached_tokens: 9 } },
    { inputTokens: 0, cacheReadTokens: 9 },
  ],
  [{ input_tokens: -3, output_tokens: "7" }, {}],
])("%j is told again as it came", (body, usage) => {
  expect(decodeUsage(body)).toMatchObject(usage);
  expect(encode(decodeUsage(body))).toEqual({ body, losses: [] });
});

test("what there is no word for is a loss, but what a server tool has read is part of the prompt", () => {
  const { body, losses } = encode({
    inputTokens: 1,
    toolInputTokens: 2,
    cacheWriteLongTokens: 3,
    extras: { messages: { iterations: [] } },
  });
  expect(body).toMatchObject({ input_tokens: 3, output_tokens: 0, total_tokens: 3 });
  expect(losses).toEqual([
    "usage.cacheWriteLongTokens",
    "usage.toolInputTokens",
    "usage.extras.messages.iterations",
  ]);
});

test("a later report counts for more", () => {
  expect(usageFrom([told, { output_tokens: 9 }])).toMatchObject({ inputTokens: 5, outputTokens: 9 });
  expect(usageFrom([])).toBeUndefined();
});
