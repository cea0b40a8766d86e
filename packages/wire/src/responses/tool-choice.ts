import { isObject, textOf } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import type { NeutralRequest } from "../model/request.ts";
import type { ToolChoice } from "../model/tool.ts";
import { lose } from "./losses.ts";
import type { Place } from "./losses.ts";
import { toolEntries } from "./tools.ts";

export function decodeToolChoice(choice: JsonValue): ToolChoice | undefined {
  if (choice === "auto" || choice === "none") return { kind: choice };
  if (choice === "required") return { kind: "any" };
  if (choice === null) return undefined;
  const known = isObject(choice) ? (namedFrom(choice) ?? allowedFrom(choice)) : undefined;
  return known ?? { kind: "unknown", origin: "responses", value: choice };
}

export function encodeToolChoice(
  choice: ToolChoice,
  request: NeutralRequest,
  place: Place,
): JsonValue | undefined {
  switch (choice.kind) {
    case "auto":
    case "none":
      return choice.kind;
    case "any":
      return "required";
    case "tool": {
      const { name, namespace } = choice;
      return { ...named(name, request), ...(namespace === undefined ? {} : { namespace }) };
    }
    case "allowed": {
      const mode = choice.mode === "any" ? "required" : "auto";
      return { type: "allowed_tools", mode, tools: choice.names.map((name) => named(name, request)) };
    }
    case "unknown":
      if (choice.origin === "responses") return choice.value;
      lose(place, "dropped", `only ${choice.origin} knows such a choice`);
      return undefined;
  }
}

function named(name: string, { tools = [] }: NeutralRequest): JsonObject {
  const isFreeform = tools.some((tool) => tool.kind === "freeform" && tool.name === name);
  return { type: isFreeform ? "custom" : "function", name };
}

/** A choice that says more than a name is none that others could be told. */
function namedFrom(choice: JsonObject): ToolChoice | undefined {
  const { type, name, namespace, ...more } = choice;
  const isKnown = (type === "function" || type === "custom") && Object.keys(more).length === 0;
  if (!isKnown || typeof name !== "string") return undefined;
  if (namespace === undefined) return { kind: "tool", name };
  return typeof namespace === "string" ? { kind: "tool", name, namespace } : undefined;
}

function allowedFrom(choice: JsonObject): ToolChoice | undefined {
  const { type, mode, tools } = choice;
  const entries = type === "allowed_tools" ? toolEntries(tools) : undefined;
  const isKnown = mode === "auto" || mode === "required" || mode === undefined;
  const names = entries?.map((entry) => (namedFrom(entry) === undefined ? undefined : textOf(entry["name"])));
  if (!isKnown || names?.every((name) => name !== undefined) !== true) return undefined;
  return { kind: "allowed", mode: mode === "required" ? "any" : "auto", names };
}
