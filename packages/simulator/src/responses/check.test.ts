import { describe, expect, test } from "bun:test";
import { answerTo, verdictOf } from "../../test/checking.ts";
import { requestFor } from "../../test/questions.ts";
import { parse } from "../../test/understood.ts";

const user = { role: "user", content: "Hello" };
const call = { type: "function_call", id: "fc_1", call_id: "call_1", name: "f", arguments: "{}" };
const output = { type: "function_call_output", call_id: "call_1", output: "ok" };
const tool = { type: "function", name: "f", parameters: { type: "object" } };
const asked = (...input: readonly object[]): object => ({ input });
const said = (...content: readonly object[]): object => ({ type: "message", role: "assistant", content });

describe("what a healthy conversation looks like is answered", () => {
  test.each<[what: string, fields: object]>([
    [
      "easy messages",
      asked(user, { role: "assistant", content: "Hi" }, { role: "developer", content: "x" }, user),
    ],
    [
      "calls and outputs",
      asked(user, call, { ...call, id: "fc_2", call_id: "b" }, { ...output, call_id: "b" }, output),
    ],
    ["an output in parts", asked(user, call, { ...output, output: [{ type: "input_text", text: "ok" }] })],
    [
      "a free-form call",
      asked(
        user,
        { type: "custom_tool_call", call_id: "c", name: "sh", input: "ls" },
        { type: "custom_tool_call_output", call_id: "c", output: "" },
      ),
    ],
    [
      "the vendor's own items",
      asked(user, { type: "web_search_call", id: "ws_1" }, { type: "additional_tools", tools: [] }),
    ],
    [
      "tools of every kind",
      {
        tools: [
          tool,
          { type: "custom", name: "sh" },
          { type: "web_search" },
          { type: "namespace", name: "n", tools: [tool] },
        ],
      },
    ],
    ["an unknown field", { whatever: 1 }],
  ])("%s", (_what, fields) => {
    expect(verdictOf("responses", fields)).toBe("200");
  });
});

describe("refused with 400", () => {
  test.each<[fields: object, message: string]>([
    [{ input: undefined }, "Missing required parameter: 'input'."],
    [{ input: 7 }, "Invalid type for 'input': expected one of a string or array of input items."],
    [
      { messages: [user] },
      "Unsupported parameter: 'messages'. In the Responses API, this parameter has moved to 'input'. Try again with the new parameter.",
    ],
    [
      { response_format: {} },
      "Unsupported parameter: 'response_format'. In the Responses API, this parameter has moved to 'text.format'. Try again with the new parameter.",
    ],
    [
      { max_tokens: 100 },
      "Unsupported parameter: 'max_tokens'. In the Responses API, this parameter has moved to 'max_output_tokens'. Try again with the new parameter.",
    ],
    [
      { max_output_tokens: 5 },
      "Invalid 'max_output_tokens': integer below minimum value. Expected a value >= 16, but got 5 instead.",
    ],
    [
      { text: { format: { type: "json_schema", schema: {} } } },
      "Missing required parameter: 'text.format.name'.",
    ],
    [
      { reasoning: { effort: "adaptive" } },
      `Invalid value: '"adaptive"'. Supported values are: 'none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'.`,
    ],
    [{ previous_response_id: "resp_elsewhere" }, "Previous response with id 'resp_elsewhere' not found."],
    [
      { tools: [{ type: "function", function: { name: "f" } }] },
      "Missing required parameter: 'tools[0].name'.",
    ],
    [
      { tools: [{ ...tool, name: "a.b" }] },
      "Invalid 'tools[0].name': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.",
    ],
    [
      { tools: [{ ...tool, strict: true }] },
      "Invalid schema for function 'f': In context=(), 'additionalProperties' is required to be supplied and to be false.",
    ],
    [
      { tools: [tool], tool_choice: { type: "function", name: "g" } },
      "Tool choice 'function' not found in 'tools' parameter.",
    ],
    [
      asked({ role: "tool", content: "x" }),
      "Invalid value: 'tool'. Supported values are: 'assistant', 'system', 'developer', and 'user'.",
    ],
    [
      asked({ role: "user", content: [{ type: "text", text: "x" }] }),
      "Invalid value: 'text'. Supported values are: 'input_text' and 'input_image' and 'input_file' and 'input_audio'.",
    ],
    [
      asked(user, said({ type: "input_text", text: "x" })),
      "Invalid value: 'input_text'. Supported values are: 'output_text' and 'refusal'.",
    ],
    [
      asked(user, { ...call, id: "call_1" }, output),
      "Invalid 'input[1].id': 'call_1'. Expected an ID that begins with 'fc'.",
    ],
    [
      asked(user, { ...call, arguments: {} }, output),
      "Invalid type for 'input[1].arguments': expected a string.",
    ],
    [
      asked(user, { ...call, call_id: "x".repeat(65) }, output),
      "Invalid 'input[1].call_id': string too long. Expected a string with maximum length 64, but got a string with length 65 instead.",
    ],
    [
      asked(user, call, { ...output, output: {} }),
      "Invalid type for 'input[2].output': expected one of a string or array of content parts.",
    ],
    [asked(user, call), "No tool output found for function call call_1."],
    [asked(user, output), "No tool call found for function call output with call_id call_1."],
    [asked(user, { type: "reasoning", id: "rs_1" }), "Missing required parameter: 'input[1].summary'."],
  ])("%j", (fields, message) => {
    expect(verdictOf("responses", fields)).toBe(`400 ${message}`);
  });
});

test("an item that is only a name is not found: a provider keeps nothing", () => {
  const fields = asked(user, { type: "reasoning", id: "rs_1", summary: [] });
  expect(verdictOf("responses", fields)).toStartWith("404 Item with id 'rs_1' not found.");
});

test("strictly, an unknown field is refused", () => {
  expect(verdictOf("responses", { stop: ["x"] }, { strict: true })).toBe("400 Unknown parameter: 'stop'.");
});

test("a provider knows its own earlier answers by name, and no other's", () => {
  const { id } = parse(answerTo(requestFor("responses"), { account: "one" }).text);
  expect(verdictOf("responses", { previous_response_id: id }, { account: "one" })).toBe("200");
  expect(verdictOf("responses", { previous_response_id: id }, { account: "two" })).toStartWith(
    "400 Previous",
  );
});

test("an answer has all of the 31 fields that clients require, and repeats the request's settings", () => {
  const settings = {
    instructions: "Be brief.",
    temperature: 0.5,
    metadata: { a: "b" },
    store: false,
    tools: [tool],
  };
  const response = parse(answerTo(requestFor("responses", "whole", settings)).text);
  expect(Object.keys(response)).toHaveLength(31);
  expect(response).toMatchObject({ ...settings, tools: [{ ...tool, strict: true, description: null }] });
});
