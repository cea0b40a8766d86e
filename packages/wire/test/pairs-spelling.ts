// Dialects let the same thing be written in several ways, and a same-dialect trip keeps the client's. Here it is all
// written one way, so that one expectation fits every client.

import type { DialectName } from "../src/dialect-name.ts";
import { isArray, isObject } from "../src/json/value.ts";
import type { JsonObject, JsonValue } from "../src/json/value.ts";

const spellers: Readonly<Record<DialectName, (body: JsonObject) => JsonObject>> = {
  messages: (body) =>
    changed(body, {
      system: (system) => asBlocks(system, "text"),
      messages: (turns) => each(turns, (turn) => changed(turn, { content: blocks })),
    }),
  chat: (body) => body,
  responses: (body) => changed(body, { input: (input) => each(asItems(input), item) }),
  gemini: (body) =>
    changed(body, {
      tools: (tools) => each(tools, (tool) => changed(tool, { functionDeclarations: declarations })),
      generationConfig: (config) =>
        isObject(config) ? renamed(config, "responseSchema", "responseJsonSchema") : config,
    }),
};

export function spelledOut(dialect: DialectName, body: JsonObject): JsonObject {
  return spellers[dialect](body);
}

function blocks(content: JsonValue): JsonValue {
  return each(asBlocks(content, "text"), (block) =>
    block["type"] === "tool_result" ? changed(block, { content: (inner) => asBlocks(inner, "text") }) : block,
  );
}

function asBlocks(content: JsonValue, type: string): JsonValue {
  return typeof content === "string" ? [{ type, text: content }] : content;
}

function asItems(input: JsonValue): JsonValue {
  return typeof input === "string" ? [{ role: "user", content: input }] : input;
}

function item(value: JsonObject): JsonObject {
  if (value["role"] === undefined) return value;
  const type = value["role"] === "assistant" ? "output_text" : "input_text";
  return { type: "message", ...changed(value, { content: (content) => asBlocks(content, type) }) };
}

function declarations(list: JsonValue): JsonValue {
  return each(list, (declaration) => renamed(declaration, "parameters", "parametersJsonSchema"));
}

/** Google's own schemas have their types in capitals. */
function renamed(object: JsonObject, from: string, to: string): JsonObject {
  const { [from]: schema, ...rest } = object;
  return schema === undefined ? object : { ...rest, [to]: inLowerCase(schema) };
}

function inLowerCase(schema: JsonValue): JsonValue {
  if (isArray(schema)) return schema.map(inLowerCase);
  if (!isObject(schema)) return schema;
  const entries = Object.entries(schema).map(([key, value]): [string, JsonValue] =>
    key === "type" && typeof value === "string" ? [key, value.toLowerCase()] : [key, inLowerCase(value)],
  );
  return Object.fromEntries(entries);
}

function changed(
  object: JsonObject,
  changes: Readonly<Record<string, (value: JsonValue) => JsonValue>>,
): JsonObject {
  const entries = Object.entries(object).map(([key, value]): [string, JsonValue] => [
    key,
    changes[key]?.(value) ?? value,
  ]);
  return Object.fromEntries(entries);
}

function each(list: JsonValue, change: (object: JsonObject) => JsonValue): JsonValue {
  return isArray(list) ? list.map((value) => (isObject(value) ? change(value) : value)) : list;
}
