// What an answer cost, both ways. Anthropic's counts do not overlap, as the model's do not.

import { isObject, numberOf } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import { extrasLosses } from "../model/extras.ts";
import type { Usage } from "../model/response.ts";
import { mergeUsage } from "../stream/assembler.ts";
import { fieldsFrom, given, kept, written } from "./fields.ts";
import type { Fields } from "./fields.ts";
import { dropFields } from "./losses.ts";
import type { Place } from "./losses.ts";

const usual = {
  input_tokens: 0,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: 0,
  output_tokens: 0,
};

const countNames = [
  ["input_tokens", "inputTokens"],
  ["cache_creation_input_tokens", "cacheWriteTokens"],
  ["cache_read_input_tokens", "cacheReadTokens"],
  ["output_tokens", "outputTokens"],
] as const;

/** What a provider's usage objects say; a later one counts for more. */
export function usageFrom(objects: readonly JsonObject[]): Usage | undefined {
  return objects.reduce<Usage | undefined>((all, usage) => mergeUsage(all, usageOf(usage) ?? {}), undefined);
}

/** Of a whole answer, of its beginning, or of what is known of it so far. */
export function usageOf(value: JsonValue | undefined): Usage | undefined {
  if (!isObject(value)) return undefined;
  const fields = fieldsFrom(value);
  const counts = countNames.flatMap(([theirs, ours]) => {
    const count = fields.take(theirs, numberOf);
    return count === undefined ? [] : [[ours, count] as const];
  });
  const usage: Usage = Object.fromEntries(counts);
  return {
    ...usage,
    ...longWritesFrom(fields.child("cache_creation"), usage.cacheWriteTokens),
    ...given({ reasoningTokens: fields.child("output_tokens_details")?.take("thinking_tokens", numberOf) }),
    ...kept(fields, { usual: Object.keys(usual) }),
  };
}

/** The split of what was written to the cache, where it adds up. */
function longWritesFrom(
  split: Fields | undefined,
  all: number | undefined,
): Pick<Usage, "cacheWriteLongTokens"> {
  const short = numberOf(split?.peek("ephemeral_5m_input_tokens"));
  const long = numberOf(split?.peek("ephemeral_1h_input_tokens"));
  if (split === undefined || short === undefined || long === undefined || short + long !== all) return {};
  split.take("ephemeral_5m_input_tokens", numberOf);
  split.take("ephemeral_1h_input_tokens", numberOf);
  return { cacheWriteLongTokens: long };
}

/** `place` is that of the usage. */
export function encodeUsage(usage: Usage, place: Place): JsonObject {
  place.losses.push(...extrasLosses(usage, place.path, "messages"));
  dropFields(place, usage, ["toolInputTokens"], "messages counts it with the rest of the prompt");
  const { cacheWriteTokens, cacheWriteLongTokens, reasoningTokens } = usage;
  const counts = countNames.map(([theirs, ours]) => [theirs, usage[ours]] as const);
  return written(
    usage,
    {
      ...Object.fromEntries(counts),
      cache_creation:
        cacheWriteTokens === undefined || cacheWriteLongTokens === undefined
          ? undefined
          : {
              ephemeral_5m_input_tokens: Math.max(0, cacheWriteTokens - cacheWriteLongTokens),
              ephemeral_1h_input_tokens: cacheWriteLongTokens,
            },
      output_tokens_details: reasoningTokens === undefined ? undefined : { thinking_tokens: reasoningTokens },
    },
    usual,
  );
}
