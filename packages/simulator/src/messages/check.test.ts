import { describe, expect, test } from "bun:test";
import { verdictOf } from "../../test/checking.ts";
import type { Script } from "../script.ts";

const user = { role: "user", content: "Hello" };
const call = { type: "tool_use", id: "toolu_1", name: "f", input: {} };
const result = { type: "tool_result", tool_use_id: "toolu_1", content: "ok" };
const tool = { name: "f", input_schema: { type: "object" } };
const asked = (...messages: readonly object[]): object => ({ messages });
const said = (...content: readonly object[]): object => ({ role: "assistant", content });
const told = (...content: readonly object[]): object => ({ role: "user", content });

describe("what a healthy conversation looks like is answered", () => {
  test.each<[what: string, fields: object]>([
    ["a system message in the middle", asked(user, { role: "system", content: "Be brief." }, user)],
    ["turns of the same role in a row", asked(user, user, said({ type: "text", text: "Hi" }), user)],
    ["a call and its result", asked(user, said(call), told(result, { type: "text", text: "So?" }))],
    [
      "results in two messages of the user",
      asked(user, said(call, { ...call, id: "b" }), told(result), told({ ...result, tool_use_id: "b" })),
    ],
    [
      "a system message between a call and its result",
      asked(user, said(call), { role: "system", content: "x" }, told(result)),
    ],
    ["a prefill", asked(user, { role: "assistant", content: "It is" })],
    ["a tool with a type of its own", { tools: [{ type: "web_search_20260318", name: "web_search" }] }],
    ["a budget below the limit", { thinking: { type: "enabled", budget_tokens: 1024 } }],
    ["an unknown field", { whatever: 1 }],
    ["a prewarming", { max_tokens: 0 }],
  ])("%s", (_what, fields) => {
    expect(verdictOf("messages", fields)).toBe("200");
  });
});

