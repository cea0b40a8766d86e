// Anthropic's models. Prices and limits: the pages of each model and the price list, as read in November 2026.

import type { CloudId, ModelEntry, Source, Traits } from "./entry.ts";

const priceList: Source = {
  url: "https://platform.claude.com/docs/en/about-claude/pricing",
  read: "2026-11",
  verified: true,
};

function modelPage(slug: string): Source {
  return {
    url: `https://platform.claude.com/docs/en/models/${slug}/overview`,
    read: "2026-11",
    verified: true,
  };
}

/** https://platform.claude.com/docs/en/about-claude/models/model-ids-and-versions gives the scheme of the names. */
function bedrock(id: string, profiles: readonly string[]): CloudId {
  return { id: `anthropic.${id}`, profiles };
}

const everywhere = ["global", "us", "eu", "jp", "au"];

const effortsToMax = ["low", "medium", "high", "max"] as const;
const allEfforts = ["low", "medium", "high", "xhigh", "max"] as const;

/** Up to 4.5: a budget of thinking tokens, an answer that can be begun for them, any sampling. */
const budgeted: Traits = {
  sampling: true,
  topK: true,
  prefill: true,
  midSystem: "user",
  thinking: "budget",
  efforts: [],
  canTurnThinkingOff: true,
};
const budgetedUnstructured: Traits = { ...budgeted, structuredOutput: "none", strictTools: false };

/** 4.6: adaptive thinking, no prefill, sampling still allowed. */
const adaptive: Traits = {
  sampling: true,
  topK: true,
  midSystem: "user",
  efforts: effortsToMax,
  canTurnThinkingOff: true,
};
/** 4.7 and Sonnet 5: no sampling either. */
const unsampled: Traits = { midSystem: "user", efforts: allEfforts, canTurnThinkingOff: true };
/** 4.8 and Opus 5: system turns anywhere. */
const midSystem: Traits = { efforts: allEfforts, canTurnThinkingOff: true };
/** Fable 5: thinking that is never off, and tools can be forced all the same. */
const alwaysThinking: Traits = { efforts: allEfforts, forcedToolWithThinking: true };
/** Fable 5.1, Opus 5.5, Sonnet 5.5: never off, and a forced tool is refused. */
const neverForced: Traits = { efforts: allEfforts };

const large = { maker: "anthropic", contextTokens: 1_000_000, maxOutputTokens: 128_000 } as const;
const medium = { maker: "anthropic", contextTokens: 200_000, maxOutputTokens: 64_000 } as const;
const small = { maker: "anthropic", contextTokens: 200_000, maxOutputTokens: 32_000 } as const;

const opusPrices = { input: 5, output: 25, cacheRead: 0.5, cacheWrite: 6.25, cacheWriteLong: 10 };
const oldOpusPrices = { input: 15, output: 75, cacheRead: 1.5, cacheWrite: 18.75, cacheWriteLong: 30 };
const oldSonnetPrices = { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75, cacheWriteLong: 6 };
const fablePrices = { input: 10, output: 50, cacheRead: 1, cacheWrite: 12.5, cacheWriteLong: 20 };
const fable51Prices = { ...fablePrices, cacheRead: 0.25 };

