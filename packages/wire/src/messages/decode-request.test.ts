import { describe, expect, test } from "bun:test";
import type { MessageCreateParams } from "@anthropic-ai/sdk/resources/beta/messages";
import type { JsonValue } from "../json/value.ts";
import type { Proof } from "../model/part.ts";
import type { NeutralRequest } from "../model/request.ts";
import { decodeRequest } from "./decode-request.ts";

const sealed: Proof = { dialect: "responses", value: "gAAAA", scope: "there" };
const context = { open: (token: string) => (token === "hf1.ours" ? sealed : undefined) };

function decoded(body: JsonValue): NeutralRequest {
  const result = decodeRequest(body, context);
  if (result.kind === "fault") throw new Error(`${result.path}: expected ${result.expected}`);
  return result.value;
}

const least = { model: "claude-opus-5", max_tokens: 10, messages: [] } satisfies MessageCreateParams;

test("a request of Claude Code is understood as a whole", () => {
  const body = {
    model: "claude-opus-5",
    max_tokens: 128_000,
    stream: true,
    system: [
      { type: "text", text: "x-anthropic-billing-header: cc_version=2.1.329" },
      { type: "text", text: "You are Claude Code.", cache_control: { type: "ephemeral", ttl: "1h" } },
    ],
    messages: [
      { role: "user", content: [{ type: "text", text: "Fix it", cache_control: { type: "ephemeral" } }] },
      { role: "system", content: "The directory is /src.", clear_at: "next_user_message" },
      {
        role: "assistant",
        content: [
          { type: "thinking", thinking: "", signature: "EuYB" },
          { type: "tool_use", id: "toolu_1", name: "Bash", input: { command: "ls" } },
        ],
      },
      {
        role: "user",
        content: [{ type: "tool_result", tool_use_id: "toolu_1", content: "a.ts", is_error: false }],
      },
    ],
    thinking: { type: "adaptive", display: "omitted" },
    output_config: { effort: "high" },
    context_management: { edits: [{ type: "clear_thinking_20251015", keep: "all" }] },
    metadata: { user_id: '{"device_id":"d","session_id":"s"}' },
    tools: [{ name: "Bash", description: "Runs a command", input_schema: { type: "object" } }],
  } satisfies MessageCreateParams;

  expect(decoded(body)).toEqual({
    origin: "messages",
    model: "claude-opus-5",
    isStreamed: true,
    turns: [
      {
        role: "system",
        parts: [
          { kind: "text", text: "x-anthropic-billing-header: cc_version=2.1.329" },
          { kind: "text", text: "You are Claude Code.", cache: { ttlSeconds: 3600 } },
        ],
      },
      { role: "user", parts: [{ kind: "text", text: "Fix it", cache: {} }] },
      {
        role: "system",
        parts: [{ kind: "text", text: "The directory is /src." }],
        extras: { messages: { clear_at: "next_user_message", $content: "text" } },
      },
      {
        role: "assistant",
        parts: [
          { kind: "thinking", text: "", proof: { dialect: "messages", value: "EuYB" } },
          { kind: "tool-call", id: "toolu_1", name: "Bash", inputKind: "json", input: '{"command":"ls"}' },
        ],
      },
      {
        role: "user",
        parts: [
          {
            kind: "tool-result",
            callId: "toolu_1",
            inputKind: "json",
            content: [{ kind: "text", text: "a.ts" }],
            isError: false,
            extras: { messages: { $content: "text" } },
          },
        ],
      },
    ],
    tools: [{ kind: "function", name: "Bash", description: "Runs a command", schema: { type: "object" } }],
    maxOutputTokens: 128_000,
    reasoning: { mode: "auto", effort: "high", show: "none" },
    userId: '{"device_id":"d","session_id":"s"}',
    extras: {
      messages: { context_management: { edits: [{ type: "clear_thinking_20251015", keep: "all" }] } },
    },
  });
});

test("a system message before any other stays among the messages", () => {
  const { turns } = decoded({ ...least, messages: [{ role: "system", content: "Hello" }] });
  expect(turns).toEqual([
    {
      role: "system",
      parts: [{ kind: "text", text: "Hello" }],
      extras: { messages: { $content: "text", $place: "list" } },
    },
  ]);
});

