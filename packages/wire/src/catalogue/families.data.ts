// What to think of models that nobody has catalogued yet: the newest of a family behave like the ones before them.
// Limits are cautious and nothing is verified; a refusal teaches more.

import type { Family, Source, Traits } from "./entry.ts";

const inferred: Source = { url: "inferred from catalogued models", read: "2026-11", verified: false };

const other = { maker: "other", source: inferred } as const;
const open = { ...other, contextTokens: 131_072, maxOutputTokens: 16_384 } as const;

const plainThinking: Traits = {
  thinking: "effort",
  efforts: ["low", "medium", "high"],
  unprovenThinking: "plain",
};
const withoutSampling: Traits = { efforts: ["low", "medium", "high"] };
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

const claude = { maker: "anthropic", source: inferred } as const;
const gpt = { maker: "openai", source: inferred } as const;
const gemini = { maker: "google", source: inferred } as const;

export const families: readonly Family[] = [
  {
    ...claude,
    name: "claude",
    contextTokens: 1_000_000,
    maxOutputTokens: 128_000,
    traits: { efforts: ["low", "medium", "high", "xhigh", "max"] },
    // Since 4.6 names have no date, and clouds call models as their maker does.
    idPatterns: { bedrock: "anthropic.{name}", vertex: "{name}" },
  },
  {
    ...claude,
    name: "claude-3",
    contextTokens: 200_000,
    maxOutputTokens: 4096,
    traits: {
      sampling: true,
      topK: true,
      prefill: true,
      midSystem: "user",
      thinking: "none",
      efforts: [],
      structuredOutput: "none",
      strictTools: false,
    },
  },
  {
    ...gpt,
    name: "gpt",
    contextTokens: 400_000,
    maxOutputTokens: 128_000,
    traits: { efforts: ["low", "medium", "high", "xhigh"] },
    idPatterns: { bedrock: "openai.{name}" },
  },
  { ...gpt, name: "gpt-5", contextTokens: 272_000, maxOutputTokens: 128_000, traits: withoutSampling },
  { ...gpt, name: "gpt-4", contextTokens: 128_000, maxOutputTokens: 4096, traits: unthinking },
  {
    ...gpt,
    name: "gpt-3",
    contextTokens: 16_385,
    maxOutputTokens: 4096,
    traits: { ...unthinking, images: "none" },
  },
  { ...gpt, name: "o1", contextTokens: 128_000, maxOutputTokens: 65_536, traits: withoutSampling },
  { ...gpt, name: "o3", contextTokens: 200_000, maxOutputTokens: 100_000, traits: withoutSampling },
  { ...gpt, name: "o4", contextTokens: 200_000, maxOutputTokens: 100_000, traits: withoutSampling },
  {
    ...gemini,
    name: "gemini",
    contextTokens: 1_048_576,
    maxOutputTokens: 65_536,
    traits: { efforts: ["low", "medium", "high"] },
    idPatterns: { vertex: "{name}" },
  },
  {
    ...gemini,
    name: "gemini-2",
    contextTokens: 1_048_576,
    maxOutputTokens: 8192,
    traits: { thinking: "none", efforts: [], prefill: true, candidates: true },
    idPatterns: { vertex: "{name}" },
  },
  {
    ...gemini,
    name: "gemini-2.5",
    contextTokens: 1_048_576,
    maxOutputTokens: 65_536,
    traits: { thinking: "budget", efforts: [], prefill: true, candidates: true, penalties: false },
    idPatterns: { vertex: "{name}" },
  },
  { ...open, name: "gpt-oss", traits: { ...plainThinking, images: "none" } },
  { ...open, name: "gemma" },
  { ...open, name: "deepseek", traits: { ...plainThinking, images: "none", structuredOutput: "json" } },
  { ...open, name: "kimi", contextTokens: 262_144, traits: plainThinking },
  { ...open, name: "glm", traits: { ...plainThinking, images: "none" } },
  { ...open, name: "qwen" },
  { ...open, name: "qwen2", traits: { images: "none" } },
  { ...open, name: "qwen3", traits: { unprovenThinking: "plain" } },
  {
    ...open,
    name: "qwen3-coder",
    contextTokens: 262_144,
    maxOutputTokens: 65_536,
    traits: { images: "none" },
  },
  { ...open, name: "llama", maxOutputTokens: 8192 },
  { ...open, name: "llama3", maxOutputTokens: 8192, traits: { images: "none" } },
  { ...open, name: "mistral", traits: { seed: false } },
  { ...open, name: "ministral", traits: { seed: false } },
  { ...open, name: "magistral", traits: { seed: false } },
  { ...open, name: "devstral", contextTokens: 262_144, traits: { images: "none", seed: false } },
  { ...open, name: "codestral", contextTokens: 256_000, traits: { images: "none", seed: false } },
  { ...open, name: "minimax", contextTokens: 196_608, maxOutputTokens: 65_536, traits: plainThinking },
  { ...open, name: "grok", traits: { thinking: "effort", efforts: ["low", "medium", "high"] } },
];
