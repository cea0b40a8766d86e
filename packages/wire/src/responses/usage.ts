// Token counts, both ways. The prompt's count includes what came from a cache or went into one; the neutral one does not.

import { numberOf } from "../json/value.ts";
import type { JsonObject } from "../json/value.ts";
import { extrasLosses, fieldsOf } from "../model/extras.ts";
import type { Usage } from "../model/response.ts";
import { mergeUsage } from "../stream/assembler.ts";
import { extrasLeft, fieldsFrom, given, merged } from "./fields.ts";
import type { Fields } from "./fields.ts";
import { loseFields } from "./losses.ts";
import type { Place } from "./losses.ts";
import { spelledAs, spellingOf } from "./spelling.ts";

export function decodeUsage(usage: JsonObject): Usage {
  return spelledAs(readUsage(usage), usage);
}

/** What a provider's usage objects say; a later one counts for more. */
export function usageFrom(objects: readonly JsonObject[]): Usage | undefined {
  return objects.reduce<Usage | undefined>((all, usage) => mergeUsage(all, decodeUsage(usage)), undefined);
}

/** Both details are always there: clients read them without asking. */
export function encodeUsage(usage: Usage, place: Place): JsonObject {
  const original = spellingOf(usage, readUsage);
  if (original !== undefined) return original;
  loseFields(place, usage, ["cacheWriteLongTokens", "toolInputTokens"], "responses has no such count");
  place.losses.push(...extrasLosses(usage, place.path, "responses"));
  const { inputTokens = 0, outputTokens = 0, cacheReadTokens = 0, cacheWriteTokens = 0 } = usage;
  // What a server tool read counts as prompt here.
  const input = inputTokens + cacheReadTokens + cacheWriteTokens + (usage.toolInputTokens ?? 0);
  return merged(fieldsOf(usage, "responses"), {
    input_tokens: input,
    input_tokens_details: { cached_tokens: cacheReadTokens, cache_write_tokens: cacheWriteTokens },
    output_tokens: outputTokens,
    output_tokens_details: { reasoning_tokens: usage.reasoningTokens ?? 0 },
    total_tokens: input + outputTokens,
  });
}

function readUsage(usage: JsonObject): Usage {
  const fields = fieldsFrom(usage);
  const input = count(fields, "input_tokens");
  const details = fields.within("input_tokens_details");
  const read = count(details, "cached_tokens");
  const written = count(details, "cache_write_tokens");
  count(fields, "total_tokens");
  return {
    ...given<Usage>({
      inputTokens: input === undefined ? undefined : Math.max(0, input - (read ?? 0) - (written ?? 0)),
      cacheReadTokens: read,
      cacheWriteTokens: written,
      outputTokens: count(fields, "output_tokens"),
      reasoningTokens: count(fields.within("output_tokens_details"), "reasoning_tokens"),
    }),
    ...extrasLeft(fields),
  };
}

function count(fields: Fields | undefined, key: string): number | undefined {
  return fields?.take(key, (value) => {
    const number = numberOf(value);
    return number === undefined || number < 0 ? undefined : number;
  });
}
