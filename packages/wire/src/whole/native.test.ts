import { describe, expect, test } from "bun:test";
import type { DialectName } from "../dialect-name.ts";
import { isObject, textOf } from "../json/value.ts";
import type { JsonValue } from "../json/value.ts";
import { createNativeWhole } from "./native.ts";
import type { NativeResult } from "./result.ts";

function assembled(dialect: DialectName, events: readonly (JsonValue | string)[]): NativeResult {
  const whole = createNativeWhole(dialect);
  for (const event of events) {
    const data = typeof event === "string" ? event : JSON.stringify(event);
    const type = isObject(event) ? (textOf(event["type"]) ?? "") : "";
    whole.message({ name: dialect === "messages" || dialect === "responses" ? type : "", data });
  }
  return whole.result();
}

const messagesStream: JsonValue[] = [
  {
    type: "message_start",
    message: {
      id: "msg_1",
      type: "message",
      role: "assistant",
      model: "claude-x",
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage: { input_tokens: 5, output_tokens: 1, service_tier: "standard" },
      of_tomorrow: { a: 1 },
    },
  },
  { type: "content_block_start", index: 0, content_block: { type: "thinking", thinking: "", signature: "" } },
  { type: "content_block_delta", index: 0, delta: { type: "thinking_delta", thinking: "Let me " } },
  { type: "content_block_delta", index: 0, delta: { type: "thinking_delta", thinking: "see." } },
  { type: "content_block_delta", index: 0, delta: { type: "signature_delta", signature: "sig==" } },
  { type: "content_block_stop", index: 0 },
  { type: "ping" },
  { type: "content_block_start", index: 1, content_block: { type: "text", text: "" } },
  { type: "content_block_delta", index: 1, delta: { type: "text_delta", text: "It is " } },
  { type: "content_block_delta", index: 1, delta: { type: "text_delta", text: "Paris." } },
  {
    type: "content_block_delta",
    index: 1,
    delta: { type: "citations_delta", citation: { type: "page", n: 1 } },
  },
  { type: "content_block_stop", index: 1 },
  {
    type: "content_block_start",
    index: 2,
    content_block: { type: "tool_use", id: "toolu_1", name: "look", input: {} },
  },
  { type: "content_block_delta", index: 2, delta: { type: "input_json_delta", partial_json: '{"pa' } },
  { type: "content_block_delta", index: 2, delta: { type: "input_json_delta", partial_json: 'th":"a"}' } },
  { type: "content_block_stop", index: 2 },
  {
    type: "message_delta",
    delta: { stop_reason: "tool_use", stop_sequence: null },
    usage: { output_tokens: 40 },
    context_management: { applied_edits: [] },
  },
  { type: "message_stop" },
];

const chatStream: (JsonValue | string)[] = [
  {
    id: "c1",
    object: "chat.completion.chunk",
    created: 7,
    model: "gpt-x",
    system_fingerprint: "fp",
    obfuscation: "xxxx",
    choices: [{ index: 0, delta: { role: "assistant", content: "" }, finish_reason: null, logprobs: null }],
  },
  { id: "c1", created: 7, model: "gpt-x", choices: [{ index: 0, delta: { reasoning_content: "Hm" } }] },
  { id: "c1", created: 7, model: "gpt-x", choices: [{ index: 0, delta: { content: "It is " } }] },
  { id: "c1", created: 7, model: "gpt-x", choices: [{ index: 0, delta: { content: "Paris." } }] },
  {
    choices: [
      {
        index: 0,
        delta: {
          tool_calls: [{ index: 0, id: "call_a", type: "function", function: { name: "f", arguments: "" } }],
        },
      },
    ],
  },
  { choices: [{ index: 0, delta: { tool_calls: [{ index: 0, function: { arguments: '{"a"' } }] } }] },
  {
    choices: [
      {
        index: 0,
        delta: { tool_calls: [{ index: 0, id: "call_b", function: { name: "g", arguments: "{}" } }] },
      },
    ],
  },
  { choices: [{ index: 0, delta: {}, finish_reason: "tool_calls" }] },
  { choices: [], usage: { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 } },
  "[DONE]",
];