describe("settings", () => {
  test.each<[string, Record<string, JsonValue>, Partial<NeutralRequest>]>([
    ["no output, to warm a cache up", { max_tokens: 0 }, { maxOutputTokens: 0 }],
    [
      "sampling, as the older version has it",
      { temperature: 0.5, top_p: 1, top_k: 4, stop_sequences: ["END"] },
      { sampling: { temperature: 0.5, topP: 1, topK: 4, stop: ["END"] } },
    ],
    ["the paid tier", { service_tier: "auto" }, { serviceTier: "auto" }],
    ["the usual tier", { service_tier: "standard_only" }, { serviceTier: "standard" }],
    ["speed", { speed: "fast" }, { serviceTier: "fast" }],
    [
      "a format of output",
      { output_config: { format: { type: "json_schema", schema: { type: "object" } } } },
      { output: { kind: "json-schema", schema: { type: "object" } } },
    ],
    [
      "the older field for it",
      { output_format: { type: "json_schema", schema: {} } },
      { output: { kind: "json-schema", schema: {} }, extras: { messages: { $output: "output_format" } } },
    ],
    ["one marker for the whole cache", { cache_control: { type: "ephemeral" } }, { cache: {} }],
    ["what nobody knows yet", { of_tomorrow: [1] }, { extras: { messages: { of_tomorrow: [1] } } }],
    [
      "a field of a type that nobody knows yet",
      { max_tokens: "all" },
      { extras: { messages: { max_tokens: "all" } } },
    ],
  ])("%s", (_, fields, expected) => {
    expect(decoded({ ...least, ...fields })).toMatchObject(expected);
  });

  test("a null says nothing, and so costs no other dialect anything", () => {
    const { extras } = decoded({ ...least, metadata: { user_id: null }, container: null, thinking: null });
    expect(extras).toEqual({
      messages: { $unsaid: { metadata: { user_id: null }, container: null, thinking: null } },
    });
  });

  test("the path may say what the body of another platform does not", () => {
    const result = decodeRequest({ messages: [] }, { ...context, model: "claude-opus-5", isStreamed: true });
    expect(result).toMatchObject({ value: { model: "claude-opus-5", isStreamed: true } });
  });
});

describe("our tokens", () => {
  const withBlocks = (...content: JsonValue[]): JsonValue => ({
    ...least,
    messages: [{ role: "assistant", content }],
  });

  test("in a signature and in withheld thinking are opened", () => {
    const body = withBlocks(
      { type: "thinking", thinking: "Hm", signature: "hf1.ours" },
      { type: "redacted_thinking", data: "hf1.ours" },
    );
    expect(decoded(body).turns[0]?.parts).toEqual([
      { kind: "thinking", text: "Hm", proof: sealed },
      { kind: "thinking", text: "", proof: sealed },
    ]);
  });

  test("that do not open are lost, and so is what is nothing without", () => {
    const body = withBlocks(
      { type: "redacted_thinking", data: "hf1.theirs" },
      { type: "thinking", thinking: "Hm", signature: "hf1.theirs" },
    );
    const result = decodeRequest(body, context);
    expect(result).toMatchObject({
      value: { turns: [{ parts: [{ kind: "thinking", text: "Hm" }] }] },
      losses: [
        { path: "turns[0].parts[0]", action: "dropped" },
        { path: "turns[0].parts[0].proof", action: "dropped" },
      ],
    });
  });
});

describe("what cannot be understood at all", () => {
  test.each<[JsonValue, string, string]>([
    [null, "", "an object"],
    [{}, "messages", "a list"],
    [{ messages: ["Hi"] }, "messages[0]", "an object"],
    [{ messages: [{ role: "tool", content: "" }] }, "messages[0].role", '"user", "assistant" or "system"'],
    [{ messages: [{ role: "user", content: ["Hi"] }] }, "messages[0].content[0]", "an object"],
    [{ messages: [], tools: [1] }, "tools[0]", "an object"],
    [{ messages: [], system: [null] }, "system[0]", "an object"],
  ])("%j", (body, path, expected) => {
    expect(decodeRequest(body, context)).toEqual({ kind: "fault", path, expected });
  });
});
