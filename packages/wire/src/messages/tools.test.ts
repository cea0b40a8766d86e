import { describe, expect, test } from "bun:test";
import type { BetaToolChoice, BetaToolUnion } from "@anthropic-ai/sdk/resources/beta/messages";
import type { Loss } from "../loss.ts";
import { parseJson } from "../json/value.ts";
import type { JsonValue } from "../json/value.ts";
import type { Tool } from "../model/tool.ts";
import { fieldsFrom } from "./fields.ts";
import { choiceFrom, encodeChoice, encodeTools, toolFrom } from "./tools.ts";
import type { Choosing } from "./tools.ts";

const lossesOf = (losses: readonly Loss[]): string[] => losses.map(({ path, action }) => `${action} ${path}`);
/** By way of its text, as anything comes: the SDK types what is JSON as unknown. */
const asJson = (value: object): JsonValue => parseJson(JSON.stringify(value)) ?? null;

function write(tools: readonly Tool[]): { tools: unknown; losses: string[] } {
  const losses: Loss[] = [];
  return { tools: encodeTools(tools, { path: "tools", losses }), losses: lossesOf(losses) };
}

describe("a definition and its tool say the same", () => {
  test.each<[string, BetaToolUnion, Tool]>([
    [
      "a function",
      { name: "f", description: "Does", input_schema: { type: "object" }, strict: true },
      { kind: "function", name: "f", description: "Does", schema: { type: "object" }, strict: true },
    ],
    [
      "a function that says what it is",
      { type: "custom", name: "f", input_schema: { type: "object" }, cache_control: { type: "ephemeral" } },
      {
        kind: "function",
        name: "f",
        schema: { type: "object" },
        cache: {},
        extras: { messages: { $type: "custom" } },
      },
    ],
    [
      "what only Anthropic's functions have",
      { name: "f", input_schema: { type: "object" }, defer_loading: true, input_examples: [{ a: 1 }] },
      {
        kind: "function",
        name: "f",
        schema: { type: "object" },
        extras: { messages: { defer_loading: true, input_examples: [{ a: 1 }] } },
      },
    ],
    [
      "a web search",
      { type: "web_search_20260318", name: "web_search", max_uses: 2 },
      {
        kind: "server",
        origin: "messages",
        name: "web_search",
        does: "web-search",
        value: { type: "web_search_20260318", name: "web_search", max_uses: 2 },
      },
    ],
    [
      "a tool of Anthropic's that runs at the client",
      { type: "bash_20250124", name: "bash", cache_control: { type: "ephemeral" } },
      {
        kind: "server",
        origin: "messages",
        name: "bash",
        value: { type: "bash_20250124", name: "bash", cache_control: { type: "ephemeral" } },
        cache: {},
      },
    ],
    [
      "the tools of an MCP server",
      { type: "mcp_toolset", mcp_server_name: "tickets" },
      {
        kind: "server",
        origin: "messages",
        name: "tickets",
        value: { type: "mcp_toolset", mcp_server_name: "tickets" },
      },
    ],
    [
      "a set of tools without a name",
      { type: "browser_toolset_20260801" },
      {
        kind: "server",
        origin: "messages",
        name: "browser_toolset_20260801",
        value: { type: "browser_toolset_20260801" },
      },
    ],
  ])("%s", (_, definition, tool) => {
    expect(toolFrom(asJson(definition), "tools[0]")).toEqual(tool);
    expect(write([tool])).toEqual({ tools: [definition], losses: [] });
  });
});

describe("tools of others", () => {
  test("a tool that takes text becomes one that takes an object with a text", () => {
    const tool: Tool = { kind: "freeform", name: "patch", description: "Applies", format: { type: "text" } };
    expect(write([tool])).toEqual({
      tools: [
        {
          name: "patch",
          description: "Applies",
          input_schema: { type: "object", properties: { input: { type: "string" } }, required: ["input"] },
        },
      ],
      losses: ["approximated tools[0]"],
    });
  });

  test("a schema stands where none was given, since Anthropic wants one", () => {
    expect(write([{ kind: "function", name: "f", namespace: "ns" }])).toEqual({
      tools: [{ name: "f", input_schema: { type: "object" } }],
      losses: ["dropped tools[0].namespace"],
    });
  });

  test("a tool that another provider runs is not declared", () => {
    const tool: Tool = { kind: "server", origin: "gemini", name: "urlContext", value: { urlContext: {} } };
    expect(write([tool])).toEqual({ tools: [], losses: ["dropped tools[0]"] });
  });
});

describe("a choice", () => {
  test.each<[string, BetaToolChoice, Choosing]>([
    ["as the model likes", { type: "auto" }, { toolChoice: { kind: "auto" } }],
    ["any of them", { type: "any" }, { toolChoice: { kind: "any" } }],
    ["none", { type: "none" }, { toolChoice: { kind: "none" } }],
    ["one", { type: "tool", name: "f" }, { toolChoice: { kind: "tool", name: "f" } }],
    [
      "any of them, one at a time",
      { type: "any", disable_parallel_tool_use: true },
      { toolChoice: { kind: "any" }, parallelToolCalls: false },
    ],
    [
      "as the model likes, and many at a time",
      { type: "auto", disable_parallel_tool_use: false },
      { toolChoice: { kind: "auto" }, parallelToolCalls: true },
    ],
    [
      "one at a time, for which the choice is but the place",
      { type: "auto", disable_parallel_tool_use: true },
      { parallelToolCalls: false },
    ],
  ])("%s, is read and written alike", (_, choice, choosing) => {
    expect(choiceFrom(fieldsFrom({ tool_choice: asJson(choice) }))).toEqual(choosing);
    const losses: Loss[] = [];
    const written: unknown = encodeChoice(choosing, { path: "", losses });
    expect(written).toEqual(choice);
    expect(losses).toEqual([]);
  });

  test.each<[string, Choosing, JsonValue | undefined, string[]]>([
    [
      "as the model likes and one at a time",
      { toolChoice: { kind: "auto" }, parallelToolCalls: false },
      { type: "auto", disable_parallel_tool_use: true },
      ["approximated toolChoice"],
    ],
    ["many at a time, by itself", { parallelToolCalls: true }, undefined, ["dropped parallelToolCalls"]],
    [
      "none, many at a time",
      { toolChoice: { kind: "none" }, parallelToolCalls: true },
      { type: "none" },
      ["dropped parallelToolCalls"],
    ],
    [
      "some of them",
      { toolChoice: { kind: "allowed", mode: "any", names: ["f"] } },
      { type: "any" },
      ["approximated toolChoice"],
    ],
    [
      "one of a namespace",
      { toolChoice: { kind: "tool", name: "f", namespace: "ns" } },
      { type: "tool", name: "f" },
      ["dropped toolChoice.namespace"],
    ],
    [
      "a choice that another dialect alone knows",
      { toolChoice: { kind: "unknown", origin: "responses", value: { type: "mcp" } } },
      undefined,
      ["dropped toolChoice"],
    ],
  ])("%s, costs something", (_, choosing, expected, expectedLosses) => {
    const losses: Loss[] = [];
    expect(encodeChoice(choosing, { path: "", losses })).toEqual(expected);
    expect(lossesOf(losses)).toEqual(expectedLosses);
  });
});
