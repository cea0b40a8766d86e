// `toolConfig.functionCallingConfig`.

import { isArray, textOf } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import type { ToolChoice } from "../model/tool.ts";
import type { Fields } from "./fields.ts";
import { dropFields, lose } from "./losses.ts";
import type { Place } from "./losses.ts";

type Mode = "AUTO" | "ANY" | "NONE" | "VALIDATED";

export interface DecodedChoice {
  readonly choice: ToolChoice;
  /** VALIDATED: like AUTO, but calls keep to their schemas. */
  readonly isValidated: boolean;
}

export function decodeToolChoice(config: Fields): DecodedChoice | undefined {
  const mode = config.take("mode", modeFrom);
  if (mode === undefined) return undefined;
  // Only these two heed the names; elsewhere they stay where they are.
  const isNaming = mode === "ANY" || mode === "VALIDATED";
  const names = isNaming ? (config.take("allowedFunctionNames", namesFrom) ?? []) : [];
  return { choice: choiceFrom(mode, names), isValidated: mode === "VALIDATED" };
}

/** `place` is the choice's. Undefined, and a loss, where only another dialect knows it. */
export function encodeToolChoice(
  choice: ToolChoice,
  { isValidated }: { readonly isValidated: boolean },
  place: Place,
): JsonObject | undefined {
  switch (choice.kind) {
    case "auto":
      return { mode: isValidated ? "VALIDATED" : "AUTO" };
    case "any":
      return { mode: "ANY" };
    case "none":
      return { mode: "NONE" };
    case "tool":
      dropFields(place, choice, ["namespace"], "Gemini's tools have no namespaces");
      return { mode: "ANY", allowedFunctionNames: [choice.name] };
    case "allowed":
      if (choice.mode === "any" && choice.names.length === 1) {
        lose(place, "approximated", "a list of one tool is a choice of that tool");
      }
      return { mode: choice.mode === "any" ? "ANY" : "VALIDATED", allowedFunctionNames: [...choice.names] };
    case "unknown":
      lose(place, "dropped", `only ${choice.origin} knows such a choice`);
      return undefined;
  }
}

function choiceFrom(mode: Mode, names: readonly string[]): ToolChoice {
  const [first] = names;
  if (mode === "NONE") return { kind: "none" };
  if (mode === "ANY" && names.length === 1 && first !== undefined) return { kind: "tool", name: first };
  const isAny = mode === "ANY";
  if (first === undefined) return { kind: isAny ? "any" : "auto" };
  return { kind: "allowed", mode: isAny ? "any" : "auto", names };
}

function modeFrom(value: JsonValue | undefined): Mode | undefined {
  const mode = textOf(value)?.toUpperCase();
  return mode === "AUTO" || mode === "ANY" || mode === "NONE" || mode === "VALIDATED" ? mode : undefined;
}

function namesFrom(value: JsonValue | undefined): readonly string[] | undefined {
  if (!isArray(value)) return undefined;
  const names = value.filter((name) => typeof name === "string");
  return names.length === value.length ? names : undefined;
}
