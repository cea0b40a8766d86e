// Which tools may or must be called, both ways.

import type { JsonObject, JsonValue } from "../json/value.ts";
import { arrayOf, objectOf, textOf } from "../json/value.ts";
import type { Loss } from "../loss.ts";
import type { Tool, ToolChoice } from "../model/tool.ts";

export function decodeToolChoice(choice: JsonValue): ToolChoice | undefined {
  if (choice === "auto" || choice === "none") return { kind: choice };
  // `any` is Mistral's word.
  if (choice === "required" || choice === "any") return { kind: "any" };
  const object = objectOf(choice);
  if (object === undefined) return undefined;
  return toolIn(object) ?? allowedIn(object) ?? { kind: "unknown", origin: "chat", value: choice };
}

/** The `function_call` of before there was `tool_choice`. */
export function decodeFunctionChoice(choice: JsonValue): ToolChoice | undefined {
  if (choice === "auto" || choice === "none") return { kind: choice };
  const name = textOf(objectOf(choice)?.["name"]);
  return name === undefined ? undefined : { kind: "tool", name };
}

export function encodeToolChoice(
  choice: ToolChoice,
  tools: readonly Tool[],
  losses: Loss[],
): JsonValue | undefined {
  switch (choice.kind) {
    case "auto":
    case "none":
      return choice.kind;
    case "any":
      return "required";
    case "tool":
      if (choice.namespace !== undefined) {
        losses.push({ path: "toolChoice.namespace", action: "dropped", why: "chat has no namespaces" });
      }
      return named(choice.name, tools);
    case "allowed": {
      const mode = choice.mode === "any" ? "required" : "auto";
      const allowed = choice.names.map((name) => named(name, tools));
      return { type: "allowed_tools", allowed_tools: { mode, tools: allowed } };
    }
    case "unknown":
      if (choice.origin === "chat") return choice.value;
      losses.push({
        path: "toolChoice",
        action: "dropped",
        why: `only ${choice.origin} knows such a choice`,
      });
      return undefined;
  }
}

/** Nested as Chat has it, or flat as Responses has it. */
function toolIn(choice: JsonObject): ToolChoice | undefined {
  const name = nameIn(choice);
  return name === undefined ? undefined : { kind: "tool", name };
}

function nameIn(choice: JsonObject): string | undefined {
  const type = choice["type"];
  if (type !== "function" && type !== "custom") return undefined;
  return textOf(objectOf(choice[type])?.["name"]) ?? textOf(choice["name"]);
}

function allowedIn(choice: JsonObject): ToolChoice | undefined {
  if (choice["type"] !== "allowed_tools") return undefined;
  const allowed = objectOf(choice["allowed_tools"]) ?? choice;
  const names = arrayOf(allowed["tools"])?.map((tool) => nameIn(objectOf(tool) ?? {}));
  const known = names?.filter((name) => name !== undefined);
  // A list that names what only its own dialect knows is not one of names.
  if (names === undefined || known === undefined || known.length < names.length) return undefined;
  return { kind: "allowed", mode: allowed["mode"] === "required" ? "any" : "auto", names: known };
}

function named(name: string, tools: readonly Tool[]): JsonObject {
  const isCustom = tools.some((tool) => tool.kind === "freeform" && tool.name === name);
  return isCustom ? { type: "custom", custom: { name } } : { type: "function", function: { name } };
}
