import { describe, expect, test } from "bun:test";
import type { ChatCompletionCreateParams } from "openai/resources/chat/completions";
import { decoded, meant } from "../../test/chat-request.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import { decodeRequest } from "./decode-request.ts";

test("a full request is read whole", () => {
  const body = {
    model: "gpt-5.5",
    stream: true,
    stream_options: { include_usage: true },
    messages: [
      { role: "developer", content: "Be brief." },
      {
        role: "user",
        name: "ann",
        content: [
          { type: "text", text: "Look:" },
          { type: "image_url", image_url: { url: "data:image/png;base64,AA", detail: "low" } },
        ],
      },
      {
        role: "assistant",
        content: null,
        tool_calls: [{ id: "c1", type: "function", function: { name: "f", arguments: '{"a":1}' } }],
      },
      { role: "tool", tool_call_id: "c1", content: "done" },
    ],
    tools: [
      {
        type: "function",
        function: { name: "f", description: "Does f.", parameters: { type: "object" }, strict: true },
      },
      {
        type: "custom",
        custom: {
          name: "p",
          format: { type: "grammar", grammar: { syntax: "lark", definition: "start: /a/" } },
        },
      },
    ],
    tool_choice: {
      type: "allowed_tools",
      allowed_tools: { mode: "required", tools: [{ type: "function", function: { name: "f" } }] },
    },
    parallel_tool_calls: false,
    max_completion_tokens: 100,
    temperature: 0.5,
    top_p: 0.9,
    frequency_penalty: 0.1,
    presence_penalty: 0.2,
    stop: "END",
    n: 1,
    reasoning_effort: "high",
    response_format: {
      type: "json_schema",
      json_schema: { name: "out", schema: { type: "object" }, strict: true },
    },
    verbosity: "low",
    service_tier: "default",
    safety_identifier: "u1",
    metadata: { a: "b" },
    prompt_cache_key: "k",
    logit_bias: { "1": -1 },
  } satisfies ChatCompletionCreateParams;
  const { request, losses } = decoded(body);
  expect(losses).toEqual([]);
  expect(meant(request)).toEqual({
    origin: "chat",
    model: "gpt-5.5",
    isStreamed: true,
    includeUsage: true,
    turns: [
      { role: "developer", parts: [{ kind: "text", text: "Be brief." }] },
      {
        role: "user",
        parts: [
          { kind: "text", text: "Look:" },
          { kind: "image", source: { kind: "base64", mediaType: "image/png", data: "AA" }, detail: "low" },
        ],
        extras: { chat: { name: "ann" } },
      },
      {
        role: "assistant",
        parts: [{ kind: "tool-call", id: "c1", name: "f", inputKind: "json", input: '{"a":1}' }],
      },
      {
        role: "user",
        parts: [
          { kind: "tool-result", callId: "c1", inputKind: "json", content: [{ kind: "text", text: "done" }] },
        ],
      },
    ],
    tools: [
      { kind: "function", name: "f", description: "Does f.", schema: { type: "object" }, strict: true },
      { kind: "freeform", name: "p", format: { type: "grammar", syntax: "lark", definition: "start: /a/" } },
    ],
    toolChoice: { kind: "allowed", mode: "any", names: ["f"] },
    parallelToolCalls: false,
    maxOutputTokens: 100,
    sampling: {
      temperature: 0.5,
      topP: 0.9,
      frequencyPenalty: 0.1,
      presencePenalty: 0.2,
      stop: ["END"],
      candidates: 1,
    },
    reasoning: { effort: "high" },
    output: { kind: "json-schema", name: "out", schema: { type: "object" }, strict: true },
    verbosity: "low",
    serviceTier: "standard",
    userId: "u1",
    metadata: { a: "b" },
    cacheKey: "k",
    extras: { chat: { logit_bias: { "1": -1 } } },
  });
});

describe("fields that say more than the model can", () => {
  test.each<readonly [string, JsonObject]>([
    [
      "a choice of tools that only the server knows",
      {
        tool_choice: {
          type: "allowed_tools",
          allowed_tools: {
            mode: "auto",
            tools: [{ type: "function", function: { name: "f" } }, { type: "mcp" }],
          },
        },
      },
    ],
    ["a named server tool", { tool_choice: { type: "mcp", server_label: "x" } }],
  ])("%s is kept whole", (_what, fields) => {
    const { request } = decoded({ messages: [], ...fields });
    expect(request.toolChoice).toEqual({
      kind: "unknown",
      origin: "chat",
      value: fields["tool_choice"] ?? null,
    });
  });

  test.each<readonly [string, JsonObject]>([
    ["cache options of a new kind", { prompt_cache_options: { mode: "implicit", prewarm: true } }],
    ["a mode of theirs", { prompt_cache_options: { mode: "explicit" } }],
    ["reasoning of a new kind", { reasoning: { effort: "low", context: "all_turns" } }],
    ["an unknown tier", { service_tier: "scale" }],
    ["an unknown effort", { reasoning_effort: "utmost" }],
    ["a second limit", { max_completion_tokens: 5, max_tokens: 6 }],
  ])("%s stays in the dialect", (_what, fields) => {
    const { request } = decoded({ messages: [], ...fields });
    const { max_completion_tokens: _read, ...kept } = fields;
    expect(meant(request.extras)).toEqual({ chat: kept });
  });
});

describe("what cannot be understood", () => {
  test.each<readonly [JsonValue, string, string]>([
    [null, "", "an object"],
    [[], "", "an object"],
    [{}, "messages", "a list of messages"],
    [{ messages: "hi" }, "messages", "a list of messages"],
    [{ messages: ["hi"] }, "messages[0]", "an object"],
    [
      { messages: [{ role: "user", content: "a" }, { content: "b" }] },
      "messages[1].role",
      "the role of a message",
    ],
  ])("%j is a fault", (body, path, expected) => {
    expect(decodeRequest(body, { open: () => undefined })).toEqual({ kind: "fault", path, expected });
  });

  test("known fields of unknown kinds are kept, never refused", () => {
    const odd = {
      temperature: "hot",
      stop: 5,
      n: null,
      tools: "all",
      tool_choice: 3,
      stream: "yes",
      response_format: { type: "xml" },
      max_tokens: [],
    };
    const { request } = decoded({ model: 4, messages: [], ...odd });
    const { n: _null, ...said } = odd;
    expect(meant(request)).toEqual({
      origin: "chat",
      model: "",
      isStreamed: false,
      turns: [],
      extras: { chat: { model: 4, ...said } },
    });
  });
});
