// What an answer cost.

import type { Usage } from "../model/response.ts";
import type { ModelEntry, Rates } from "./entry.ts";

const perMillion = 1_000_000;

/**
 * In USD, at the maker's list price; undefined where no price is known or nothing was counted. `day` (`2026-12-01`)
 * decides where a change of prices has been announced; without it, today's prices are those of the catalogue's date.
 */
export function priceOf(
  { prices }: Pick<ModelEntry, "prices">,
  usage: Usage,
  day?: string,
): number | undefined {
  if (prices === undefined) return undefined;
  const { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens } = usage;
  const counts = [inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens];
  if (counts.every((count) => count === undefined)) return undefined;
  const { long, later } = prices;
  const prompt = (inputTokens ?? 0) + (cacheReadTokens ?? 0) + (cacheWriteTokens ?? 0);
  if (long !== undefined && prompt > long.aboveTokens) return cost(long, usage);
  const hasChanged = later !== undefined && day !== undefined && day >= later.from;
  return cost(hasChanged ? later : prices, usage);
}

/** Where caching has no price of its own, it is charged as input: rather too much than too little. */
function cost(rates: Rates, usage: Usage): number {
  const { input, output, cacheRead = input, cacheWrite = input, cacheWriteLong = cacheWrite } = rates;
  const written = usage.cacheWriteTokens ?? 0;
  const long = Math.min(usage.cacheWriteLongTokens ?? 0, written);
  const total =
    ((usage.inputTokens ?? 0) + (usage.toolInputTokens ?? 0)) * input +
    (usage.cacheReadTokens ?? 0) * cacheRead +
    (written - long) * cacheWrite +
    long * cacheWriteLong +
    (usage.outputTokens ?? 0) * output;
  return total / perMillion;
}
