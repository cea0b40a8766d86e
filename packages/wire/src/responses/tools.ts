// Tool definitions, both ways. A namespace is cut into its tools, and put together again as it came.

import { booleanOf, isArray, isObject, numberOf, objectOf, textOf } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import { extrasLosses, fieldsOf, noteOf, withNote } from "../model/extras.ts";
import type { FunctionTool, ServerTool, Tool } from "../model/tool.ts";
import type { DialectName } from "../dialect-name.ts";
import { extrasLeft, fieldsFrom, given, merged, objectFrom, without } from "./fields.ts";
import { inside, lose, loseFields } from "./losses.ts";
import type { Place } from "./losses.ts";
import { sameValue, spelledAs, spellingOf } from "./spelling.ts";

/** The entries of a list of tools; undefined where it is none. */
export function toolEntries(value: JsonValue | undefined): readonly JsonObject[] | undefined {
  return isArray(value) && value.every((entry) => isObject(entry)) ? value : undefined;
}

export function decodeTools(entries: readonly JsonObject[]): Tool[] {
  return entries.flatMap((entry, at) => {
    const members = entry["type"] === "namespace" ? toolEntries(entry["tools"]) : undefined;
    const namespace = textOf(entry["name"]);
    if (members === undefined || members.length === 0 || namespace === undefined) return [decodeTool(entry)];
    // The place tells two namespaces of one name apart that stand side by side.
    const group = { at, entry: without(entry, new Set(["tools"])) };
    return members.map((member) =>
      withNote({ ...decodeTool(member), namespace }, "responses", { $group: group }),
    );
  });
}

/** `place` is that of one tool of the list. */
export interface PlacedTool {
  readonly tool: Tool;
  readonly place: Place;
}

/** `origin` is who said the request: what is left unsaid means what it means there. */
export function encodeTools(tools: readonly PlacedTool[], origin: DialectName): JsonObject[] {
  const entries: JsonObject[] = [];
  let last: { readonly of: Tool; readonly members: JsonObject[] } | undefined;
  for (const { tool, place } of tools) {
    const written = encodeTool(tool, origin, place);
    if (written === undefined) continue;
    if (tool.namespace === undefined) {
      last = undefined;
      entries.push(written);
    } else if (last !== undefined && isSameGroup(last.of, tool)) last.members.push(written);
    else {
      last = { of: tool, members: [written] };
      entries.push({ ...namespaceOf(tool, tool.namespace), tools: last.members });
    }
  }
  return entries;
}

function isSameGroup(one: Tool, other: Tool): boolean {
  return (
    one.namespace === other.namespace &&
    sameValue(noteOf(one, "responses", "$group"), noteOf(other, "responses", "$group"))
  );
}

function namespaceOf(tool: Tool, name: string): JsonObject {
  const entry = objectOf(objectOf(noteOf(tool, "responses", "$group"))?.["entry"]);
  return entry === undefined
    ? { type: "namespace", name, description: `The tools of ${name}.` }
    : { ...entry, name };
}

function decodeTool(entry: JsonObject): Tool {
  const tool = readTool(entry);
  return tool.kind === "server" ? tool : spelledAs(tool, entry);
}

function readTool(entry: JsonObject): Tool {
  const fields = fieldsFrom(entry);
  const type = fields.take("type", textOf);
  const name = fields.take("name", textOf);
  if (name === undefined || (type !== "function" && type !== "custom")) return serverTool(entry);
  const described = { name, ...given({ description: fields.take("description", textOf) }) };
  if (type === "custom") {
    const format = fields.take("format", objectOf);
    return { kind: "freeform", ...described, ...given({ format }), ...extrasLeft(fields) };
  }
  const schema = fields.take("parameters", (value) => value ?? undefined);
  const strict = fields.take("strict", booleanOf);
  return { kind: "function", ...described, ...given({ schema, strict }), ...extrasLeft(fields) };
}

function serverTool(value: JsonObject): ServerTool {
  const type = textOf(value["type"]) ?? "";
  const name = textOf(value["name"]) ?? textOf(value["server_label"]) ?? type;
  const isSearch = /^web_search(_|$)/.test(type);
  return { kind: "server", origin: "responses", name, ...(isSearch ? { does: "web-search" } : {}), value };
}

function encodeTool(tool: Tool, origin: DialectName, place: Place): JsonObject | undefined {
  if (tool.kind === "server" && tool.origin === "responses") return tool.value;
  const { namespace: _namespace, ...bare } = tool;
  const original = spellingOf(bare, readTool);
  if (original !== undefined) return original;
  loseFields(place, tool, ["cache"], "responses marks no tools for keeping");
  place.losses.push(...extrasLosses(tool, place.path, "responses"));
  const written = toolBody(tool, origin, place);
  return written && merged(fieldsOf(tool, "responses"), written);
}

function toolBody(tool: Tool, origin: DialectName, place: Place): JsonObject | undefined {
  switch (tool.kind) {
    case "function":
      return functionBody(tool, origin);
    case "freeform": {
      const { name, description, format } = tool;
      return objectFrom({ type: "custom", name, description, format });
    }
    case "server":
      if (tool.does === "web-search") {
        lose(place, "approximated", "it is this provider's own web search now");
        return { type: "web_search" };
      }
      lose(place, "dropped", `only ${tool.origin} knows the tool ${tool.name}`);
      return undefined;
  }
}

function functionBody({ name, description, schema, strict }: FunctionTool, origin: DialectName): JsonObject {
  // Silence means strict here, and not in any other dialect.
  const said = strict ?? (origin === "responses" ? undefined : false);
  return objectFrom({ type: "function", name, description, parameters: schema ?? null, strict: said });
}

/** The item of the conversation that the tool stands in, by number. */
export function itemOf(tool: Tool): number | undefined {
  return numberOf(noteOf(tool, "responses", "$from"));
}

/** Whether the tool is one of the request's own list, and stands nowhere in the conversation. */
export function isListed(tool: Tool): boolean {
  return itemOf(tool) === undefined && noteOf(tool, "responses", "$found") !== true;
}

/** A tool's place in the neutral model. */
export function placedTools(tools: readonly Tool[], losses: Place["losses"]): PlacedTool[] {
  return tools.map((tool, index) => ({ tool, place: inside({ path: "", losses }, `tools[${index}]`) }));
}