export const claudeEntries: readonly ModelEntry[] = [
  {
    ...large,
    name: "claude-fable-5-2",
    // The cache prices have not been seen on the maker's page.
    prices: { input: 8, output: 40 },
    ids: {
      bedrock: bedrock("claude-fable-5-2", ["us"]),
      openrouter: { id: "anthropic/claude-fable-5.2" },
    },
    traits: neverForced,
    source: modelPage("fable-5-2"),
  },
  {
    ...large,
    name: "claude-fable-5-1",
    prices: fable51Prices,
    ids: {
      bedrock: bedrock("claude-fable-5-1", ["global", "us", "eu"]),
      openrouter: { id: "anthropic/claude-fable-5.1" },
    },
    traits: neverForced,
    source: priceList,
  },
  {
    ...large,
    name: "claude-fable-5",
    prices: fablePrices,
    ids: {
      bedrock: bedrock("claude-fable-5", ["global", "us", "eu"]),
      openrouter: { id: "anthropic/claude-fable-5" },
    },
    traits: alwaysThinking,
    source: priceList,
  },
  {
    ...large,
    name: "claude-mythos-5-2",
    ids: { bedrock: bedrock("claude-mythos-5-2", []) },
    traits: neverForced,
    source: {
      url: "https://github.com/anthropics/anthropic-sdk-typescript",
      read: "2026-11",
      verified: false,
    },
  },
  {
    ...large,
    name: "claude-mythos-5-1",
    prices: fable51Prices,
    ids: { bedrock: bedrock("claude-mythos-5-1", []) },
    traits: neverForced,
    source: priceList,
  },
  {
    ...large,
    name: "claude-mythos-5",
    prices: fablePrices,
    ids: { bedrock: bedrock("claude-mythos-5", []) },
    traits: alwaysThinking,
    source: priceList,
  },
  {
    ...large,
    name: "claude-opus-5-5",
    prices: { input: 4, output: 20, cacheRead: 0.2, cacheWrite: 5, cacheWriteLong: 8 },
    ids: {
      bedrock: bedrock("claude-opus-5-5", everywhere),
      openrouter: { id: "anthropic/claude-opus-5.5" },
    },
    traits: neverForced,
    source: modelPage("opus-5-5"),
  },
  {
    ...large,
    name: "claude-opus-5",
    prices: opusPrices,
    ids: {
      bedrock: bedrock("claude-opus-5", ["global", "us", "eu", "au"]),
      openrouter: { id: "anthropic/claude-opus-5" },
    },
    traits: midSystem,
    source: modelPage("opus-5"),
  },
  {
    ...large,
    name: "claude-opus-4-8",
    prices: opusPrices,
    ids: {
      bedrock: bedrock("claude-opus-4-8", everywhere),
      openrouter: { id: "anthropic/claude-opus-4.8" },
    },
    traits: midSystem,
    source: priceList,
  },
  {
    ...large,
    name: "claude-opus-4-7",
    prices: opusPrices,
    ids: {
      bedrock: bedrock("claude-opus-4-7", everywhere),
      openrouter: { id: "anthropic/claude-opus-4.7" },
    },
    traits: unsampled,
    source: priceList,
  },
  {
    ...large,
    name: "claude-opus-4-6",
    prices: opusPrices,
    ids: {
      // The last of Bedrock's names with a `-v1`.
      bedrock: bedrock("claude-opus-4-6-v1", ["global", "us", "eu", "au"]),
      openrouter: { id: "anthropic/claude-opus-4.6" },
    },
    traits: adaptive,
    source: priceList,
  },
  {
    ...medium,
    name: "claude-opus-4-5",
    aliases: ["claude-opus-4-5-20251101"],
    prices: opusPrices,
    ids: {
      bedrock: bedrock("claude-opus-4-5-20251101-v1:0", ["global", "us", "eu"]),
      vertex: { id: "claude-opus-4-5@20251101" },
      openrouter: { id: "anthropic/claude-opus-4.5" },
    },
    traits: { ...budgeted, efforts: ["low", "medium", "high"] },
    source: priceList,
  },
  {
    ...small,
    name: "claude-opus-4-1",
    aliases: ["claude-opus-4-1-20250805"],
    prices: oldOpusPrices,
    ids: {
      bedrock: bedrock("claude-opus-4-1-20250805-v1:0", ["us", "eu"]),
      vertex: { id: "claude-opus-4-1@20250805" },
      openrouter: { id: "anthropic/claude-opus-4.1" },
    },
    traits: budgeted,
    source: priceList,
  },
  {
    ...small,
    name: "claude-opus-4-0",
    aliases: ["claude-opus-4-20250514"],
    prices: oldOpusPrices,
    ids: {
      bedrock: bedrock("claude-opus-4-20250514-v1:0", ["us", "eu"]),
      vertex: { id: "claude-opus-4@20250514" },
      openrouter: { id: "anthropic/claude-opus-4" },
    },
    traits: budgetedUnstructured,
    source: priceList,
  },
  {
    ...large,
    name: "claude-sonnet-5-5",
    // Cache reads have cost half since 2026-10-07, as several price lists say; the model's page of September says 0.20.
    prices: { input: 2, output: 10, cacheRead: 0.1, cacheWrite: 2.5, cacheWriteLong: 4 },
    ids: {
      bedrock: bedrock("claude-sonnet-5-5", ["us"]),
      openrouter: { id: "anthropic/claude-sonnet-5.5" },
    },
    traits: neverForced,
    source: modelPage("sonnet-5-5"),
  },
  {
    ...large,
    name: "claude-sonnet-5",
    prices: { input: 2, output: 10, cacheRead: 0.2, cacheWrite: 2.5, cacheWriteLong: 4 },
    ids: {
      bedrock: bedrock("claude-sonnet-5", everywhere),
      openrouter: { id: "anthropic/claude-sonnet-5" },
    },
    traits: unsampled,
    source: modelPage("sonnet-5"),
  },
  {
    ...large,
    name: "claude-sonnet-4-6",
    prices: oldSonnetPrices,
    ids: {
      bedrock: bedrock("claude-sonnet-4-6", everywhere),
      openrouter: { id: "anthropic/claude-sonnet-4.6" },
    },
    traits: adaptive,
    source: priceList,
  },
  {
    ...medium,
    name: "claude-sonnet-4-5",
    aliases: ["claude-sonnet-4-5-20250929"],
    prices: oldSonnetPrices,
    ids: {
      bedrock: bedrock("claude-sonnet-4-5-20250929-v1:0", everywhere),
      vertex: { id: "claude-sonnet-4-5@20250929" },
      openrouter: { id: "anthropic/claude-sonnet-4.5" },
    },
    traits: budgeted,
    source: priceList,
  },
  {
    ...medium,
    name: "claude-sonnet-4-0",
    aliases: ["claude-sonnet-4-20250514"],
    prices: oldSonnetPrices,
    ids: {
      bedrock: bedrock("claude-sonnet-4-20250514-v1:0", ["global", "us", "eu", "apac"]),
      vertex: { id: "claude-sonnet-4@20250514" },
      openrouter: { id: "anthropic/claude-sonnet-4" },
    },
    traits: budgetedUnstructured,
    source: priceList,
  },
  {
    ...large,
    name: "claude-haiku-5-5",
    prices: {
      input: 0.1,
      output: 0.5,
      cacheRead: 0.01,
      cacheWrite: 0.125,
      cacheWriteLong: 0.2,
      long: {
        aboveTokens: 100_000,
        input: 0.5,
        output: 2.5,
        cacheRead: 0.05,
        cacheWrite: 0.625,
        cacheWriteLong: 1,
      },
    },
    ids: {
      bedrock: bedrock("claude-haiku-5-5", ["us"]),
      openrouter: { id: "anthropic/claude-haiku-5.5" },
    },
    traits: { efforts: allEfforts, canTurnThinkingOff: true },
    source: modelPage("haiku-5-5"),
  },
  {
    ...medium,
    name: "claude-haiku-4-5",
    aliases: ["claude-haiku-4-5-20251001"],
    prices: { input: 1, output: 5, cacheRead: 0.1, cacheWrite: 1.25, cacheWriteLong: 2 },
    ids: {
      bedrock: bedrock("claude-haiku-4-5-20251001-v1:0", everywhere),
      vertex: { id: "claude-haiku-4-5@20251001" },
      openrouter: { id: "anthropic/claude-haiku-4.5" },
    },
    traits: budgeted,
    source: priceList,
  },
];
