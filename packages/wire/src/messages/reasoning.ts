// Thinking and effort, both ways.

import { numberOf } from "../json/value.ts";
import type { JsonObject } from "../json/value.ts";
import type { Effort, Reasoning } from "../model/request.ts";
import { given, oneOf } from "./fields.ts";
import type { Fields } from "./fields.ts";
import { dropFields, inside, lose } from "./losses.ts";
import type { Place } from "./losses.ts";

/** `between_tools` has no word in the model: to others it is as much as the model sees fit. */
export const thinkingNote = "$thinking";

const betweenTools = "between_tools";

type Mode = NonNullable<Reasoning["mode"]>;

const modesWithoutBudget: ReadonlyMap<string, Mode> = new Map([
  ["adaptive", "auto"],
  [betweenTools, "auto"],
  ["disabled", "off"],
]);
const modes: ReadonlyMap<string, Mode> = new Map([...modesWithoutBudget, ["enabled", "on"]]);

const displays: ReadonlyMap<string, NonNullable<Reasoning["show"]>> = new Map([
  ["summarized", "summary"],
  ["omitted", "none"],
]);

const efforts: ReadonlyMap<string, Effort> = new Map(
  (["low", "medium", "high", "xhigh", "max"] as const).map((effort) => [effort, effort]),
);

export interface ReadReasoning {
  readonly reasoning: Reasoning;
  readonly notes: JsonObject;
}

/** Undefined where a request says nothing of it. */
export function reasoningFrom(request: Fields): ReadReasoning | undefined {
  const thinking = request.child("thinking");
  const isBetween = thinking?.peek("type") === betweenTools;
  const reasoning = given({
    ...(thinking === undefined ? {} : thinkingFrom(thinking)),
    effort: request.child("output_config")?.take("effort", oneOf(efforts)),
  });
  if (Object.keys(reasoning).length === 0) return undefined;
  return { reasoning, notes: isBetween ? { [thinkingNote]: betweenTools } : {} };
}

function thinkingFrom(thinking: Fields): Reasoning {
  const hasBudget = typeof thinking.peek("budget_tokens") === "number";
  const mode = thinking.take("type", oneOf(hasBudget ? modes : modesWithoutBudget));
  const isShown = mode === "on" || mode === "auto";
  return given({
    mode,
    budgetTokens: mode === "on" ? thinking.take("budget_tokens", numberOf) : undefined,
    show: isShown ? thinking.take("display", oneOf(displays)) : undefined,
  });
}

/** The field `thinking`. `place` is that of the reasoning; `spelled` is the note on its kind. */
export function encodeThinkingConfig(
  reasoning: Reasoning,
  place: Place,
  { spelled }: { readonly spelled: string | undefined },
): JsonObject | undefined {
  const { mode, budgetTokens } = reasoning;
  if (mode === undefined && budgetTokens === undefined) {
    dropFields(place, reasoning, ["show"], "messages says it with the kind of thinking, and none was given");
    return undefined;
  }
  if (mode === "off") {
    dropFields(place, reasoning, ["budgetTokens", "show"], "there is no thinking");
    return { type: "disabled" };
  }
  const display = displayOf(reasoning, place);
  if (mode !== "auto" && budgetTokens !== undefined) {
    if (mode === undefined) lose(place, "approximated", "in messages a budget turns thinking on");
    return { type: "enabled", budget_tokens: budgetTokens, ...display };
  }
  if (mode === "on") {
    lose(
      inside(place, "mode"),
      "approximated",
      "messages turns thinking on with a budget, and none was given",
    );
  }
  dropFields(place, reasoning, ["budgetTokens"], "messages gives a budget only to thinking that is on");
  return { type: spelled === betweenTools ? spelled : "adaptive", ...display };
}

/** The field `effort` of `output_config`. */
export function encodeEffort({ effort }: Reasoning, place: Place): string | undefined {
  if (effort !== "minimal") return effort;
  lose(inside(place, "effort"), "approximated", "the least effort in messages is low");
  return "low";
}

function displayOf({ show }: Reasoning, place: Place): JsonObject {
  if (show === undefined) return {};
  if (show === "none") return { display: "omitted" };
  if (show === "detailed") {
    lose(inside(place, "show"), "approximated", "messages shows its thinking summarized or not at all");
  }
  return { display: "summarized" };
}
