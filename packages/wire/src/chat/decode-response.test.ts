import { describe, expect, test } from "bun:test";
import type { ChatCompletion } from "openai/resources/chat/completions";
import type { JsonObject, JsonValue } from "../json/value.ts";
import type { NeutralResponse } from "../model/response.ts";
import { decodeResponse } from "./decode-response.ts";

const scope = "openrouter";

function decoded(body: JsonValue): NeutralResponse {
  const result = decodeResponse(body, { scope });
  if (result.kind !== "decoded") throw new Error(JSON.stringify(result));
  return result.value;
}

function withMessage(message: JsonObject, choice: JsonObject = { finish_reason: "stop" }): JsonObject {
  return {
    id: "1",
    object: "chat.completion",
    created: 1,
    model: "m",
    choices: [{ index: 0, message: { role: "assistant", ...message }, ...choice }],
  };
}

test("OpenAI's answer is read whole", () => {
  const body = {
    id: "chatcmpl-1",
    object: "chat.completion",
    created: 1_700_000_000,
    model: "gpt-5.5-2026-10-01",
    service_tier: "default",
    choices: [
      {
        index: 0,
        message: {
          role: "assistant",
          content: "It rains.",
          refusal: null,
          annotations: [
            {
              type: "url_citation",
              url_citation: { url: "https://example.org/", title: "E", start_index: 0, end_index: 2 },
            },
          ],
          tool_calls: [{ id: "call_1", type: "function", function: { name: "umbrella", arguments: "{}" } }],
        },
        logprobs: null,
        finish_reason: "tool_calls",
      },
    ],
    usage: {
      prompt_tokens: 20,
      completion_tokens: 9,
      total_tokens: 29,
      prompt_tokens_details: { cached_tokens: 8, audio_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: 4 },
    },
  } satisfies ChatCompletion;
  const { extras, usage, ...rest } = decoded(body);
  expect(rest).toEqual({
    origin: "chat",
    id: "chatcmpl-1",
    model: "gpt-5.5-2026-10-01",
    createdAt: 1_700_000_000,
    parts: [
      {
        kind: "text",
        text: "It rains.",
        citations: [{ kind: "url", url: "https://example.org/", title: "E", start: 0, end: 2 }],
      },
      { kind: "tool-call", id: "call_1", name: "umbrella", inputKind: "json", input: "{}" },
    ],
    finish: { reason: "tool-calls" },
  });
  expect(usage).toMatchObject({ inputTokens: 12, cacheReadTokens: 8, outputTokens: 9, reasoningTokens: 4 });
  expect(extras?.chat).toMatchObject({ service_tier: "default" });
});

describe("parts", () => {
  test.each<readonly [string, JsonObject, NeutralResponse["parts"]]>([
    ["a text", { content: "a" }, [{ kind: "text", text: "a" }]],
    ["no content", { content: null }, []],
    ["an empty content", { content: "" }, []],
    ["a list of texts", { content: [{ type: "text", text: "a" }] }, [{ kind: "text", text: "a" }]],
    [
      "Mistral's thinking",
      {
        content: [
          { type: "thinking", thinking: [{ type: "text", text: "hm" }] },
          { type: "text", text: "a" },
        ],
      },
      [
        { kind: "thinking", text: "hm" },
        { kind: "text", text: "a" },
      ],
    ],
    [
      "DeepSeek's thinking",
      { content: "a", reasoning_content: "hm" },
      [
        { kind: "thinking", text: "hm" },
        { kind: "text", text: "a" },
      ],
    ],
    [
      "OpenRouter's",
      {
        content: "a",
        reasoning: "hm",
        reasoning_details: [{ type: "reasoning.text", text: "hm", signature: "s" }],
      },
      [
        {
          kind: "thinking",
          text: "hm",
          proof: { dialect: "chat", scope, value: '[{"type":"reasoning.text","text":"hm","signature":"s"}]' },
        },
        { kind: "text", text: "a" },
      ],
    ],
    ["a refusal", { content: null, refusal: "No." }, [{ kind: "refusal", text: "No." }]],
    [
      "a custom tool's call",
      { tool_calls: [{ id: "c", type: "custom", custom: { name: "p", input: "x" } }] },
      [{ kind: "tool-call", id: "c", name: "p", inputKind: "freeform", input: "x" }],
    ],
    [
      "the call of old",
      { function_call: { name: "f", arguments: "{}" } },
      [{ kind: "tool-call", id: "", name: "f", inputKind: "json", input: "{}" }],
    ],
    [
      "Ollama's objects",
      { tool_calls: [{ id: "c", function: { name: "f", arguments: { a: 1 } } }] },
      [{ kind: "tool-call", id: "c", name: "f", inputKind: "json", input: '{"a":1}' }],
    ],
    [
      "Gemini's signature",
      {
        tool_calls: [
          {
            id: "c",
            function: { name: "f", arguments: "{}" },
            extra_content: { google: { thought_signature: "s" } },
          },
        ],
      },
      [
        {
          kind: "tool-call",
          id: "c",
          name: "f",
          inputKind: "json",
          input: "{}",
          proof: { dialect: "chat", value: "s", scope },
        },
      ],
    ],
    ["an empty list of calls", { content: "a", tool_calls: [] }, [{ kind: "text", text: "a" }]],
    [
      "OpenRouter's pictures",
      { content: "", images: [{ type: "image_url", image_url: { url: "data:image/png;base64,AA" } }] },
      [{ kind: "image", source: { kind: "base64", mediaType: "image/png", data: "AA" } }],
    ],
  ])("%s", (_what, message, parts) => {
    expect(decoded(withMessage(message)).parts).toEqual(parts);
  });
});

describe("what is no answer", () => {
  test.each<readonly [string, JsonObject, string]>([
    ["an error under a good status", { error: { message: "No credits", code: 402 } }, "billing"],
    [
      "a failed choice",
      withMessage({ content: "" }, { finish_reason: "error", error: { code: 502, message: "bad" } }),
      "provider-error",
    ],
    [
      "a finish that is a fault",
      withMessage({ content: "half" }, { finish_reason: "insufficient_system_resource" }),
      "overloaded",
    ],
    ["an error object", { object: "error", message: "no such model", code: 404 }, "unknown-model"],
  ])("%s is a failure", (_what, body, kind) => {
    expect(decodeResponse(body, { scope })).toMatchObject({ kind: "failed", failure: { kind } });
  });

  test.each<readonly [JsonValue, string, string]>([
    [null, "", "an object"],
    ["<html>", "", "an object"],
    [{}, "choices", "a list of choices"],
    [{ choices: null }, "choices", "a list of choices"],
    [{ choices: [] }, "choices[0]", "an object"],
    [{ choices: [{ index: 0 }] }, "choices[0].message", "an object"],
  ])("%j is a fault", (body, path, expected) => {
    expect(decodeResponse(body, { scope })).toEqual({ kind: "fault", path, expected });
  });
});
