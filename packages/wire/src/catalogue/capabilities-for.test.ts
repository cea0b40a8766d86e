import { describe, expect, test } from "bun:test";
import type { Capabilities } from "../capabilities.ts";
import { capabilitiesFor } from "./capabilities-for.ts";
import { builtInEntries } from "./built-in.ts";
import { createCatalogue } from "./create-catalogue.ts";
import type { ProviderKind } from "./entry.ts";

const catalogue = createCatalogue();
const kinds: readonly ProviderKind[] = [
  "anthropic",
  "openai",
  "gemini",
  "bedrock",
  "vertex",
  "azure",
  "openai-compatible",
];

test.each<[ProviderKind, string, Partial<Capabilities>]>([
  // Who goes on with an answer that was begun for it.
  ["anthropic", "claude-sonnet-4-5", { prefill: true, thinking: "budget", sampling: true }],
  ["anthropic", "claude-sonnet-4-6", { prefill: false, thinking: "adaptive", sampling: true }],
  ["anthropic", "claude-sonnet-5", { prefill: false, sampling: false, canTurnThinkingOff: true }],
  [
    "anthropic",
    "claude-opus-5-5",
    { canTurnThinkingOff: false, forcedToolWithThinking: false, midSystem: "native" },
  ],
  ["anthropic", "claude-haiku-5-5", { canTurnThinkingOff: true, contextTokens: 1_000_000 }],
  ["gemini", "gemini-2.5-flash", { prefill: true, thinking: "budget" }],
  ["gemini", "gemini-3.1-pro-preview", { prefill: true, thinking: "effort" }],
  ["gemini", "gemini-3.5-flash", { prefill: false }],
  ["gemini", "gemini-3.6-flash", { prefill: false }],
  ["openai", "gpt-5.5", { prefill: false, sampling: false, developerRole: true }],
  ["openai", "gpt-4.1", { sampling: true, thinking: "none", developerRole: false, stopSequences: 4 }],
  ["openai", "gpt-6.2-sol", { canTurnThinkingOff: false, cacheMarkers: true }],
  // The same model elsewhere.
  [
    "bedrock",
    "claude-opus-5",
    {
      images: "base64",
      webSearch: false,
      structuredOutput: "none",
      efforts: ["low", "medium", "high", "xhigh", "max"],
    },
  ],
  ["vertex", "claude-opus-5", { images: "base64", webSearch: true }],
  ["azure", "claude-opus-5", { schema: "anthropic", images: "url" }],
  ["vertex", "gemini-2.5-flash", { penalties: true, schema: "gemini" }],
  ["gemini", "gemini-2.5-flash", { penalties: false }],
  // Behind somebody's OpenAI-compatible server: what is in the model itself, and no more.
  [
    "openai-compatible",
    "claude-opus-5",
    {
      sampling: false,
      prefill: false,
      contextTokens: 1_000_000,
      schema: "full",
      midSystem: "user",
      cacheMarkers: false,
    },
  ],
  [
    "openai-compatible",
    "gpt-5.5",
    { freeformTools: false, developerRole: false, maxTokensField: "max_tokens" },
  ],
  ["openai-compatible", "qwen3-coder", { images: "none", midSystem: "user" }],
  ["openai-compatible", "kimi-k3", { thinking: "effort", unprovenThinking: "plain" }],
  [
    "openai-compatible",
    "nobody-knows",
    { thinking: "none", developerRole: false, sampling: true, images: "base64" },
  ],
  // Only Anthropic itself wants its bill.
  ["anthropic", "claude-opus-9", { billingBlock: true }],
])("%s, %s", (kind, model, expected) => {
  expect(capabilitiesFor(catalogue, kind, model)).toMatchObject(expected);
});

describe.each(kinds.map((kind) => [kind] as const))("%s", (kind) => {
  test("gives Claude Code's billing block to nobody but Anthropic", () => {
    for (const { name } of builtInEntries) {
      const { billingBlock } = capabilitiesFor(catalogue, kind, name);
      expect(billingBlock === true).toBe(kind === "anthropic" && name.startsWith("claude"));
    }
  });

  test("says something of every model, and nothing that contradicts itself", () => {
    for (const name of [...builtInEntries.map((entry) => entry.name), "claude-9", "gpt-99", "nobody", ""]) {
      const { thinking, efforts, contextTokens, maxOutputTokens, webSearch, ...rest } = capabilitiesFor(
        catalogue,
        kind,
        name,
      );
      if (thinking === "none") expect(efforts).toEqual([]);
      expect(contextTokens).toBeGreaterThanOrEqual(maxOutputTokens);
      expect(Object.values(rest)).not.toContain(undefined);
      if (kind === "openai-compatible") expect(webSearch ?? false).toBe(false);
    }
  });
});

describe("configuration", () => {
  const overridden = createCatalogue({
    models: {
      "claude-opus-5": {
        capabilities: { webSearch: false },
        maxOutputTokens: 9000,
        ids: { azure: "opus-prod" },
      },
      "my-opus": {
        like: "claude-opus-5",
        contextTokens: 50_000,
        aliases: ["mine"],
        prices: { input: 1, output: 2 },
      },
      "local-thing": {
        capabilities: { images: "none", prefill: true },
        contextTokens: 8192,
        maxOutputTokens: 2048,
      },
    },
  });

  test("says more of a known model, at every kind", () => {
    for (const kind of ["anthropic", "azure", "openai-compatible"] as const) {
      expect(capabilitiesFor(overridden, kind, "claude-opus-5")).toMatchObject({
        webSearch: false,
        maxOutputTokens: 9000,
        contextTokens: 1_000_000,
      });
    }
  });

  test("makes a model like another one", () => {
    for (const name of ["my-opus", "mine"]) {
      expect(capabilitiesFor(overridden, "anthropic", name)).toMatchObject({
        thinking: "adaptive",
        contextTokens: 50_000,
      });
    }
    expect(capabilitiesFor(overridden, "anthropic", "anthropic.claude-opus-5").contextTokens).toBe(1_000_000);
  });

  test("makes one of which nothing was known", () => {
    expect(capabilitiesFor(overridden, "openai-compatible", "local-thing")).toMatchObject({
      images: "none",
      prefill: true,
      contextTokens: 8192,
      maxOutputTokens: 2048,
    });
  });

  test("says more of a model by any of its names, and of one whose family alone is known", () => {
    const more = createCatalogue({
      models: { "gpt-5.6": { maxOutputTokens: 5000 }, "claude-opus-9": { maxOutputTokens: 7000 } },
    });
    expect(capabilitiesFor(more, "openai", "gpt-5.6-sol").maxOutputTokens).toBe(5000);
    expect(capabilitiesFor(more, "bedrock", "openai.gpt-5.6-sol").maxOutputTokens).toBe(5000);
    expect(capabilitiesFor(more, "anthropic", "claude-opus-9")).toMatchObject({
      maxOutputTokens: 7000,
      schema: "anthropic",
    });
    expect(capabilitiesFor(more, "anthropic", "claude-opus-8").maxOutputTokens).toBe(128_000);
  });

  test("does not touch the built-in catalogue", () => {
    expect(capabilitiesFor(createCatalogue(), "anthropic", "claude-opus-5").maxOutputTokens).toBe(128_000);
  });
});
