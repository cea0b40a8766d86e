// Tool definitions, both ways. One object of the list may hold many functions and, under other keys, Google's own tools.

import type { Loss } from "../loss.ts";
import { isObject, objectOf, textOf } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import { extrasLosses } from "../model/extras.ts";
import type { FreeformTool, FunctionTool, ServerTool, Tool } from "../model/tool.ts";
import { freeformField } from "./encode-parts.ts";
import { camelCase, compact, fieldsFrom, listFrom, unreadExtras, withUnread } from "./fields.ts";
import { dropFields, lose } from "./losses.ts";
import type { Place } from "./losses.ts";
import { jsonSchemaFrom } from "./schema.ts";

/** Undefined where it is no list of objects. */
export function decodeTools(value: JsonValue | undefined): readonly Tool[] | undefined {
  const list = listFrom(value);
  if (list === undefined || !list.every((element) => isObject(element))) return undefined;
  return list.flatMap((element) => (isObject(element) ? toolsFrom(element) : []));
}

/** All functions in one object, as Google's SDKs write them; every server tool in one of its own. */
export function encodeTools(tools: readonly Tool[], losses: Loss[]): readonly JsonObject[] {
  const declarations: JsonObject[] = [];
  const list: JsonObject[] = [];
  for (const [index, tool] of tools.entries()) {
    const place: Place = { path: `tools[${index}]`, losses };
    losses.push(...extrasLosses(tool, place.path, "gemini"));
    dropFields(place, tool, ["cache"]);
    if (tool.kind === "server") {
      const value = serverToolOf(tool, place);
      if (value !== undefined) list.push(value);
      continue;
    }
    if (declarations.length === 0) list.push({ functionDeclarations: declarations });
    declarations.push(tool.kind === "function" ? functionOf(tool, place) : freeformOf(tool, place));
  }
  return list;
}

const webSearches = new Set(["googleSearch", "googleSearchRetrieval", "enterpriseWebSearch"]);

function toolsFrom(object: JsonObject): readonly Tool[] {
  const fields = fieldsFrom(object);
  const functions = fields.take("functionDeclarations", (value) => {
    const list = listFrom(value);
    return list?.every((element) => isObject(element)) === true ? list.map(functionFrom) : undefined;
  });
  const servers = Object.entries(fields.unread() ?? {}).map(([key, value]) => serverFrom(key, value));
  return [...(functions ?? []), ...servers];
}

function functionFrom(declaration: JsonObject): FunctionTool {
  const fields = fieldsFrom(declaration);
  const name = fields.take("name", textOf) ?? "";
  const description = fields.take("description", textOf);
  const schema = fields.take("parametersJsonSchema", objectOf) ?? fields.take("parameters", objectOf);
  return {
    kind: "function",
    name,
    ...(description === undefined ? {} : { description }),
    ...(schema === undefined ? {} : { schema: jsonSchemaFrom(schema) }),
    ...unreadExtras(fields),
  };
}

function serverFrom(key: string, value: JsonValue): ServerTool {
  const name = camelCase(key);
  return {
    kind: "server",
    name,
    origin: "gemini",
    ...(webSearches.has(name) ? { does: "web-search" } : {}),
    value: { [key]: value },
  };
}

function functionOf(tool: FunctionTool, place: Place): JsonObject {
  dropFields(place, tool, ["namespace", "strict"]);
  const { name, description, schema } = tool;
  return withUnread(compact({ name, description, parametersJsonSchema: schema }), tool);
}

function freeformOf({ name, description, format }: FreeformTool, place: Place): JsonObject {
  lose(place, "approximated", "Gemini's tools take objects, so the text is a field of one");
  const grammar = textOf(format?.["definition"]);
  const told = [description, grammar].filter((text) => text !== undefined).join("\n\n");
  return {
    name,
    description: told,
    parametersJsonSchema: {
      type: "object",
      properties: { [freeformField]: { type: "string" } },
      required: [freeformField],
    },
  };
}

function serverToolOf(tool: ServerTool, place: Place): JsonObject | undefined {
  if (tool.origin === "gemini") return tool.value;
  if (tool.does === "web-search") {
    lose(place, "approximated", `${tool.origin}'s web search becomes Google's`);
    return { googleSearch: {} };
  }
  lose(place, "dropped", `only ${tool.origin}'s provider has such a tool`);
  return undefined;
}
