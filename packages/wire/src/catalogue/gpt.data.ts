// OpenAI's models. Prices and limits as read in November 2026; efforts where the models' pages name them.

import type { ModelEntry, Prices, Rates, Source, Traits } from "./entry.ts";

function modelPage(name: string): Source {
  return {
    url: `https://developers.openai.com/api/docs/models/${name}`,
    read: "2026-11",
    verified: true,
  };
}

/** The maker's price list as third parties quote it. */
const quoted: Source = {
  url: "https://developers.openai.com/api/docs/pricing",
  read: "2026-11",
  verified: false,
};

/** "For requests with more than 272K input tokens, input and cache rates double and output costs 1.5 times." */
function withLong(rates: Rates): Prices {
  const { input, output, cacheRead, cacheWrite, cacheWriteLong } = rates;
  return {
    ...rates,
    long: {
      aboveTokens: 272_000,
      input: input * 2,
      output: output * 1.5,
      ...(cacheRead === undefined ? {} : { cacheRead: cacheRead * 2 }),
      ...(cacheWrite === undefined ? {} : { cacheWrite: cacheWrite * 2 }),
      ...(cacheWriteLong === undefined ? {} : { cacheWriteLong: cacheWriteLong * 2 }),
    },
  };
}

const toHigh = ["low", "medium", "high"] as const;
const toXhigh = ["low", "medium", "high", "xhigh"] as const;
const toMax = ["low", "medium", "high", "xhigh", "max"] as const;

/** 5.6 and 6: cache breakpoints, and no function tools in Chat Completions unless thinking is off. */
const sixth: Traits = {
  efforts: toMax,
  canTurnThinkingOff: true,
  cacheMarkers: true,
  chatToolsNeedThinkingOff: true,
};
/** 6 Astra, 6.1 Sol, 6.2: effort `none` is refused. */
const neverOff: Traits = { efforts: toMax, cacheMarkers: true };
const toXhighOrOff: Traits = { efforts: toXhigh, canTurnThinkingOff: true };
const proEfforts: Traits = { efforts: ["medium", "high", "xhigh"] };
const fromMinimal: Traits = { efforts: ["minimal", "low", "medium", "high"] };
/** Before thinking: any sampling. */
const unthinking: Traits = {
  sampling: true,
  seed: true,
  penalties: true,
  stopSequences: 4,
  candidates: true,
  developerRole: false,
  thinking: "none",
  efforts: [],
};

const million = { maker: "openai", contextTokens: 1_050_000, maxOutputTokens: 128_000 } as const;
const middle = { maker: "openai", contextTokens: 400_000, maxOutputTokens: 128_000 } as const;
const coding = { maker: "openai", contextTokens: 272_000, maxOutputTokens: 128_000 } as const;
const reasoner = { maker: "openai", contextTokens: 200_000, maxOutputTokens: 100_000 } as const;
const fourOne = { maker: "openai", contextTokens: 1_047_576, maxOutputTokens: 32_768 } as const;
const fourO = { maker: "openai", contextTokens: 128_000, maxOutputTokens: 16_384 } as const;

