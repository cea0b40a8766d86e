// Definitions of tools, both ways.

import type { JsonObject, JsonValue } from "../json/value.ts";
import { arrayOf, booleanOf, isObject, objectOf, textOf } from "../json/value.ts";
import type { Loss } from "../loss.ts";
import { extrasLosses, fieldsOf, noteOf, withNote } from "../model/extras.ts";
import type { FreeformTool, FunctionTool, ServerTool, Tool } from "../model/tool.ts";
import { isFlat } from "./borrowed.ts";
import { extrasLeft, fieldsFrom, given, merged, objectFrom } from "./fields.ts";
import type { Fields } from "./fields.ts";
import { spelledAs, spellingOf } from "./spelling.ts";

/** Undefined for what is no list of objects. */
export function decodeTools(tools: JsonValue): Tool[] | undefined {
  return objectsIn(tools)?.map((tool) => (isFlat(tool) ? readTool(tool) : spelledAs(readTool(tool), tool)));
}

/** The `functions` of before there were `tools`. */
export function decodeFunctions(functions: JsonValue): Tool[] | undefined {
  return objectsIn(functions)?.map((tool) => spelledAs(readFunction(tool), tool));
}

/** `web_search_options` turns the one server tool on that Chat has. */
export function decodeWebSearch(options: JsonValue): Tool[] | undefined {
  if (!isObject(options)) return undefined;
  const tool: ServerTool = {
    kind: "server",
    name: "web_search",
    origin: "chat",
    does: "web-search",
    value: options,
  };
  return [withNote(tool, "chat", { $in: "web_search_options" })];
}

/** The fields of a request that tell of its tools. */
export function encodeTools(tools: readonly Tool[], losses: Loss[]): JsonObject {
  const encoded = tools.map((tool, index) => {
    const place = noteOf(tool, "chat", "$in");
    return { place, value: encodeTool(tool, `tools[${index}]`, losses) };
  });
  const at = (wanted: JsonValue | undefined): readonly JsonObject[] =>
    encoded.flatMap(({ place, value }) => (place === wanted && value !== undefined ? [value] : []));
  const plain = at(undefined);
  const functions = at("functions");
  return {
    ...(plain.length > 0 ? { tools: plain } : {}),
    ...(functions.length > 0 ? { functions } : {}),
    ...objectFrom({ web_search_options: at("web_search_options")[0] }),
  };
}

function objectsIn(list: JsonValue): readonly JsonObject[] | undefined {
  const objects = arrayOf(list)?.filter(isObject);
  return objects !== undefined && objects.length === arrayOf(list)?.length ? objects : undefined;
}

/** Nested as Chat has it, flat as Responses has it (Cursor), or as Messages has it: clients mix them up. */
function readTool(tool: JsonObject): Tool {
  const fields = fieldsFrom(tool);
  const read = toolIn(fields);
  return read === undefined ? serverTool(tool) : { ...read, ...extrasLeft(fields) };
}

function readFunction(value: JsonObject): Tool {
  const fields = fieldsFrom(value);
  const tool = functionTool(fields, "parameters") ?? serverTool(value);
  return withNote({ ...tool, ...(tool.kind === "server" ? {} : extrasLeft(fields)) }, "chat", {
    $in: "functions",
  });
}

function toolIn(fields: Fields): Tool | undefined {
  switch (fields.take("type", textOf)) {
    case "function":
      return functionTool(fields.within("function") ?? fields, "parameters");
    case "custom":
      return freeformTool(fields.within("custom") ?? fields);
    case undefined:
      return functionTool(fields, "input_schema");
    default:
      return undefined;
  }
}

function functionTool(fields: Fields, schemaKey: "parameters" | "input_schema"): FunctionTool | undefined {
  const name = fields.take("name", textOf);
  if (name === undefined) return undefined;
  const more = given({
    description: fields.take("description", textOf),
    schema: fields.take(schemaKey, objectOf),
    strict: fields.take("strict", booleanOf),
  });
  return { kind: "function", name, ...more };
}

function freeformTool(fields: Fields): FreeformTool | undefined {
  const name = fields.take("name", textOf);
  if (name === undefined) return undefined;
  const more = given({
    description: fields.take("description", textOf),
    format: fields.take("format", flatFormat),
  });
  return { kind: "freeform", name, ...more };
}

/** Chat nests what a grammar is (`{type: "grammar", grammar: {...}}`), Responses does not. */
function flatFormat(value: JsonValue): JsonObject | undefined {
  const format = objectOf(value);
  const grammar = objectOf(format?.["grammar"]);
  return grammar === undefined ? format : { type: "grammar", ...grammar };
}

function nestedFormat(format: JsonObject): JsonObject {
  const { type, ...grammar } = format;
  return type === "grammar" ? { type, grammar } : format;
}

function serverTool(value: JsonObject): ServerTool {
  return {
    kind: "server",
    name: textOf(value["name"]) ?? textOf(value["type"]) ?? "",
    origin: "chat",
    value,
  };
}

function encodeTool(tool: Tool, path: string, losses: Loss[]): JsonObject | undefined {
  if (tool.kind === "server") {
    if (tool.origin === "chat") return tool.value;
    losses.push({ path, action: "dropped", why: `\`${tool.name}\` runs at a provider of ${tool.origin}` });
    return undefined;
  }
  const isOld = noteOf(tool, "chat", "$in") === "functions";
  const spelled = spellingOf<Tool>(tool, isOld ? readFunction : readTool);
  if (spelled !== undefined) return spelled;
  losses.push(...extrasLosses(tool, path, "chat"));
  for (const field of Object.keys(given({ namespace: tool.namespace, cache: tool.cache }))) {
    losses.push({ path: `${path}.${field}`, action: "dropped", why: "a chat tool has no field for it" });
  }
  const body = tool.kind === "function" ? functionBody(tool) : freeformBody(tool);
  if (isOld) return merged(fieldsOf(tool, "chat"), body);
  return merged(fieldsOf(tool, "chat"), {
    type: tool.kind === "function" ? "function" : "custom",
    ...wrapped(tool, body),
  });
}

function wrapped({ kind }: FunctionTool | FreeformTool, body: JsonObject): JsonObject {
  return kind === "function" ? { function: body } : { custom: body };
}

function functionBody({ name, description, schema, strict }: FunctionTool): JsonObject {
  return { name, ...objectFrom({ description, parameters: schema, strict }) };
}

function freeformBody({ name, description, format }: FreeformTool): JsonObject {
  return { name, ...objectFrom({ description, format: format && nestedFormat(format) }) };
}
