// A gateway before a provider that keeps to a script, for the vendors' own SDKs.

import type { Rule, SimulatedProvider } from "@holdfast/simulator";
import type { Stage, Standing } from "./stage.ts";

export const text = "Grüße, \u{1f600} and a\nsecond line.";
const usage = { inputTokens: 11, cacheReadTokens: 3, outputTokens: 7 };
export const input = { city: "Zürich", days: [1, 2], deep: { yes: true } };

const rules: readonly Rule[] = [
  { when: { model: "*-text" }, answer: { kind: "said", text, usage, pieces: 2 } },
  {
    when: { model: "*-cut" },
    answer: { kind: "said", text: "x".repeat(500), pieces: 5 },
    fault: { kind: "close-early", afterBytes: 2_000 },
  },
  {
    when: { model: "*-tool" },
    answer: { kind: "said", text: "", usage, toolCalls: [{ id: "call_1", name: "weather", input }] },
  },
  { when: { model: "*-long" }, answer: { kind: "said", text, usage, stop: "max-tokens" } },
  {
    when: { model: "*-busy" },
    fault: { kind: "status", status: 429, message: "Too fast.", headers: [["retry-after", "4"]] },
  },
];

export interface SdkStage {
  readonly provider: SimulatedProvider;
  readonly gateway: Standing;
}

/** `claude-*` goes to Anthropic, `gpt-*` to OpenAI, and `gone` to nobody. */
export async function startSdkStage(stage: Stage): Promise<SdkStage> {
  const provider = await stage.provider({ rules, keys: ["sk-ours"] });
  const gone = stage.peer();
  gone.stop();
  const gateway = await stage.gateway(`
providers:
  anthropic: { kind: anthropic, base_url: "${provider.baseUrl}", keys: [sk-ours] }
  openai: { kind: openai, base_url: "${provider.baseUrl}/v1", keys: [sk-ours] }
  gone: { kind: openai-compatible, base_url: "${gone.baseUrl}", speaks: [messages, chat] }
routes:
  - { match: "claude-*", chain: ["anthropic/*"] }
  - { match: "gpt-*", chain: ["openai/*"] }
  - { match: "gone", chain: ["gone/*"] }
`);
  return { provider, gateway };
}

/** What this promise is rejected with. */
export async function thrownBy(promise: PromiseLike<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("Nothing was thrown.");
}
