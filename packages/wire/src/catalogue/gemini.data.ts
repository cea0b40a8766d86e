// Google's models. Prices and limits as read in November 2026.

import type { ModelEntry, Source, Traits } from "./entry.ts";

/** The maker's price list as third parties transcribe it. */
const transcribed: Source = {
  url: "https://ai.google.dev/gemini-api/docs/pricing",
  read: "2026-11",
  verified: false,
};

/** 2.5: a budget of thinking tokens, -1 for as many as it sees fit. */
const budgeted: Traits = {
  thinking: "budget",
  efforts: [],
  candidates: true,
  prefill: true,
  // On Vertex only.
  penalties: false,
};
const budgetedOrOff: Traits = { ...budgeted, canTurnThinkingOff: true };
/** 3 and 3.1: levels, and an answer that can be begun for them. */
const begun: Traits = { prefill: true, candidates: true };
const fromMinimal = ["minimal", "low", "medium", "high"] as const;
const fromLow = ["low", "medium", "high"] as const;

const limits = { maker: "google", contextTokens: 1_048_576, maxOutputTokens: 65_536 } as const;

/** 3.6 to 3.8 Flash cost half until the end of 2026. */
const halfFlash = {
  input: 0.75,
  output: 3.75,
  cacheRead: 0.075,
  later: { from: "2027-01-01", input: 1.5, output: 7.5, cacheRead: 0.15 },
};
/** Argon and Carbon cost half until the end of November 2026. */
const halfFourth = {
  input: 2,
  output: 10,
  cacheRead: 0.1,
  later: { from: "2026-12-01", input: 4, output: 20, cacheRead: 0.2 },
};

export const geminiEntries: readonly ModelEntry[] = [
  {
    ...limits,
    name: "gemini-4-neon",
    prices: { input: 3, output: 15 },
    ids: { openrouter: { id: "google/gemini-4-neon" } },
    traits: { efforts: fromLow },
    source: transcribed,
  },
  {
    ...limits,
    name: "gemini-4-carbon",
    prices: halfFourth,
    ids: { openrouter: { id: "google/gemini-4-carbon" } },
    traits: { efforts: fromLow },
    source: transcribed,
  },
  {
    ...limits,
    name: "gemini-4-argon",
    prices: halfFourth,
    ids: { openrouter: { id: "google/gemini-4-argon" } },
    traits: { efforts: fromLow },
    source: {
      url: "https://ai.google.dev/gemini-api/docs/generate-content/latest-model",
      read: "2026-11",
      verified: true,
    },
  },
  {
    ...limits,
    name: "gemini-4-hydrogen",
    prices: { input: 1.5, output: 7.5 },
    ids: { openrouter: { id: "google/gemini-4-hydrogen" } },
    traits: { efforts: ["low", "medium", "high", "xhigh"] },
    source: transcribed,
  },
  {
    ...limits,
    name: "gemini-3.8-flash",
    prices: halfFlash,
    ids: { openrouter: { id: "google/gemini-3.8-flash" } },
    traits: { efforts: fromLow },
    source: transcribed,
  },
  {
    ...limits,
    name: "gemini-3.7-flash",
    prices: halfFlash,
    ids: { openrouter: { id: "google/gemini-3.7-flash" } },
    traits: { efforts: fromLow },
    source: transcribed,
  },
  {
    ...limits,
    name: "gemini-3.6-flash",
    prices: halfFlash,
    ids: { openrouter: { id: "google/gemini-3.6-flash" } },
    traits: { efforts: fromMinimal },
    source: transcribed,
  },
  {
    ...limits,
    name: "gemini-3.5-flash",
    prices: { input: 1.5, output: 9, cacheRead: 0.15 },
    ids: { openrouter: { id: "google/gemini-3.5-flash" } },
    traits: { efforts: fromMinimal },
    source: transcribed,
  },
  {
    ...limits,
    name: "gemini-3.5-flash-lite",
    prices: { input: 0.3, output: 2.5, cacheRead: 0.03 },
    ids: { openrouter: { id: "google/gemini-3.5-flash-lite" } },
    traits: { efforts: fromMinimal },
    source: transcribed,
  },
  {
    ...limits,
    name: "gemini-3.1-pro-preview",
    aliases: ["gemini-3.1-pro-preview-customtools"],
    prices: {
      input: 2,
      output: 12,
      cacheRead: 0.2,
      long: { aboveTokens: 200_000, input: 4, output: 18, cacheRead: 0.4 },
    },
    ids: { openrouter: { id: "google/gemini-3.1-pro-preview" } },
    traits: { ...begun, efforts: fromLow },
    source: transcribed,
  },
  {
    ...limits,
    name: "gemini-3.1-flash-lite",
    aliases: ["gemini-3.1-flash-lite-preview"],
    prices: { input: 0.25, output: 1.5, cacheRead: 0.025 },
    ids: { openrouter: { id: "google/gemini-3.1-flash-lite" } },
    traits: { ...begun, efforts: fromMinimal },
    source: transcribed,
  },
  {
    ...limits,
    name: "gemini-3-pro-preview",
    prices: {
      input: 2,
      output: 12,
      cacheRead: 0.2,
      long: { aboveTokens: 200_000, input: 4, output: 18, cacheRead: 0.4 },
    },
    ids: { openrouter: { id: "google/gemini-3-pro-preview" } },
    traits: { ...begun, efforts: ["low", "high"] },
    source: transcribed,
  },
  {
    ...limits,
    name: "gemini-3-flash-preview",
    prices: { input: 0.5, output: 3, cacheRead: 0.05 },
    ids: { openrouter: { id: "google/gemini-3-flash-preview" } },
    traits: { ...begun, efforts: fromMinimal },
    source: transcribed,
  },
  {
    ...limits,
    name: "gemini-2.5-pro",
    prices: {
      input: 1.25,
      output: 10,
      cacheRead: 0.125,
      long: { aboveTokens: 200_000, input: 2.5, output: 15, cacheRead: 0.25 },
    },
    ids: { openrouter: { id: "google/gemini-2.5-pro" } },
    traits: budgeted,
    traitsAt: { vertex: { penalties: true } },
    source: transcribed,
  },
  {
    ...limits,
    name: "gemini-2.5-flash",
    prices: { input: 0.3, output: 2.5, cacheRead: 0.03 },
    ids: { openrouter: { id: "google/gemini-2.5-flash" } },
    traits: budgetedOrOff,
    traitsAt: { vertex: { penalties: true } },
    source: transcribed,
  },
  {
    ...limits,
    name: "gemini-2.5-flash-lite",
    prices: { input: 0.1, output: 0.4, cacheRead: 0.01 },
    ids: { openrouter: { id: "google/gemini-2.5-flash-lite" } },
    traits: budgetedOrOff,
    traitsAt: { vertex: { penalties: true } },
    source: transcribed,
  },
];
