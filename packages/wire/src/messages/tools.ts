// Tool definitions and the choice among them, both ways.

import { objectAt } from "../json/decoding.ts";
import { booleanOf, textOf } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import { extrasLosses, noteOf } from "../model/extras.ts";
import type { FunctionTool, ServerTool, Tool, ToolChoice } from "../model/tool.ts";
import { cacheFrom, encodeCache } from "./cache.ts";
import { fieldsFrom, given, kept, oneOf, only, written } from "./fields.ts";
import type { Fields } from "./fields.ts";
import { dropFields, inside, lose } from "./losses.ts";
import type { Place } from "./losses.ts";

/** The note on a tool whose type was said although it is the usual one. */
const typeNote = "$type";

export function toolFrom(value: JsonValue, at: string): Tool {
  const object = objectAt(value, at);
  const fields = fieldsFrom(object);
  const type = fields.take("type", only("custom"));
  const isFunction = type !== undefined || (fields.peek("type") ?? null) === null;
  const name = fields.take("name", textOf);
  if (!isFunction || name === undefined) return serverToolFrom(object);
  return {
    kind: "function",
    name,
    ...given({
      description: fields.take("description", textOf),
      schema: fields.take("input_schema", (said) => said ?? undefined),
      strict: fields.take("strict", booleanOf),
    }),
    ...cacheFrom(fields),
    ...kept(fields, { notes: given({ [typeNote]: type }), usual: ["input_schema"] }),
  };
}

/** Tools that run at Anthropic, its own tools that run at the client, toolsets and those of MCP servers. */
function serverToolFrom(object: JsonObject): ServerTool {
  const type = textOf(object["type"]) ?? "";
  const name = textOf(object["name"]) ?? textOf(object["mcp_server_name"]) ?? type;
  const does = type.startsWith("web_search_") ? ({ does: "web-search" } as const) : {};
  return {
    kind: "server",
    origin: "messages",
    name,
    ...does,
    value: object,
    ...cacheFrom(fieldsFrom(object)),
  };
}

export function encodeTools(tools: readonly Tool[], place: Place): JsonObject[] {
  return tools
    .map((tool, index) => encodeTool(tool, { ...place, path: `${place.path}[${index}]` }))
    .filter((tool) => tool !== undefined);
}

function encodeTool(tool: Tool, place: Place): JsonObject | undefined {
  place.losses.push(...extrasLosses(tool, place.path, "messages"));
  switch (tool.kind) {
    case "function":
      return encodeFunction(tool, place);
    case "freeform": {
      lose(place, "approximated", "messages' tools take objects: the text is a field of one");
      const { format: _format, extras: _extras, ...rest } = tool;
      return encodeFunction({ ...rest, kind: "function", schema: textSchema }, place);
    }
    case "server":
      if (tool.origin === "messages") return tool.value;
      lose(place, "dropped", `only ${tool.origin} has this tool`);
      return undefined;
  }
}

const textSchema = { type: "object", properties: { input: { type: "string" } }, required: ["input"] };

function encodeFunction(tool: FunctionTool, place: Place): JsonObject {
  dropFields(place, tool, ["namespace"], "messages' tools have no namespaces");
  return written(
    tool,
    {
      type: textOf(noteOf(tool, "messages", typeNote)),
      name: tool.name,
      description: tool.description,
      input_schema: tool.schema,
      strict: tool.strict,
      cache_control: encodeCache(tool.cache, place),
    },
    { input_schema: { type: "object" } },
  );
}

export interface Choosing {
  readonly toolChoice?: ToolChoice;
  readonly parallelToolCalls?: boolean;
}

const kinds = oneOf(new Map([...(["auto", "any", "none"] as const)].map((kind) => [kind, kind])));

/**
 * The field `tool_choice`. `auto` beside a switch that forbids parallel calls is there because the switch needs a place:
 * it is no choice of its own.
 */
export function choiceFrom(request: Fields): Choosing {
  const choice = request.child("tool_choice");
  if (choice === undefined) return {};
  const kind = choice.take("type", kinds);
  if (kind === "none") return { toolChoice: { kind } };
  if (kind !== undefined) {
    const parallel = parallelFrom(choice);
    return kind === "auto" && parallel.parallelToolCalls === false
      ? parallel
      : { toolChoice: { kind }, ...parallel };
  }
  const name = textOf(choice.peek("name"));
  if (choice.peek("type") !== "tool" || name === undefined) {
    return unknownChoice(request);
  }
  choice.take("type", textOf);
  choice.take("name", textOf);
  return { toolChoice: { kind: "tool", name }, ...parallelFrom(choice) };
}

function unknownChoice(request: Fields): Choosing {
  const value = request.take("tool_choice", (said) => said);
  return value === undefined ? {} : { toolChoice: { kind: "unknown", origin: "messages", value } };
}

function parallelFrom(choice: Fields): { readonly parallelToolCalls?: boolean } {
  const isDisabled = choice.take("disable_parallel_tool_use", booleanOf);
  return isDisabled === undefined ? {} : { parallelToolCalls: !isDisabled };
}

/** `place` is that of the request. */
export function encodeChoice(
  { toolChoice, parallelToolCalls }: Choosing,
  place: Place,
): JsonValue | undefined {
  const isSwitchable = toolChoice?.kind !== "none" && toolChoice?.kind !== "unknown";
  if (!isSwitchable || (toolChoice === undefined && parallelToolCalls === true)) {
    dropFields(place, { parallelToolCalls }, ["parallelToolCalls"], "messages says it with a choice");
  }
  const parallel = parallelToolCalls === undefined ? {} : { disable_parallel_tool_use: !parallelToolCalls };
  switch (toolChoice?.kind) {
    case undefined:
      return parallelToolCalls === false ? { type: "auto", ...parallel } : undefined;
    case "auto":
      if (parallelToolCalls === false) {
        lose(inside(place, "toolChoice"), "approximated", "in messages it is what no choice means");
      }
      return { type: "auto", ...parallel };
    case "any":
      return { type: "any", ...parallel };
    case "none":
      return { type: "none" };
    case "tool":
      dropFields(
        inside(place, "toolChoice"),
        toolChoice,
        ["namespace"],
        "messages' tools have no namespaces",
      );
      return { type: "tool", name: toolChoice.name, ...parallel };
    case "allowed":
      lose(inside(place, "toolChoice"), "approximated", "messages allows all of the tools or none");
      return { type: toolChoice.mode, ...parallel };
    case "unknown":
      if (toolChoice.origin === "messages") return toolChoice.value;
      lose(inside(place, "toolChoice"), "dropped", `only ${toolChoice.origin} knows such a choice`);
      return undefined;
  }
}
