import { describe, expect, test } from "bun:test";
import { decoded, written } from "../../test/chat-request.ts";
import type { JsonObject } from "../json/value.ts";
import type { Tool } from "../model/tool.ts";

describe("tools", () => {
  test.each<readonly [string, Tool, JsonObject | undefined, readonly string[]]>([
    [
      "a custom tool",
      { kind: "freeform", name: "p", format: { type: "grammar", syntax: "lark", definition: "d" } },
      {
        type: "custom",
        custom: { name: "p", format: { type: "grammar", grammar: { syntax: "lark", definition: "d" } } },
      },
      [],
    ],
    [
      "a tool of a namespace",
      { kind: "function", name: "f", namespace: "n", cache: {} },
      { type: "function", function: { name: "f" } },
      ["dropped tools[0].namespace", "dropped tools[0].cache"],
    ],
    [
      "a tool that runs at another provider",
      { kind: "server", name: "web_search", origin: "messages", value: {} },
      undefined,
      ["dropped tools[0]"],
    ],
    [
      "one of this dialect's",
      { kind: "server", name: "mcp", origin: "chat", value: { type: "mcp" } },
      { type: "mcp" },
      [],
    ],
  ])("%s", (_what, tool, element, lost) => {
    const { body, lost: found } = written({ tools: [tool] });
    expect(body["tools"]).toEqual(element === undefined ? undefined : [element]);
    expect(found).toEqual([...lost]);
  });

  test("tools and choices as other dialects spell them are written as this one does", () => {
    const { request } = decoded({
      messages: [{ role: "user", content: [{ type: "input_text", text: "a" }] }],
      tools: [
        { type: "function", name: "f", parameters: { type: "object" } },
        { type: "custom", name: "p" },
        { name: "g", input_schema: { type: "object" } },
      ],
      tool_choice: { type: "function", name: "f" },
      max_output_tokens: 5,
      response_format: { type: "json_schema", name: "out", schema: {} },
    });
    expect(written(request).body).toEqual({
      model: "gpt-5.5",
      messages: [{ role: "user", content: "a" }],
      tools: [
        { type: "function", function: { name: "f", parameters: { type: "object" } } },
        { type: "custom", custom: { name: "p" } },
        { type: "function", function: { name: "g", parameters: { type: "object" } } },
      ],
      tool_choice: { type: "function", function: { name: "f" } },
      max_completion_tokens: 5,
      response_format: { type: "json_schema", json_schema: { name: "out", schema: {} } },
    });
  });

  test("a choice names the kind of tool that it chooses", () => {
    const tools: readonly Tool[] = [
      { kind: "freeform", name: "p" },
      { kind: "function", name: "f" },
    ];
    expect(written({ tools, toolChoice: { kind: "tool", name: "p" } }).body["tool_choice"]).toEqual({
      type: "custom",
      custom: { name: "p" },
    });
    expect(
      written({ tools, toolChoice: { kind: "allowed", mode: "auto", names: ["f", "p"] } }).body[
        "tool_choice"
      ],
    ).toEqual({
      type: "allowed_tools",
      allowed_tools: {
        mode: "auto",
        tools: [
          { type: "function", function: { name: "f" } },
          { type: "custom", custom: { name: "p" } },
        ],
      },
    });
  });
});
