import { describe, expect, test } from "bun:test";
import type { BetaMessage } from "@anthropic-ai/sdk/resources/beta/messages";
import { parseJson } from "../json/value.ts";
import type { JsonValue } from "../json/value.ts";
import type { Finish } from "../model/response.ts";
import { decodeResponse } from "./decode-response.ts";
import { usageFrom } from "./usage.ts";

const context = { scope: "here" };
const read = (body: object): ReturnType<typeof decodeResponse> =>
  decodeResponse(parseJson(JSON.stringify(body)) ?? null, context);

const message: BetaMessage = {
  id: "msg_1",
  type: "message",
  role: "assistant",
  model: "claude-opus-5",
  content: [
    { type: "thinking", thinking: "Hm", signature: "Eu" },
    { type: "redacted_thinking", data: "Em" },
    { type: "text", text: "Hi", citations: null },
    { type: "tool_use", id: "toolu_1", name: "f", input: {}, caller: { type: "direct" } },
    {
      type: "fallback",
      from: { model: "a" },
      to: { model: "b" },
      trigger: { type: "refusal", category: null },
    },
  ],
  container: null,
  context_management: null,
  diagnostics: null,
  stop_reason: "tool_use",
  stop_sequence: null,
  stop_details: null,
  usage: {
    input_tokens: 5,
    output_tokens: 9,
    cache_creation: { ephemeral_5m_input_tokens: 100, ephemeral_1h_input_tokens: 20 },
    cache_creation_input_tokens: 120,
    cache_read_input_tokens: 1000,
    fallback_credit: null,
    inference_geo: "us",
    iterations: null,
    output_tokens_details: { thinking_tokens: 4 },
    server_tool_use: null,
    service_tier: "standard",
    speed: null,
  },
};

test("an answer is understood as a whole", () => {
  const result = read(message);
  if (result.kind !== "decoded") throw new Error(result.kind);
  const { usage, extras, ...rest } = result.value;
  expect(rest).toEqual({
    origin: "messages",
    id: "msg_1",
    model: "claude-opus-5",
    parts: [
      { kind: "thinking", text: "Hm", proof: { dialect: "messages", value: "Eu", scope: "here" } },
      {
        kind: "thinking",
        text: "",
        proof: { dialect: "messages", value: "Em", scope: "here", isRedacted: true },
      },
      { kind: "text", text: "Hi", extras: { messages: { $unsaid: { citations: null } } } },
      {
        kind: "tool-call",
        id: "toolu_1",
        name: "f",
        inputKind: "json",
        input: "{}",
        extras: { messages: { caller: { type: "direct" } } },
      },
      {
        kind: "unknown",
        origin: "messages",
        value: {
          type: "fallback",
          from: { model: "a" },
          to: { model: "b" },
          trigger: { type: "refusal", category: null },
        },
      },
    ],
    finish: { reason: "tool-calls" },
  });
  expect(usage).toMatchObject({
    inputTokens: 5,
    cacheReadTokens: 1000,
    cacheWriteTokens: 120,
    cacheWriteLongTokens: 20,
    outputTokens: 9,
    reasoningTokens: 4,
    extras: { messages: { inference_geo: "us", service_tier: "standard" } },
  });
  expect(Object.keys(extras?.messages ?? {}).filter((name) => !name.startsWith("$"))).toEqual([]);
});

describe("why it ended", () => {
  test.each<[string, object, Finish]>([
    ["end_turn", {}, { reason: "end" }],
    ["max_tokens", {}, { reason: "max-tokens" }],
    ["stop_sequence", { stop_sequence: "END" }, { reason: "stop-sequence", stopSequence: "END" }],
    ["model_context_window_exceeded", {}, { reason: "context-window" }],
    ["pause_turn", {}, { reason: "pause" }],
    ["compaction", {}, { reason: "compaction" }],
    [
      "refusal",
      { stop_details: { type: "refusal", category: "cyber", explanation: "Because" } },
      { reason: "refusal", category: "cyber", explanation: "Because" },
    ],
    ["of_tomorrow", {}, { reason: "end", native: "of_tomorrow" }],
  ])("%s", (stop_reason, more, finish) => {
    expect(read({ ...message, stop_reason, ...more })).toMatchObject({ value: { finish } });
  });
});

describe("a failure under a good status", () => {
  test.each<[string, JsonValue, object]>([
    [
      "in Anthropic's words",
      { type: "error", error: { type: "overloaded_error", message: "Overloaded" } },
      { kind: "overloaded", message: "Overloaded" },
    ],
    [
      "in Amazon's words",
      { message: "Too many requests" },
      { kind: "provider-error", message: "Too many requests" },
    ],
  ])("%s", (_, body, failure) => {
    expect(decodeResponse(body, context)).toMatchObject({ kind: "failed", failure });
  });
});

test.each<[JsonValue, string]>([
  [null, ""],
  [{}, "content"],
  [{ content: "Hi" }, "content"],
  [{ content: [1] }, "content[0]"],
])("%j is no answer", (body, path) => {
  expect(decodeResponse(body, context)).toMatchObject({ kind: "fault", path });
});

test("of several usage objects, a later one counts for more", () => {
  expect(
    usageFrom([
      { input_tokens: 5, output_tokens: 1 },
      { output_tokens: 9, cache_read_input_tokens: null },
    ]),
  ).toMatchObject({ inputTokens: 5, outputTokens: 9 });
  expect(usageFrom([])).toBeUndefined();
});