describe("refused with 400", () => {
  test.each<[fields: object, message: string]>([
    [{ max_tokens: undefined }, "max_tokens: Field required"],
    [{ max_tokens: "many" }, "max_tokens: Input should be a valid integer"],
    [{ stream: "yes" }, "stream: Input should be a valid boolean"],
    [{ temperature: 1.5 }, "temperature: range: 0..1"],
    [{ stop_sequences: [" "] }, "stop_sequences: each stop sequence must contain non-whitespace"],
    [{ system: [{ type: "text", text: "" }] }, "system: text content blocks must be non-empty"],
    [asked(), "messages: at least one message is required"],
    [asked({ role: "assistant", content: "Hi" }, user), 'messages: first message must use the "user" role'],
    [
      asked(user, { role: "tool", content: "x" }),
      'messages: Unexpected role "tool". Allowed roles are "user", "assistant" or "system".',
    ],
    [
      asked({ role: "user", content: "" }, user),
      "messages.0: all messages must have non-empty content except for the optional final assistant message",
    ],
    [asked(told({ type: "text", text: "" })), "messages: text content blocks must be non-empty"],
    [
      asked(told({ type: "text", text: " \n" })),
      "messages: text content blocks must contain non-whitespace text",
    ],
    [
      asked(told({ type: "input_text", text: "x" })),
      "messages.0.content.0: Input tag 'input_text' found using 'type' does not match any of the expected tags",
    ],
    [asked(user, told(call)), "messages.1.content.0: `tool_use` blocks can only be in `assistant` messages"],
    [
      asked(user, said({ ...call, id: "functions.f:0" }), told(result)),
      "messages.1.content.0.tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'",
    ],
    [
      asked(user, said({ ...call, id: "x".repeat(65) }), told(result)),
      "messages.1.content.0.tool_use.id: String should have at most 64 characters",
    ],
    [
      asked(user, said({ ...call, name: "a.b" }), told(result)),
      "messages.1.content.0.tool_use.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'",
    ],
    [
      asked(user, said({ ...call, input: "{}" }), told(result)),
      "messages.1.content.0.tool_use.input: Input should be a valid dictionary",
    ],
    [asked(user, said(call, call), told(result)), "messages.1: `tool_use` ids must be unique"],
    [
      asked(user, said(call), user),
      "messages.1: `tool_use` ids were found without `tool_result` blocks immediately after: toolu_1. Each `tool_use` block must have a corresponding `tool_result` block in the next message.",
    ],
    [
      asked(user, said(call), told({ type: "text", text: "So:" }, result)),
      "messages.1: `tool_use` ids were found without `tool_result` blocks immediately after: toolu_1. Each `tool_use` block must have a corresponding `tool_result` block in the next message.",
    ],
    [
      asked(user, said(call)),
      "messages.1: `tool_use` ids were found without `tool_result` blocks immediately after: toolu_1. Each `tool_use` block must have a corresponding `tool_result` block in the next message.",
    ],
    [
      asked(told(result)),
      "messages.0.content.0: unexpected `tool_use_id` found in `tool_result` blocks: toolu_1. Each `tool_result` block must have a corresponding `tool_use` block in the previous message.",
    ],
    [
      asked(user, said(call), told(result, result)),
      "messages.2.content.1: each tool_use must have a single result. Found multiple `tool_result` blocks with id: toolu_1",
    ],
    [
      asked(user, { role: "assistant", content: "It is " }),
      "messages: final assistant content cannot end with trailing whitespace",
    ],
    [
      { tools: [{ type: "function", function: { name: "f" } }] },
      "tools.0: Input tag 'function' found using 'type' does not match any of the expected tags",
    ],
    [{ tools: [{ name: "f" }] }, "tools.0.custom.input_schema: Field required"],
    [
      { tools: [{ ...tool, name: "a.b" }] },
      "tools.0.custom.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'",
    ],
    [
      { tools: [{ ...tool, input_schema: {} }] },
      "tools.0.custom.input_schema.type: Input should be 'object'",
    ],
    [{ tools: [{ ...tool, parameters: {} }] }, "tools.0.custom.parameters: Extra inputs are not permitted"],
    [{ tools: [tool, tool] }, "tools: Tool names must be unique."],
    [
      { tool_choice: { type: "auto" } },
      "tool_choice: tool_choice may only be specified while providing tools",
    ],
    [
      { tools: [tool], tool_choice: { type: "required" } },
      "tool_choice: Input tag 'required' found using 'type' does not match any of the expected tags: 'auto', 'any', 'tool', 'none'",
    ],
    [{ tools: [tool], tool_choice: { type: "tool", name: "g" } }, "Tool 'g' not found in provided tools"],
    [
      { tools: [tool], tool_choice: { type: "any" }, thinking: { type: "adaptive" } },
      "Thinking may not be enabled when tool_choice forces tool use.",
    ],
    [
      { thinking: { type: "enabled", budget_tokens: 100 } },
      "thinking.enabled.budget_tokens: Input should be greater than or equal to 1024",
    ],
    [
      { thinking: { type: "enabled", budget_tokens: 2000 } },
      "`max_tokens` must be greater than `thinking.budget_tokens`.",
    ],
    [
      { ...asked(user, said(call), told(result)), thinking: { type: "enabled", budget_tokens: 1024 } },
      "messages.1.content.0.type: Expected `thinking` or `redacted_thinking`, but found `tool_use`. When `thinking` is enabled, a final `assistant` message must start with a thinking block (preceeding the lastmost set of `tool_use` and `tool_result` blocks).",
    ],
    [
      asked(told({ type: "image", source: { type: "base64", data: "AA==" } })),
      "messages.0.content.0.image.source.base64.media_type: Field required",
    ],
    [
      asked(told({ type: "image", source: { type: "image_url", url: "x" } })),
      "messages.0.content.0.image.source: Input tag 'image_url' found using 'type' does not match any of the expected tags: 'base64', 'url', 'file'",
    ],
  ])("%j", (fields, message) => {
    expect(verdictOf("messages", fields)).toBe(`400 ${message}`);
  });
});

test.each<[option: Script, fields: object, message: string]>([
  [{ strict: true }, { reasoning_effort: "low" }, "reasoning_effort: Extra inputs are not permitted"],
  [{ strict: true }, { context_management: {} }, "context_management: Extra inputs are not permitted"],
  [
    { prefill: "rejected" },
    asked(user, { role: "assistant", content: "It is" }),
    "This model does not support assistant message prefill. The conversation must end with a user message.",
  ],
])("with %j, %j is refused", (script, fields, message) => {
  expect(verdictOf("messages", fields)).toBe("200");
  expect(verdictOf("messages", fields, script)).toBe(`400 ${message}`);
});
