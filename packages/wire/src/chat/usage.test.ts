import { describe, expect, test } from "bun:test";
import type { JsonObject } from "../json/value.ts";
import type { Usage } from "../model/response.ts";
import { decodeUsage, encodeUsage, usageFrom } from "./usage.ts";

function counts(usage: Usage): Usage {
  const { extras: _extras, ...rest } = usage;
  return rest;
}

describe("usage", () => {
  test.each<readonly [string, JsonObject, Usage]>([
    [
      "of a plain prompt",
      { prompt_tokens: 5, completion_tokens: 2, total_tokens: 7 },
      { inputTokens: 5, outputTokens: 2 },
    ],
    [
      "of a cached one, which its count includes",
      {
        prompt_tokens: 100,
        completion_tokens: 20,
        prompt_tokens_details: { cached_tokens: 70, cache_write_tokens: 20 },
        completion_tokens_details: { reasoning_tokens: 8 },
      },
      { inputTokens: 10, cacheReadTokens: 70, cacheWriteTokens: 20, outputTokens: 20, reasoningTokens: 8 },
    ],
    [
      "as DeepSeek tells it",
      { prompt_tokens: 100, completion_tokens: 1, prompt_cache_hit_tokens: 64, prompt_cache_miss_tokens: 36 },
      { inputTokens: 36, cacheReadTokens: 64, outputTokens: 1 },
    ],
    [
      "that does not add up",
      { prompt_tokens: 5, prompt_tokens_details: { cached_tokens: 9 } },
      { inputTokens: 0, cacheReadTokens: 9 },
    ],
    [
      "of negative or odd counts",
      { prompt_tokens: -1, completion_tokens: "2", prompt_tokens_details: null },
      {},
    ],
  ])("%s is read", (_what, body, usage) => {
    expect(counts(decodeUsage(body))).toEqual(usage);
    expect(encodeUsage(decodeUsage(body))).toEqual(body);
  });

  test("is written with sums that include the cache, the tools' prompts and the reasoning", () => {
    const usage: Usage = {
      inputTokens: 10,
      cacheReadTokens: 70,
      cacheWriteTokens: 20,
      toolInputTokens: 5,
      outputTokens: 20,
      reasoningTokens: 8,
    };
    expect(encodeUsage(usage)).toEqual({
      prompt_tokens: 105,
      completion_tokens: 20,
      total_tokens: 125,
      prompt_tokens_details: { cached_tokens: 70, cache_write_tokens: 20 },
      completion_tokens_details: { reasoning_tokens: 8 },
    });
  });

  test("keeps what only some servers tell", () => {
    const usage = decodeUsage({
      prompt_tokens: 5,
      completion_tokens: 2,
      cost: 0.01,
      completion_tokens_details: { audio_tokens: 1 },
    });
    expect(encodeUsage({ ...usage, outputTokens: 3 })).toEqual({
      prompt_tokens: 5,
      completion_tokens: 3,
      total_tokens: 8,
      cost: 0.01,
      completion_tokens_details: { audio_tokens: 1 },
    });
  });

  test("of several reports is the last one's, and the first one's where the last is silent", () => {
    const usage = usageFrom([{ prompt_tokens: 5, completion_tokens: 1 }, { completion_tokens: 9 }]);
    expect(usage && counts(usage)).toEqual({ inputTokens: 5, outputTokens: 9 });
    expect(usageFrom([])).toBeUndefined();
  });
});
