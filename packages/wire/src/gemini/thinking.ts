// `thinkingConfig`: a level or a budget, never both.

import type { Capabilities } from "../capabilities.ts";
import { booleanOf, numberOf, textOf } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import type { Effort, Reasoning } from "../model/request.ts";
import { compact } from "./fields.ts";
import type { Fields } from "./fields.ts";
import { lose } from "./losses.ts";
import type { Place } from "./losses.ts";

/** Undefined where it says nothing that is understood. */
export function decodeThinking(config: Fields): Reasoning | undefined {
  const effort = config.take("thinkingLevel", levelFrom);
  const budget = config.take("thinkingBudget", (value) => budgetFrom(numberOf(value)));
  const isShown = config.take("includeThoughts", booleanOf);
  const show = isShown === true ? ("summary" as const) : ("none" as const);
  const reasoning: Reasoning = {
    ...budget,
    ...(effort === undefined ? {} : { effort }),
    ...(isShown === undefined ? {} : { show }),
  };
  return Object.keys(reasoning).length === 0 ? undefined : reasoning;
}

/** `place` is the reasoning's. */
export function encodeThinking(
  reasoning: Reasoning,
  { thinking }: Pick<Capabilities, "thinking">,
  place: Place,
): JsonObject {
  const { show } = reasoning;
  if (show === "detailed") lose(place, "approximated", "Gemini tells a summary at most", "show");
  const includeThoughts = show === undefined ? undefined : show !== "none";
  return compact({ ...amountOf(reasoning, thinking, place), includeThoughts });
}

const levels: Readonly<Record<Effort, string>> = {
  minimal: "MINIMAL",
  low: "LOW",
  medium: "MEDIUM",
  high: "HIGH",
  xhigh: "HIGH",
  max: "HIGH",
};

function levelFrom(value: JsonValue | undefined): Effort | undefined {
  const said = textOf(value)?.toLowerCase();
  return said === "minimal" || said === "low" || said === "medium" || said === "high" ? said : undefined;
}

function budgetFrom(tokens: number | undefined): Pick<Reasoning, "mode" | "budgetTokens"> | undefined {
  if (tokens === undefined) return undefined;
  if (tokens < 0) return tokens === -1 ? { mode: "auto" } : undefined;
  return tokens === 0 ? { mode: "off" } : { mode: "on", budgetTokens: tokens };
}

function amountOf(
  { mode, effort, budgetTokens }: Reasoning,
  thinking: Capabilities["thinking"],
  place: Place,
): { readonly thinkingLevel?: string; readonly thinkingBudget?: number } {
  const isBudget = budgetTokens !== undefined && (effort === undefined || thinking === "budget");
  if (mode === "off" || (effort === undefined && mode === "auto")) {
    if (effort !== undefined) lose(place, "dropped", "Gemini thinks with a level or not at all", "effort");
    if (budgetTokens !== undefined) lose(place, "dropped", `Gemini's budget says ${mode}`, "budgetTokens");
    return { thinkingBudget: mode === "off" ? 0 : -1 };
  }
  if (isBudget) {
    if (effort !== undefined) lose(place, "dropped", "Gemini takes a budget or a level", "effort");
    if (mode === "auto") lose(place, "approximated", "Gemini takes a budget for the whole of it", "mode");
    if (mode === undefined) lose(place, "approximated", "a budget turns Gemini's thinking on");
    return { thinkingBudget: budgetTokens };
  }
  if (effort === undefined) {
    if (mode === undefined) return {};
    lose(place, "approximated", "Gemini thinks as much as it sees fit", "mode");
    return { thinkingBudget: -1 };
  }
  if (budgetTokens !== undefined) lose(place, "dropped", "Gemini takes a level or a budget", "budgetTokens");
  if (mode !== undefined) lose(place, "approximated", "a level says it already", "mode");
  if (effort === "xhigh" || effort === "max") {
    lose(place, "approximated", "Gemini's highest level is HIGH", "effort");
  }
  return { thinkingLevel: levels[effort] };
}
