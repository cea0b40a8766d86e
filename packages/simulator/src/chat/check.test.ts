import { describe, expect, test } from "bun:test";
import { verdictOf } from "../../test/checking.ts";

const user = { role: "user", content: "Hello" };
const call = { id: "call_1", type: "function", function: { name: "f", arguments: "{}" } };
const result = { role: "tool", tool_call_id: "call_1", content: "ok" };
const tool = { type: "function", function: { name: "f", parameters: { type: "object", properties: {} } } };
const strictTool = { type: "function", function: { ...tool.function, strict: true } };
const asked = (...messages: readonly object[]): object => ({ messages });
const said = (...tool_calls: readonly object[]): object => ({ role: "assistant", content: null, tool_calls });

describe("what a healthy conversation looks like is answered", () => {
  test.each<[what: string, fields: object]>([
    ["every role", asked({ role: "system", content: "x" }, { role: "developer", content: "x" }, user)],
    [
      "calls and their results, in any order",
      asked(user, said(call, { ...call, id: "b" }), { ...result, tool_call_id: "b" }, result),
    ],
    [
      "parts",
      asked({
        role: "user",
        content: [
          { type: "text", text: "x" },
          { type: "image_url", image_url: { url: "data:" } },
        ],
      }),
    ],
    ["a last message of the assistant", asked(user, { role: "assistant", content: "It is" })],
    ["an unknown field", { whatever: 1 }],
    ["an old limit", { max_tokens: 5 }],
  ])("%s", (_what, fields) => {
    expect(verdictOf("chat", fields)).toBe("200");
  });
});

describe("refused with 400", () => {
  test.each<[fields: object, message: string]>([
    [
      asked(),
      "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.",
    ],
    [
      asked({ role: "model", content: "x" }),
      "Invalid value: 'model'. Supported values are: 'system', 'assistant', 'user', 'function', 'tool', and 'developer'.",
    ],
    [asked({ role: "user", content: null }), "Invalid value for 'content': expected a string, got null."],
    [
      asked({ role: "assistant", content: null }),
      "Invalid value for 'content': expected a string, got null.",
    ],
    [
      asked({ role: "user", content: [{ type: "input_text", text: "x" }] }),
      "Invalid value: 'input_text'. Supported values are: 'text', 'image_url', 'input_audio', 'file'.",
    ],
    [
      asked(user, said()),
      "Invalid 'messages[1].tool_calls': empty array. Expected an array with minimum length 1, but got an empty array instead.",
    ],
    [
      asked(user, said({ ...call, id: "x".repeat(65) })),
      "Invalid 'messages[1].tool_calls[0].id': string too long. Expected a string with maximum length 64, but got a string with length 65 instead.",
    ],
    [
      asked(user, said({ ...call, function: { name: "f", arguments: {} } })),
      "Invalid type for 'messages[1].tool_calls[0].function.arguments': expected a string, but got an object instead.",
    ],
    [
      asked(user, said({ ...call, function: { name: "a.b", arguments: "" } })),
      "Invalid 'messages[1].tool_calls[0].function.name': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.",
    ],
    [
      asked(user, said(call), user),
      "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: call_1",
    ],
    [
      asked(user, said(call)),
      "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: call_1",
    ],
    [
      asked(user, result),
      "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.",
    ],
    [
      asked(user, said(call), result, result),
      "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.",
    ],
    [
      { tools: [{ name: "f", input_schema: {} }] },
      "Invalid value: 'undefined'. Supported values are: 'function' and 'custom'.",
    ],
    [{ tools: [{ type: "function", name: "f" }] }, "Missing required parameter: 'tools[0].function'."],
    [
      { tools: [{ type: "function", function: { name: "x".repeat(65) } }] },
      "Invalid 'tools[0].function.name': string too long. Expected a string with maximum length 64, but got a string with length 65 instead.",
    ],
    [
      { tools: [strictTool] },
      "Invalid schema for function 'f': In context=(), 'additionalProperties' is required to be supplied and to be false.",
    ],
    [
      { tool_choice: "auto" },
      "Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified.",
    ],
    [
      { tools: [tool], tool_choice: { type: "function", function: { name: "g" } } },
      "Invalid value for 'tool_choice': no function named 'g' was specified in the 'tools' parameter.",
    ],
    [
      { tools: [tool], tool_choice: "any" },
      `Invalid value: '"any"'. Supported values are: 'none', 'auto', and 'required'.`,
    ],
    [
      { stop: ["a", "b", "c", "d", "e"] },
      "Invalid 'stop': array too long. Expected an array with maximum length 4, but got an array with length 5 instead.",
    ],
    [
      { max_tokens: 5, max_completion_tokens: 5 },
      "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.",
    ],
    [
      { stream_options: { include_usage: true } },
      "The 'stream_options' parameter is only allowed when 'stream' is enabled.",
    ],
    [
      { temperature: 3 },
      "Invalid 'temperature': decimal above maximum value. Expected a value <= 2, but got 3 instead.",
    ],
    [
      { response_format: { type: "json_schema", json_schema: { schema: {} } } },
      "Missing required parameter: 'response_format.json_schema.name'.",
    ],
    [
      {
        response_format: {
          type: "json_schema",
          json_schema: {
            name: "r",
            strict: true,
            schema: { type: "object", properties: { a: { type: "string" } }, additionalProperties: false },
          },
        },
      },
      "Invalid schema for response_format 'r': In context=(), 'required' is required to be supplied and to be an array including every key in properties. Missing 'a'.",
    ],
  ])("%j", (fields, message) => {
    expect(verdictOf("chat", fields)).toBe(`400 ${message}`);
  });
});

test.each<[fields: object, message: string]>([
  [{ thinking: {} }, "Unrecognized request argument supplied: thinking"],
  [
    { max_tokens: 5 },
    "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
  ],
  [
    { temperature: 0.2 },
    "Unsupported value: 'temperature' does not support 0.2 with this model. Only the default (1) value is supported.",
  ],
])("only strictly, %j is refused", (fields, message) => {
  expect(verdictOf("chat", fields)).toBe("200");
  expect(verdictOf("chat", fields, { strict: true })).toBe(`400 ${message}`);
});