export const gptEntries: readonly ModelEntry[] = [
  {
    ...million,
    name: "gpt-6.2-astra",
    // The cache prices have not been seen; "cached input 60% cheaper" than before.
    prices: withLong({ input: 8, output: 40 }),
    ids: { openrouter: { id: "openai/gpt-6.2-astra" } },
    traits: neverOff,
    source: quoted,
  },
  {
    ...million,
    name: "gpt-6.2-sol",
    prices: withLong({ input: 2, output: 10, cacheRead: 0.1, cacheWrite: 2.5, cacheWriteLong: 5 }),
    ids: { openrouter: { id: "openai/gpt-6.2-sol" } },
    traits: neverOff,
    source: modelPage("gpt-6.2-sol"),
  },
  {
    ...million,
    name: "gpt-6.1-sol",
    prices: withLong({ input: 2, output: 10, cacheRead: 0.1 }),
    ids: { openrouter: { id: "openai/gpt-6.1-sol" } },
    traits: neverOff,
    source: quoted,
  },
  {
    ...million,
    name: "gpt-6.1-terra",
    prices: withLong({ input: 1, output: 5, cacheRead: 0.05, cacheWrite: 1.25 }),
    ids: { openrouter: { id: "openai/gpt-6.1-terra" } },
    traits: sixth,
    source: quoted,
  },
  {
    ...million,
    name: "gpt-6-astra",
    prices: withLong({ input: 10, output: 50, cacheRead: 1, cacheWrite: 12.5 }),
    ids: {
      bedrock: { id: "openai.gpt-6-astra", profiles: ["global", "us"] },
      openrouter: { id: "openai/gpt-6-astra" },
    },
    traits: neverOff,
    source: quoted,
  },
  {
    ...million,
    name: "gpt-6-sol",
    prices: withLong({ input: 2, output: 10, cacheRead: 0.2, cacheWrite: 2.5 }),
    ids: { openrouter: { id: "openai/gpt-6-sol" } },
    traits: sixth,
    source: quoted,
  },
  {
    ...million,
    name: "gpt-6-luna",
    prices: withLong({ input: 0.1, output: 0.5, cacheRead: 0.01, cacheWrite: 0.125 }),
    ids: { openrouter: { id: "openai/gpt-6-luna" } },
    traits: sixth,
    source: quoted,
  },
  {
    ...million,
    name: "gpt-5.6-sol",
    aliases: ["gpt-5.6"],
    prices: withLong({ input: 4, output: 20, cacheRead: 0.4, cacheWrite: 5 }),
    ids: {
      bedrock: { id: "openai.gpt-5.6-sol", profiles: ["global", "us"] },
      openrouter: { id: "openai/gpt-5.6-sol" },
    },
    traits: sixth,
    source: quoted,
  },
  {
    ...million,
    name: "gpt-5.6-terra",
    prices: withLong({ input: 2, output: 12, cacheRead: 0.2, cacheWrite: 2.5 }),
    ids: {
      bedrock: { id: "openai.gpt-5.6-terra", profiles: ["global", "us"] },
      openrouter: { id: "openai/gpt-5.6-terra" },
    },
    traits: sixth,
    source: quoted,
  },
  {
    ...million,
    name: "gpt-5.6-luna",
    prices: withLong({ input: 0.2, output: 1.2, cacheRead: 0.02, cacheWrite: 0.25 }),
    ids: {
      bedrock: { id: "openai.gpt-5.6-luna", profiles: ["global", "us"] },
      openrouter: { id: "openai/gpt-5.6-luna" },
    },
    traits: sixth,
    source: modelPage("gpt-5.6-luna"),
  },
  {
    ...million,
    name: "gpt-5.5",
    aliases: ["gpt-5.5-2026-04-23"],
    prices: { input: 5, output: 30, cacheRead: 0.5 },
    ids: { bedrock: { id: "openai.gpt-5.5" }, openrouter: { id: "openai/gpt-5.5" } },
    traits: toXhighOrOff,
    source: quoted,
  },
  {
    ...million,
    name: "gpt-5.5-pro",
    prices: { input: 30, output: 180 },
    ids: { openrouter: { id: "openai/gpt-5.5-pro" } },
    traits: proEfforts,
    source: quoted,
  },
  {
    ...million,
    name: "gpt-5.4",
    aliases: ["gpt-5.4-2026-03-05"],
    prices: withLong({ input: 2.5, output: 15, cacheRead: 0.25 }),
    ids: { bedrock: { id: "openai.gpt-5.4" }, openrouter: { id: "openai/gpt-5.4" } },
    traits: toXhighOrOff,
    source: quoted,
  },
  {
    ...million,
    name: "gpt-5.4-pro",
    aliases: ["gpt-5.4-pro-2026-03-05"],
    prices: { input: 30, output: 180 },
    ids: { openrouter: { id: "openai/gpt-5.4-pro" } },
    traits: proEfforts,
    source: quoted,
  },
  {
    ...middle,
    name: "gpt-5.4-mini",
    aliases: ["gpt-5.4-mini-2026-03-17"],
    prices: { input: 0.75, output: 4.5, cacheRead: 0.075 },
    ids: { openrouter: { id: "openai/gpt-5.4-mini" } },
    traits: toXhighOrOff,
    source: quoted,
  },
  {
    ...middle,
    name: "gpt-5.4-nano",
    aliases: ["gpt-5.4-nano-2026-03-17"],
    prices: { input: 0.2, output: 1.25, cacheRead: 0.02 },
    ids: { openrouter: { id: "openai/gpt-5.4-nano" } },
    traits: toXhighOrOff,
    source: quoted,
  },
  {
    ...coding,
    name: "gpt-5.3-codex",
    prices: { input: 1.75, output: 14, cacheRead: 0.175 },
    ids: { openrouter: { id: "openai/gpt-5.3-codex" } },
    traits: { efforts: toXhigh },
    source: quoted,
  },
  {
    ...middle,
    name: "gpt-5.2",
    aliases: ["gpt-5.2-2025-12-11"],
    prices: { input: 1.75, output: 14, cacheRead: 0.175 },
    ids: { openrouter: { id: "openai/gpt-5.2" } },
    traits: toXhighOrOff,
    source: quoted,
  },
  {
    ...middle,
    name: "gpt-5.2-pro",
    aliases: ["gpt-5.2-pro-2025-12-11"],
    prices: { input: 21, output: 168 },
    ids: { openrouter: { id: "openai/gpt-5.2-pro" } },
    traits: proEfforts,
    source: quoted,
  },
  {
    ...coding,
    name: "gpt-5.2-codex",
    prices: { input: 1.75, output: 14, cacheRead: 0.175 },
    ids: { openrouter: { id: "openai/gpt-5.2-codex" } },
    traits: { efforts: toXhigh },
    source: quoted,
  },
  {
    ...middle,
    name: "gpt-5.1",
    aliases: ["gpt-5.1-2025-11-13"],
    prices: { input: 1.25, output: 10, cacheRead: 0.125 },
    ids: { openrouter: { id: "openai/gpt-5.1" } },
    traits: { efforts: toHigh, canTurnThinkingOff: true },
    source: quoted,
  },
  {
    ...coding,
    name: "gpt-5.1-codex",
    prices: { input: 1.25, output: 10, cacheRead: 0.125 },
    ids: { openrouter: { id: "openai/gpt-5.1-codex" } },
    traits: { efforts: toHigh },
    source: quoted,
  },
  {
    ...coding,
    name: "gpt-5.1-codex-max",
    prices: { input: 1.25, output: 10, cacheRead: 0.125 },
    ids: { openrouter: { id: "openai/gpt-5.1-codex-max" } },
    traits: { efforts: toXhigh },
    source: quoted,
  },
  {
    ...coding,
    name: "gpt-5.1-codex-mini",
    prices: { input: 0.25, output: 2, cacheRead: 0.025 },
    ids: { openrouter: { id: "openai/gpt-5.1-codex-mini" } },
    traits: { efforts: ["medium", "high"] },
    source: quoted,
  },
  {
    ...middle,
    name: "gpt-5",
    aliases: ["gpt-5-2025-08-07"],
    prices: { input: 1.25, output: 10, cacheRead: 0.125 },
    ids: { openrouter: { id: "openai/gpt-5" } },
    traits: fromMinimal,
    source: quoted,
  },
  {
    ...middle,
    name: "gpt-5-mini",
    aliases: ["gpt-5-mini-2025-08-07"],
    prices: { input: 0.25, output: 2, cacheRead: 0.025 },
    ids: { openrouter: { id: "openai/gpt-5-mini" } },
    traits: fromMinimal,
    source: quoted,
  },
  {
    ...middle,
    name: "gpt-5-nano",
    aliases: ["gpt-5-nano-2025-08-07"],
    prices: { input: 0.05, output: 0.4, cacheRead: 0.005 },
    ids: { openrouter: { id: "openai/gpt-5-nano" } },
    traits: fromMinimal,
    source: quoted,
  },
  {
    maker: "openai",
    contextTokens: 400_000,
    maxOutputTokens: 272_000,
    name: "gpt-5-pro",
    aliases: ["gpt-5-pro-2025-10-06"],
    prices: { input: 15, output: 120 },
    ids: { openrouter: { id: "openai/gpt-5-pro" } },
    traits: { efforts: ["high"] },
    source: quoted,
  },
  {
    ...coding,
    name: "gpt-5-codex",
    prices: { input: 1.25, output: 10, cacheRead: 0.125 },
    ids: { openrouter: { id: "openai/gpt-5-codex" } },
    traits: { efforts: toHigh },
    source: quoted,
  },
  {
    ...reasoner,
    name: "o4-mini",
    aliases: ["o4-mini-2025-04-16"],
    prices: { input: 1.1, output: 4.4, cacheRead: 0.275 },
    ids: { openrouter: { id: "openai/o4-mini" } },
    traits: { efforts: toHigh },
    source: quoted,
  },
  {
    ...reasoner,
    name: "o3",
    aliases: ["o3-2025-04-16"],
    prices: { input: 2, output: 8, cacheRead: 0.5 },
    ids: { openrouter: { id: "openai/o3" } },
    traits: { efforts: toHigh },
    source: quoted,
  },
  {
    ...reasoner,
    name: "o3-pro",
    aliases: ["o3-pro-2025-06-10"],
    prices: { input: 20, output: 80 },
    ids: { openrouter: { id: "openai/o3-pro" } },
    traits: { efforts: toHigh },
    source: quoted,
  },
  {
    ...reasoner,
    name: "o3-mini",
    aliases: ["o3-mini-2025-01-31"],
    prices: { input: 1.1, output: 4.4, cacheRead: 0.55 },
    ids: { openrouter: { id: "openai/o3-mini" } },
    traits: { efforts: toHigh, images: "none" },
    source: quoted,
  },
  {
    ...reasoner,
    name: "o1",
    aliases: ["o1-2024-12-17"],
    prices: { input: 15, output: 60, cacheRead: 7.5 },
    ids: { openrouter: { id: "openai/o1" } },
    traits: { efforts: toHigh },
    source: quoted,
  },
  {
    ...fourOne,
    name: "gpt-4.1",
    aliases: ["gpt-4.1-2025-04-14"],
    prices: { input: 2, output: 8, cacheRead: 0.5 },
    ids: { openrouter: { id: "openai/gpt-4.1" } },
    traits: unthinking,
    source: quoted,
  },
  {
    ...fourOne,
    name: "gpt-4.1-mini",
    aliases: ["gpt-4.1-mini-2025-04-14"],
    prices: { input: 0.4, output: 1.6, cacheRead: 0.1 },
    ids: { openrouter: { id: "openai/gpt-4.1-mini" } },
    traits: unthinking,
    source: quoted,
  },
  {
    ...fourOne,
    name: "gpt-4.1-nano",
    aliases: ["gpt-4.1-nano-2025-04-14"],
    prices: { input: 0.1, output: 0.4, cacheRead: 0.025 },
    ids: { openrouter: { id: "openai/gpt-4.1-nano" } },
    traits: unthinking,
    source: quoted,
  },
  {
    ...fourO,
    name: "gpt-4o",
    aliases: ["gpt-4o-2024-11-20", "gpt-4o-2024-08-06"],
    prices: { input: 2.5, output: 10, cacheRead: 1.25 },
    ids: { openrouter: { id: "openai/gpt-4o" } },
    traits: unthinking,
    source: quoted,
  },
  {
    ...fourO,
    name: "gpt-4o-mini",
    aliases: ["gpt-4o-mini-2024-07-18"],
    prices: { input: 0.15, output: 0.6, cacheRead: 0.075 },
    ids: { openrouter: { id: "openai/gpt-4o-mini" } },
    traits: unthinking,
    source: quoted,
  },
];
