// Every vendor's SDK, through the gateway, before a provider of every dialect: what an SDK makes of an answer is what the
// provider's script says, and what it sends back is what the provider takes.

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Dialect, Rule, SimulatedProvider } from "@holdfast/simulator";
import Anthropic from "@anthropic-ai/sdk";
import { ApiError } from "@google/genai";
import OpenAI from "openai";
import type { Heard, SdkClient, Way } from "./sdk-client.ts";
import { sdkClients } from "./sdk-clients.ts";
import { thrownBy } from "./sdk-stage.ts";
import { createStage } from "./stage.ts";

const text = "Grüße, \u{1f600} and a\nsecond line.";
const thinking = "Two cities. I ask for both at once.";
const usage = { inputTokens: 11, cacheReadTokens: 3, outputTokens: 17, reasoningTokens: 5 };
const toolCalls = [
  { name: "weather", input: { city: "Zürich", days: [1, 2] } },
  { name: "weather", input: { city: "Genève", days: [] } },
];
const refusal = "I do not help with that.";

const rules: readonly Rule[] = [
  { when: { model: "*-text" }, answer: { kind: "said", text, thinking, usage, pieces: 2 } },
  { when: { model: "*-tools" }, answer: { kind: "said", text: "", thinking, toolCalls, usage } },
  { when: { model: "*-cut" }, answer: { kind: "said", text, usage, stop: "max-tokens" } },
  { when: { model: "*-refused" }, answer: { kind: "said", text: "", refusal, usage } },
  { when: { model: "*-wrong" }, fault: { kind: "status", status: 400, message: "It is wrong." } },
  {
    when: { model: "*-busy" },
    // Longer than anybody waits here.
    fault: { kind: "status", status: 429, message: "Too fast.", headers: [["retry-after", "4"]] },
  },
  { when: { model: "*-down" }, fault: { kind: "status", status: 500, message: "It is down." } },
  {
    when: { model: "*-dies" },
    answer: { kind: "said", text, pieces: 2 },
    fault: { kind: "error-event", position: "after-content" },
  },
];

/** Which models which provider has. */
const prefixes: Readonly<Record<Dialect, string>> = {
  messages: "claude",
  chat: "chat",
  responses: "gpt",
  gemini: "gemini",
};

const dialects = ["messages", "chat", "responses", "gemini"] as const;
const pairs = dialects.flatMap((client) =>
  dialects.map((answerer): [Dialect, Dialect] => [client, answerer]),
);

/** How an answer is asked for, here and of the provider, and the routes that do so. */
const forms: Readonly<Record<string, { readonly way: Way; readonly route: string }>> = {
  streamed: { way: "streamed", route: "" },
  "whole, put together from a stream": { way: "whole", route: "" },
  "whole from the provider, too": { way: "whole", route: "plain-" },
};
const matrix = pairs.flatMap((pair) =>
  Object.keys(forms).map((form): [Dialect, Dialect, string] => [...pair, form]),
);

const stage = createStage();
let provider: SimulatedProvider;
let clients: Readonly<Record<Dialect, SdkClient>>;

beforeAll(async () => {
  provider = await stage.provider({ rules, keys: ["sk-ours"], strict: true });
  const { baseUrl } = provider;
  const gateway = await stage.gateway(`
providers:
  messages: { kind: anthropic, base_url: "${baseUrl}", keys: [sk-ours] }
  chat: { kind: openai, base_url: "${baseUrl}/v1", keys: [sk-ours], speaks: [chat] }
  responses: { kind: openai, base_url: "${baseUrl}/v1", keys: [sk-ours], speaks: [responses] }
  gemini: { kind: gemini, base_url: "${baseUrl}", keys: [sk-ours] }
routes:
  - { match: "claude-*", chain: ["messages/*"] }
  - { match: "chat-*", chain: ["chat/*"] }
  - { match: "gpt-*", chain: ["responses/*"] }
  - { match: "gemini-*", chain: ["gemini/*"] }
  - { match: "plain-claude-*", chain: ["messages/*"], whole: passthrough }
  - { match: "plain-chat-*", chain: ["chat/*"], whole: passthrough }
  - { match: "plain-gpt-*", chain: ["responses/*"], whole: passthrough }
  - { match: "plain-gemini-*", chain: ["gemini/*"], whole: passthrough }
`);
  clients = sdkClients(gateway.baseUrl);
});
afterAll(stage.clear);

/** What the SDKs throw when they are told of a failure. */
const errors = {
  messages: Anthropic.APIError,
  chat: OpenAI.APIError,
  responses: OpenAI.APIError,
  gemini: ApiError,
};