describe("a stream becomes the whole answer of its own dialect", () => {
  test("messages", () => {
    expect(assembled("messages", messagesStream)).toEqual({
      kind: "whole",
      body: {
        id: "msg_1",
        type: "message",
        role: "assistant",
        model: "claude-x",
        content: [
          { type: "thinking", thinking: "Let me see.", signature: "sig==" },
          { type: "text", text: "It is Paris.", citations: [{ type: "page", n: 1 }] },
          { type: "tool_use", id: "toolu_1", name: "look", input: { path: "a" } },
        ],
        stop_reason: "tool_use",
        stop_sequence: null,
        usage: { input_tokens: 5, output_tokens: 40, service_tier: "standard" },
        of_tomorrow: { a: 1 },
        context_management: { applied_edits: [] },
      },
    });
  });

  test("chat, with a server that numbers every call 0", () => {
    expect(assembled("chat", chatStream)).toEqual({
      kind: "whole",
      body: {
        id: "c1",
        object: "chat.completion",
        created: 7,
        model: "gpt-x",
        system_fingerprint: "fp",
        choices: [
          {
            index: 0,
            finish_reason: "tool_calls",
            logprobs: null,
            message: {
              role: "assistant",
              content: "It is Paris.",
              reasoning_content: "Hm",
              tool_calls: [
                { id: "call_a", type: "function", function: { name: "f", arguments: '{"a"' } },
                { id: "call_b", function: { name: "g", arguments: "{}" } },
              ],
            },
          },
        ],
        usage: { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 },
      },
    });
  });

  test("responses: what the last event holds", () => {
    const response = { id: "resp_1", object: "response", output: [{ type: "message" }], new: [1] };
    const events = [
      { type: "response.created", response: { id: "resp_1" } },
      { type: "response.output_text.delta", delta: "x" },
      { type: "response.completed", response },
    ];
    expect(assembled("responses", events)).toEqual({ kind: "whole", body: response });
  });

  test("gemini: texts that follow each other are one, up to a signature", () => {
    const chunk = (parts: JsonValue[], more: { [key: string]: JsonValue } = {}): JsonValue => ({
      candidates: [{ content: { role: "model", parts }, index: 0, ...more }],
      modelVersion: "g",
    });
    const events = [
      chunk([{ text: "Hm", thought: true }]),
      chunk([{ text: "It ", thoughtSignature: "s" }]),
      chunk([{ text: "is " }]),
      chunk([{ text: "Paris." }]),
      {
        ...Object(chunk([{ functionCall: { name: "f", args: {} } }], { finishReason: "STOP" })),
        usageMetadata: { a: 1 },
      },
    ];
    expect(assembled("gemini", events)).toEqual({
      kind: "whole",
      body: {
        candidates: [
          {
            content: {
              role: "model",
              parts: [
                { text: "Hm", thought: true },
                { text: "It ", thoughtSignature: "s" },
                { text: "is Paris." },
                { functionCall: { name: "f", args: {} } },
              ],
            },
            index: 0,
            finishReason: "STOP",
          },
        ],
        modelVersion: "g",
        usageMetadata: { a: 1 },
      },
    });
  });
});

describe("what is not whole is never called so", () => {
  test.each<[DialectName, (JsonValue | string)[]]>([
    ["messages", messagesStream],
    ["chat", chatStream],
  ])("%s, cut after any event before its last word", (dialect, events) => {
    const last = events.findIndex((event) =>
      JSON.stringify(event).includes(dialect === "chat" ? '"finish_reason":"t' : "message_stop"),
    );
    for (let count = 0; count < last; count++) {
      expect(assembled(dialect, events.slice(0, count)).kind).toBe("incomplete");
    }
    expect(assembled(dialect, events.slice(0, last + 1)).kind).toBe("whole");
  });

  test("a tool's input that is no JSON", () => {
    const broken = messagesStream.filter((event) => !JSON.stringify(event).includes('th\\":'));
    expect(assembled("messages", broken)).toEqual({ kind: "incomplete", why: "a tool's input is no JSON" });
  });

  test("a second answer inside the first", () => {
    expect(assembled("messages", [...messagesStream.slice(0, 3), ...messagesStream]).kind).toBe("incomplete");
  });

  test.each<[DialectName, JsonValue]>([
    ["messages", { type: "error", error: { type: "overloaded_error", message: "Overloaded" } }],
    ["chat", { error: { message: "x", code: "y" } }],
    ["responses", { type: "response.failed", response: { error: { code: "server_error" } } }],
    ["gemini", { error: { code: 503, status: "UNAVAILABLE" } }],
    ["gemini", [{ error: { code: 503, status: "UNAVAILABLE" } }]],
  ])("%s says that it failed", (dialect, event) => {
    expect(assembled(dialect, [event]).kind).toBe("failed");
  });

  test.each<DialectName>(["messages", "chat", "responses", "gemini"])(
    "%s of nothing, or of no JSON",
    (dialect) => {
      expect(assembled(dialect, []).kind).toBe("incomplete");
      expect(assembled(dialect, ["<html>"]).kind).toBe("incomplete");
    },
  );
});
