import { describe, expect, test } from "bun:test";
import { createCatalogue } from "./create-catalogue.ts";
import type { ModelEntry } from "./entry.ts";
import { lookUp } from "./look-up.ts";
import type { Catalogue } from "./look-up.ts";

const catalogue = createCatalogue();

describe("a model is found", () => {
  test.each([
    // By its name in any spelling of hosts, clouds and clients.
    ["claude-opus-5", "claude-opus-5", "named"],
    ["Claude-Opus-5", "claude-opus-5", "named"],
    ["claude-opus-5[1m]", "claude-opus-5", "named"],
    ["claude-haiku-4-5-20251001", "claude-haiku-4-5", "named"],
    ["claude-sonnet-4-5@20250929", "claude-sonnet-4-5", "named"],
    ["us.anthropic.claude-opus-5", "claude-opus-5", "named"],
    ["global.anthropic.claude-haiku-4-5-20251001-v1:0", "claude-haiku-4-5", "named"],
    [
      "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-opus-5",
      "claude-opus-5",
      "named",
    ],
    ["anthropic/claude-opus-5.5", "claude-opus-5-5", "named"],
    ["anthropic/claude-opus-5-5", "claude-opus-5-5", "named"],
    ["models/gemini-2.5-pro", "gemini-2.5-pro", "named"],
    ["openai/gpt-5.5", "gpt-5.5", "named"],
    ["gpt-5.6", "gpt-5.6-sol", "named"],
    ["qwen3-coder:30b", "qwen3-coder-30b", "named"],
    ["qwen3-coder:latest", "qwen3-coder", "named"],
    ["Qwen/Qwen3-Coder-480B-A35B-Instruct", "qwen3-coder", "named"],
    ["meta-llama/Llama-3.3-70B-Instruct", "llama-3.3-70b", "named"],
    ["deepseek-ai/DeepSeek-R1", "deepseek-r1", "named"],
    // As another release of it.
    ["claude-opus-5-20270101", "claude-opus-5", "dated"],
    ["claude-opus-5@default", "claude-opus-5", "dated"],
    ["gpt-5.5-2027-01-01", "gpt-5.5", "dated"],
    ["gemini-2.5-flash-preview-09-2025", "gemini-2.5-flash", "dated"],
    ["gemini-2.5-flash-001", "gemini-2.5-flash", "dated"],
    ["claude-opus-5-latest", "claude-opus-5", "dated"],
    ["ft:gpt-4.1-2025-04-14:acme::abc", "gpt-4.1", "dated"],
  ] as const)("%s", (said, name, how) => {
    const found = lookUp(catalogue, said);
    expect([found?.entry.name, found?.how]).toEqual([name, how]);
  });
});

describe("of a model that is not known, its family is", () => {
  test.each([
    ["claude-opus-9", "anthropic"],
    ["anthropic.claude-sonnet-9", "anthropic"],
    ["claude-3-7-sonnet-20250219", "anthropic"],
    ["gpt-9.9-nova", "openai"],
    ["gpt-4-turbo", "openai"],
    ["o3-deep-research", "openai"],
    ["gemini-9-flash", "google"],
    ["mistralai/Mistral-Nemo-Instruct", "other"],
    ["llama3.1:8b-q4", "other"],
    ["qwen2.5-coder:7b", "other"],
    ["gpt-oss-safeguard-20b", "other"],
  ] as const)("%s is %s's", (said, maker) => {
    const found = lookUp(catalogue, said);
    expect(found).toMatchObject({ how: "family", entry: { name: said, maker } });
    expect(found?.entry.prices).toBeUndefined();
    expect(found?.entry.source.verified).toBe(false);
  });

  test("and the nearest one: what began with an earlier generation is not of the newest", () => {
    expect(lookUp(catalogue, "claude-3-opus")?.entry.traits?.prefill).toBe(true);
    expect(lookUp(catalogue, "claude-opus-9")?.entry.traits?.prefill).toBeUndefined();
    expect(lookUp(catalogue, "gpt-4-turbo")?.entry.traits?.sampling).toBe(true);
  });
});

test.each(["", "my-model", "/", "[1m]", "models/", "-", "....", "x".repeat(5000), "us."])(
  "%p is nobody",
  (said) => {
    expect(lookUp(catalogue, said)).toBeUndefined();
  },
);

test("a look-up costs the same with ten times as many models", () => {
  const entry = catalogue.models.get("claude-opus-5");
  const many = Array.from(
    { length: catalogue.models.size * 10 },
    (_, at): [string, ModelEntry | undefined] => [`other-${at}`, entry],
  );
  const larger = new Map([
    ...catalogue.models,
    ...many.flatMap(([name, one]) => (one === undefined ? [] : [[name, one] as const])),
  ]);
  for (const said of [
    "claude-opus-5",
    "us.anthropic.claude-opus-5",
    "gpt-9.9-nova",
    "nobody",
    "a-b-c-d-e-f-g-h-i-j-k-l-m-n-o-p-q-r-s-t",
  ]) {
    expect(lookUps(larger, said)).toBe(lookUps(catalogue.models, said));
    expect(lookUps(catalogue.models, said)).toBeLessThanOrEqual(30);
  }
});

/** How many times anything was looked for. Nothing is ever gone through one by one. */
function lookUps(models: ReadonlyMap<string, ModelEntry>, said: string): number {
  let count = 0;
  const counting = <Value>(map: ReadonlyMap<string, Value>): ReadonlyMap<string, Value> =>
    new Proxy(map, {
      get(target, property) {
        if (property !== "get") throw new Error(`${String(property)} goes through all models`);
        return (key: string) => {
          count += 1;
          return target.get(key);
        };
      },
    });
  const counted: Catalogue = { models: counting(models), families: counting(catalogue.families) };
  lookUp(counted, said);
  return count;
}
