// Token counts, both ways. The prompt's count includes what came from a cache or went into one; the neutral one does not.

import type { JsonObject } from "../json/value.ts";
import { numberOf } from "../json/value.ts";
import type { Usage } from "../model/response.ts";
import { fieldsOf } from "../model/extras.ts";
import { mergeUsage } from "../stream/assembler.ts";
import { extrasLeft, fieldsFrom, given, merged, objectFrom } from "./fields.ts";
import type { Fields } from "./fields.ts";
import { spelledAs, spellingOf } from "./spelling.ts";

export function decodeUsage(usage: JsonObject): Usage {
  return spelledAs(readUsage(usage), usage);
}

/** What a provider's usage objects say; a later one counts for more. */
export function usageFrom(objects: readonly JsonObject[]): Usage | undefined {
  return objects.reduce<Usage | undefined>((all, usage) => mergeUsage(all, decodeUsage(usage)), undefined);
}

export function encodeUsage(usage: Usage): JsonObject {
  return spellingOf(usage, readUsage) ?? writeUsage(usage);
}

function readUsage(usage: JsonObject): Usage {
  const fields = fieldsFrom(usage);
  const prompt = count(fields, "prompt_tokens");
  const output = count(fields, "completion_tokens");
  count(fields, "total_tokens");
  const input = fields.within("prompt_tokens_details");
  // DeepSeek tells hits and misses beside the prompt's count.
  const hits = count(fields, "prompt_cache_hit_tokens");
  count(fields, "prompt_cache_miss_tokens");
  const read = (input && count(input, "cached_tokens")) ?? hits;
  const written = input && count(input, "cache_write_tokens");
  const details = fields.within("completion_tokens_details");
  return {
    ...given({
      inputTokens: prompt === undefined ? undefined : Math.max(0, prompt - (read ?? 0) - (written ?? 0)),
      cacheReadTokens: read,
      cacheWriteTokens: written,
      outputTokens: output,
      reasoningTokens: details && count(details, "reasoning_tokens"),
    }),
    ...extrasLeft(fields),
  };
}

function writeUsage(usage: Usage): JsonObject {
  const { inputTokens = 0, outputTokens = 0, cacheReadTokens, cacheWriteTokens, reasoningTokens } = usage;
  // What a server tool read counts as prompt here.
  const prompt =
    inputTokens + (cacheReadTokens ?? 0) + (cacheWriteTokens ?? 0) + (usage.toolInputTokens ?? 0);
  const input = objectFrom({ cached_tokens: cacheReadTokens, cache_write_tokens: cacheWriteTokens });
  const counts: JsonObject = {
    prompt_tokens: prompt,
    completion_tokens: outputTokens,
    total_tokens: prompt + outputTokens,
    ...(Object.keys(input).length === 0 ? {} : { prompt_tokens_details: input }),
    ...(reasoningTokens === undefined
      ? {}
      : { completion_tokens_details: { reasoning_tokens: reasoningTokens } }),
  };
  return merged(fieldsOf(usage, "chat"), counts);
}

function count(fields: Fields, key: string): number | undefined {
  return fields.take(key, (value) => {
    const number = numberOf(value);
    return number === undefined || number < 0 ? undefined : number;
  });
}