const stops: Readonly<Record<"end" | "tools" | "cut" | "refused", Readonly<Record<Dialect, string>>>> = {
  end: { messages: "end_turn", chat: "stop", responses: "completed", gemini: "STOP" },
  tools: { messages: "tool_use", chat: "tool_calls", responses: "completed", gemini: "STOP" },
  cut: { messages: "max_tokens", chat: "length", responses: "max_output_tokens", gemini: "MAX_TOKENS" },
  refused: { messages: "refusal", chat: "content_filter", responses: "completed", gemini: "SAFETY" },
};

/** Google's SDK (2.32.0) leaves `finishMessage` out, in which Gemini's clients are told of a refusal without a text. */
function isUntold(client: Dialect, answerer: Dialect): boolean {
  return client === "gemini" && (answerer === "messages" || answerer === "gemini");
}

describe.each(matrix)("an SDK of %s before a provider of %s, %s", (client, dialect, form) => {
  const { way = "whole", route = "" } = forms[form] ?? {};
  const ask = (model: string): Promise<Heard> =>
    clients[client].ask(`${route}${prefixes[dialect]}-${model}`, way);

  test("hears a text, thinking, the stop reason and the usage", async () => {
    expect(await ask("text")).toMatchObject({
      text,
      thinking,
      calls: [],
      stop: stops.end[client],
      usage: [11, 3, 17],
    });
  });

  test("hears that the answer was cut short", async () => {
    expect(await ask("cut")).toMatchObject({ text, stop: stops.cut[client], usage: [11, 3, 17] });
  });

  test("hears a refusal", async () => {
    const heard = await ask("refused");
    expect(heard.stop).toBe(stops.refused[client]);
    expect(heard.refusal + heard.text).toBe(isUntold(client, dialect) ? "" : refusal);
  });

  test("calls tools, and goes on with their results and the provider's own proof", async () => {
    const model = `${route}${prefixes[dialect]}-tools`;
    const first = await clients[client].ask(model, way);
    const said = { text: "", thinking, calls: toolCalls, stop: stops.tools[client], usage: [11, 3, 17] };
    expect(first).toMatchObject(said);
    expect(await first.goOn(model)).toMatchObject(said);
    const sent = lastSent();
    expect(sent).toContain("Zürich");
    expect(sent).not.toContain("hf1.");
    // Chat has no proofs. Of what stands there, the provider has verified that it is its own.
    if (dialect !== "chat") expect(sent).toContain(btoa("simulated"));
  });

  test.each([
    ["wrong", 400, "It is wrong."],
    ["busy", 429, "Too fast."],
  ])("throws its own error for a provider that is %s", async (model, status, message) => {
    const error = await thrownBy(ask(model));
    if (!(error instanceof errors[client])) throw error;
    expect(error.status).toBe(status);
    expect(error.message).toContain(message);
  });

  test("takes no answer for whole that breaks off with an error", async () => {
    // OpenAI's SDK throws nothing for a response that has failed: it says so.
    if (client === "responses" && way === "streamed") expect((await ask("dies")).stop).toBe("failed");
    else expect(await thrownBy(ask("dies"))).toBeInstanceOf(Error);
  });
});

test.each(dialects.flatMap((client) => [[client, "whole"] as const, [client, "streamed"] as const]))(
  "a conversation of an SDK of %s, %s, moves on to other providers and back, where its proof is again",
  async (client, way) => {
    let heard = await clients[client].ask("claude-tools", way);
    for (const model of ["gpt-tools", "gemini-tools", "chat-tools"]) {
      heard = await heard.goOn(model);
      expect(heard).toMatchObject({ thinking, calls: toolCalls });
      expect(lastSent()).not.toContain(btoa("simulated messages"));
      expect(lastSent()).not.toContain("hf1.");
    }
    expect(await heard.goOn("claude-tools")).toMatchObject({ thinking, calls: toolCalls });
    expect(lastSent()).toContain(btoa("simulated messages"));
  },
);

/** What the provider was asked last. */
function lastSent(): string {
  return new TextDecoder().decode(provider.requests.at(-1)?.body);
}

// Tried again after a pause, so once is enough.
test.each(pairs)(
  "an SDK of %s before a provider of %s that is down throws its own error",
  async (client, dialect) => {
    const error = await thrownBy(clients[client].ask(`${prefixes[dialect]}-down`, "whole"));
    if (!(error instanceof errors[client])) throw error;
    expect(error.status).toBeGreaterThanOrEqual(500);
  },
);

test.each(dialects)("an SDK of %s throws its own error for a model that nobody has", async (client) => {
  const error = await thrownBy(clients[client].ask("nobody", "streamed"));
  if (!(error instanceof errors[client])) throw error;
  expect(error.status).toBe(404);
});
