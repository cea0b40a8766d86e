import { expect, test } from "bun:test";
import type { Tool as WireTool } from "@google/genai";
import type { JsonValue } from "../json/value.ts";
import type { Loss } from "../loss.ts";
import type { Tool } from "../model/tool.ts";
import type { Wire } from "../../test/gemini-bodies.ts";
import { decodeTools, encodeTools } from "./tools.ts";

test("functions of all objects and Google's own tools are one list", () => {
  const said = [
    {
      functionDeclarations: [
        { name: "a", description: "A.", parametersJsonSchema: { type: "object" }, behavior: "BLOCKING" },
        { name: "b", parameters: { type: "OBJECT", properties: { x: { type: "INTEGER" } } } },
      ],
      codeExecution: {},
    },
    { functionDeclarations: [{ name: "c" }] },
    { googleSearch: {} },
  ] as const satisfies readonly Wire<WireTool>[];
  expect(decodeTools(said)).toEqual([
    {
      kind: "function",
      name: "a",
      description: "A.",
      schema: { type: "object" },
      extras: { gemini: { behavior: "BLOCKING" } },
    },
    { kind: "function", name: "b", schema: { type: "object", properties: { x: { type: "integer" } } } },
    { kind: "server", name: "codeExecution", origin: "gemini", value: { codeExecution: {} } },
    { kind: "function", name: "c" },
    {
      kind: "server",
      name: "googleSearch",
      origin: "gemini",
      does: "web-search",
      value: { googleSearch: {} },
    },
  ]);
});

test.each<[said: JsonValue]>([["x"], [[1]], [null]])("%j is no list of tools", (said) => {
  expect(decodeTools(said)).toBeUndefined();
});

test("all functions are told in one object", () => {
  const tools: Tool[] = [
    { kind: "function", name: "a", description: "A.", schema: { type: "object" }, strict: true },
    {
      kind: "server",
      name: "web_search",
      origin: "messages",
      does: "web-search",
      value: { type: "web_search" },
    },
    { kind: "server", name: "bash", origin: "messages", value: { type: "bash" } },
    { kind: "function", name: "b", cache: {} },
    {
      kind: "freeform",
      name: "patch",
      description: "Patches.",
      format: { type: "grammar", syntax: "lark", definition: "start: /.+/" },
    },
  ];
  const losses: Loss[] = [];
  expect(encodeTools(tools, losses)).toEqual([
    {
      functionDeclarations: [
        { name: "a", description: "A.", parametersJsonSchema: { type: "object" } },
        { name: "b" },
        {
          name: "patch",
          description: "Patches.\n\nstart: /.+/",
          parametersJsonSchema: {
            type: "object",
            properties: { input: { type: "string" } },
            required: ["input"],
          },
        },
      ],
    },
    { googleSearch: {} },
  ]);
  expect(losses.map(({ path, action }) => `${path} ${action}`)).toEqual([
    "tools[0].strict dropped",
    "tools[1] approximated",
    "tools[2] dropped",
    "tools[3].cache dropped",
    "tools[4] approximated",
  ]);
});
