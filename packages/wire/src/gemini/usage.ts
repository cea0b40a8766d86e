// `usageMetadata`: the prompt with what the cache gave, the answer without what was thought.

import { numberOf } from "../json/value.ts";
import type { JsonObject } from "../json/value.ts";
import { extrasLosses } from "../model/extras.ts";
import type { Usage } from "../model/response.ts";
import { mergeUsage } from "../stream/assembler.ts";
import { compact, fieldsFrom, unreadExtras, withUnread } from "./fields.ts";
import type { Fields } from "./fields.ts";
import { dropFields, lose } from "./losses.ts";
import type { Place } from "./losses.ts";

export function decodeUsage(fields: Fields): Usage {
  const prompt = fields.take("promptTokenCount", numberOf);
  const cached = fields.take("cachedContentTokenCount", numberOf);
  const candidates = fields.take("candidatesTokenCount", numberOf);
  const thoughts = fields.take("thoughtsTokenCount", numberOf);
  const tools = fields.take("toolUsePromptTokenCount", numberOf);
  // A sum, which whoever writes it makes again.
  fields.take("totalTokenCount", numberOf);
  const output = candidates === undefined && thoughts === undefined ? undefined : sum(candidates, thoughts);
  return {
    ...(prompt === undefined ? {} : { inputTokens: Math.max(0, prompt - (cached ?? 0)) }),
    ...(cached === undefined ? {} : { cacheReadTokens: cached }),
    ...(output === undefined ? {} : { outputTokens: output }),
    ...(thoughts === undefined ? {} : { reasoningTokens: thoughts }),
    ...(tools === undefined ? {} : { toolInputTokens: tools }),
    ...unreadExtras(fields),
  };
}

/** Google says every count anew with every message, but not always all of them. */
export function usageFrom(objects: readonly JsonObject[]): Usage | undefined {
  let usage: Usage | undefined;
  for (const object of objects) usage = mergeUsage(usage, decodeUsage(fieldsFrom(object)));
  return usage;
}

/** `place` is the usage's. */
export function encodeUsage(usage: Usage, place: Place): JsonObject {
  const { inputTokens, cacheReadTokens, cacheWriteTokens, outputTokens, reasoningTokens } = usage;
  place.losses.push(...extrasLosses(usage, place.path, "gemini"));
  dropFields(place, usage, ["cacheWriteTokens", "cacheWriteLongTokens"], "Gemini does not count them");
  if ((cacheWriteTokens ?? 0) > 0) {
    lose(place, "approximated", "what was written to a cache counts as prompt", "inputTokens");
  }
  const hasPrompt = inputTokens !== undefined || cacheWriteTokens !== undefined;
  const prompt = hasPrompt ? sum(inputTokens, cacheReadTokens, cacheWriteTokens) : undefined;
  const candidates =
    outputTokens === undefined ? undefined : Math.max(0, outputTokens - (reasoningTokens ?? 0));
  const written = compact({
    promptTokenCount: prompt,
    cachedContentTokenCount: cacheReadTokens,
    candidatesTokenCount: candidates,
    thoughtsTokenCount: reasoningTokens,
    toolUsePromptTokenCount: usage.toolInputTokens,
    totalTokenCount: sum(prompt, candidates, reasoningTokens, usage.toolInputTokens),
  });
  return withUnread(written, usage);
}

function sum(...counts: readonly (number | undefined)[]): number {
  return counts.reduce((total: number, count) => total + (count ?? 0), 0);
}
