import { describe, expect, test } from "bun:test";
import type { Tool as ToolParam } from "openai/resources/responses/responses";
import type { DialectName } from "../dialect-name.ts";
import { parseJson } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import type { Tool, ToolChoice } from "../model/tool.ts";
import { decodeToolChoice, encodeToolChoice } from "./tool-choice.ts";
import { decodeTools, encodeTools, placedTools, toolEntries } from "./tools.ts";

function entries(list: readonly (ToolParam | JsonObject)[]): readonly JsonObject[] {
  return toolEntries(parseJson(JSON.stringify(list))) ?? [];
}

function decode(list: readonly (ToolParam | JsonObject)[]): Tool[] {
  return decodeTools(entries(list));
}

function encode(
  tools: readonly Tool[],
  origin: DialectName,
): { readonly list: readonly JsonValue[]; readonly losses: readonly string[] } {
  const placed = placedTools(tools, []);
  const list = encodeTools(placed, origin);
  const losses = placed.flatMap(({ place }) => place.losses);
  return { list, losses: [...new Set(losses)].map(({ action, path }) => `${action} ${path}`) };
}

describe("a list of tools", () => {
  const get = {
    type: "function",
    name: "get",
    description: "Gets.",
    parameters: { type: "object" },
    strict: true,
  } as const;
  const exec = { type: "custom", name: "exec" } as const;

  test.each<[string, readonly (ToolParam | JsonObject)[]]>([
    ["functions, with fields that nobody knows", [{ ...get, defer_loading: true, async: true }]],
    [
      "functions that leave out what they may",
      [{ type: "function", name: "get", parameters: null, strict: null }],
    ],
    [
      "namespaces of one name side by side",
      [
        { type: "namespace", name: "a", description: "1", tools: [get] },
        { type: "namespace", name: "a", description: "2", tools: [exec] },
      ],
    ],
    [
      "namespaces between other tools",
      [
        get,
        { type: "namespace", name: "a", description: "1", tools: [get, exec] },
        exec,
        { type: "namespace", name: "b", description: "2", tools: [exec] },
        { type: "namespace", name: "c", description: "3", tools: [exec] },
      ],
    ],
    [
      "namespaces of nothing, and of what is no list",
      [
        { type: "namespace", name: "a", description: "1", tools: [] },
        { type: "namespace", name: "b", tools: {} },
      ],
    ],
    [
      "tools that run at the provider",
      [
        { type: "web_search" },
        { type: "mcp", server_label: "docs", server_url: "https://a.example" },
        { type: "code_interpreter", container: { type: "auto" } },
        { type: "tool_search" },
      ],
    ],
    ["tools of tomorrow", [{ type: "teleport", name: "t" }, { name: "no type" }, {}]],
  ])("of %s is written as it came", (_name, list) => {
    expect(encode(decode(list), "responses")).toEqual({ list: entries(list), losses: [] });
  });

  test("knows which of them search the web, and what to call those without a name", () => {
    expect(decode([{ type: "web_search_preview" }, { type: "mcp", server_label: "docs" }])).toEqual([
      {
        kind: "server",
        origin: "responses",
        name: "web_search_preview",
        does: "web-search",
        value: { type: "web_search_preview" },
      },
      { kind: "server", origin: "responses", name: "docs", value: { type: "mcp", server_label: "docs" } },
    ]);
  });

  test("keeps a namespace together when one of its tools has changed", () => {
    const tools = decode([{ type: "namespace", name: "a", description: "1", tools: [get, exec] }]);
    const changed = tools.map((tool) => ({ ...tool, namespace: "b", description: "New." }));
    expect(encode(changed, "responses").list).toEqual([
      {
        type: "namespace",
        name: "b",
        description: "1",
        tools: [
          { ...get, description: "New." },
          { ...exec, description: "New." },
        ],
      },
    ]);
  });

  test.each<[string, Tool, JsonValue | undefined, readonly string[]]>([
    [
      "a function that says nothing of strictness",
      { kind: "function", name: "get", schema: { type: "object" } },
      { type: "function", name: "get", parameters: { type: "object" }, strict: false },
      [],
    ],
    [
      "a function without a schema",
      { kind: "function", name: "get", strict: true },
      { type: "function", name: "get", parameters: null, strict: true },
      [],
    ],
    [
      "a freeform tool",
      { kind: "freeform", name: "exec", format: { type: "text" }, cache: {} },
      { type: "custom", name: "exec", format: { type: "text" } },
      ["dropped tools[0].cache"],
    ],
    [
      "a tool in a namespace",
      { kind: "freeform", name: "exec", namespace: "a" },
      {
        type: "namespace",
        name: "a",
        description: "The tools of a.",
        tools: [{ type: "custom", name: "exec" }],
      },
      [],
    ],
    [
      "another's web search",
      { kind: "server", origin: "messages", name: "web_search", does: "web-search", value: {} },
      { type: "web_search" },
      ["approximated tools[0]"],
    ],
    [
      "another's tool",
      { kind: "server", origin: "messages", name: "bash", value: {} },
      undefined,
      ["dropped tools[0]"],
    ],
    [
      "a function with another's fields",
      { kind: "function", name: "get", strict: true, extras: { messages: { eager_input_streaming: true } } },
      { type: "function", name: "get", parameters: null, strict: true },
      ["dropped tools[0].extras.messages.eager_input_streaming"],
    ],
  ])("takes %s from another dialect", (_name, tool, entry, losses) => {
    expect(encode([tool], "messages")).toEqual({ list: entry === undefined ? [] : [entry], losses });
  });
});

describe("a choice of tools", () => {
  const request = {
    origin: "responses" as const,
    model: "m",
    isStreamed: false,
    turns: [],
    tools: [{ kind: "freeform" as const, name: "exec" }],
  };
  const place = { path: "toolChoice", losses: [] };

  test.each<[JsonValue, ToolChoice]>([
    ["auto", { kind: "auto" }],
    ["none", { kind: "none" }],
    ["required", { kind: "any" }],
    [
      { type: "function", name: "get" },
      { kind: "tool", name: "get" },
    ],
    [
      { type: "custom", name: "exec" },
      { kind: "tool", name: "exec" },
    ],
    [
      { type: "function", name: "get", namespace: "a" },
      { kind: "tool", name: "get", namespace: "a" },
    ],
    [
      {
        type: "allowed_tools",
        mode: "auto",
        tools: [
          { type: "function", name: "get" },
          { type: "custom", name: "exec" },
        ],
      },
      { kind: "allowed", mode: "auto", names: ["get", "exec"] },
    ],
    ...(
      [
        { type: "mcp", server_label: "docs" },
        { type: "allowed_tools", mode: "required", tools: [{ type: "mcp", server_label: "docs" }] },
        { type: "allowed_tools", mode: "maybe", tools: [] },
        { type: "function", name: "get", twice: true },
        "perhaps",
        7,
      ] satisfies JsonValue[]
    ).map((value): [JsonValue, ToolChoice] => [value, { kind: "unknown", origin: "responses", value }]),
  ])("%j goes both ways", (said, choice) => {
    expect(decodeToolChoice(said)).toEqual(choice);
    expect(encodeToolChoice(choice, request, place)).toEqual(said);
  });

  test("that is null is none", () => {
    expect(decodeToolChoice(null)).toBeUndefined();
  });
});
