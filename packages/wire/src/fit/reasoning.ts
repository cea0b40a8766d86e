// How much the model is to think, in the terms of a provider: an effort, a budget of tokens, or as it sees fit.

import type { Loss } from "../loss.ts";
import type { NeutralRequest, Reasoning } from "../model/request.ts";
import { budgetOf, effortOf, rankOf } from "./effort-ladder.ts";
import type { FitTarget, Fitted } from "./target.ts";
import { besideTools } from "./thinking-and-tools.ts";

export function fitReasoning(request: NeutralRequest, target: FitTarget): Fitted {
  const losses: Loss[] = [];
  return { request: besideTools(spoken(request, target, losses), target, losses), losses };
}

type Draft = { -readonly [Key in keyof Reasoning]: Reasoning[Key] };
type Note = (field: string, why: string, action?: Loss["action"]) => void;

/** The request with what it says about thinking in the target's own terms. */
function spoken(request: NeutralRequest, target: FitTarget, losses: Loss[]): NeutralRequest {
  const { reasoning, ...rest } = request;
  if (reasoning === undefined) return request;
  const draft: Draft = { ...reasoning };
  const note: Note = (field, why, action = "approximated") =>
    losses.push({ path: field === "" ? "reasoning" : `reasoning.${field}`, action, why });
  const { thinking } = target.capabilities;
  if (thinking === "none") {
    if (reasoning.mode !== "off") note("", "the model does not think", "dropped");
    return rest;
  }
  if (isImplied(draft, request, target)) {
    draft.mode = thinking === "adaptive" ? "auto" : "on";
    note("mode", "elsewhere an effort asks for thinking, and here it has to be asked for");
  }
  if (draft.mode === "off") turnOff(draft, target, note);
  else if (thinking === "effort") sayEffort(draft, target, note);
  else if (thinking === "budget") sayBudget(draft, request, target, note);
  else sayAdaptive(draft, note);
  clampEffort(draft, target, note);
  if (isEqual(draft, reasoning)) return request;
  return Object.keys(draft).length === 0 ? rest : { ...rest, reasoning: draft };
}

/** In messages an effort is about everything that the model does, and alone it is no wish to think. */
function isImplied({ mode, effort }: Draft, { origin }: NeutralRequest, target: FitTarget): boolean {
  const isSeparate = target.dialect === "messages" && target.capabilities.thinking !== "effort";
  return isSeparate && origin !== "messages" && mode === undefined && effort !== undefined;
}

function turnOff(draft: Draft, target: FitTarget, note: Note): void {
  if (draft.budgetTokens !== undefined) {
    delete draft.budgetTokens;
    note("budgetTokens", "there is no budget where there is no thinking", "dropped");
  }
  if (!target.capabilities.canTurnThinkingOff) {
    asLittleAsPossible(draft, target, note);
    return;
  }
  // Everywhere but in messages the effort is how it is turned off.
  if (draft.effort !== undefined && target.dialect !== "messages") {
    delete draft.effort;
    note("effort", "there is no effort where there is no thinking", "dropped");
  }
}

function asLittleAsPossible(draft: Draft, { dialect, capabilities }: FitTarget, note: Note): void {
  const { thinking, efforts } = capabilities;
  const [least] = efforts;
  delete draft.mode;
  if (thinking === "adaptive") draft.mode = "auto";
  if (thinking === "budget") {
    draft.mode = "on";
    // The least that Gemini 2.5 Pro takes, and the least that Claude takes.
    draft.budgetTokens = dialect === "gemini" ? 128 : 1024;
    note("budgetTokens", "the least budget stands for none");
  }
  note("mode", "thinking cannot be turned off: it is asked for as little as possible");
  if (least === undefined) return;
  draft.effort = least;
  note("effort", "the least effort stands for none");
}

/** OpenAI, Gemini 3 and later, most open models: an effort says it all. */
function sayEffort(draft: Draft, { capabilities, dialect }: FitTarget, note: Note): void {
  if (draft.budgetTokens !== undefined) {
    draft.effort ??= effortOf(draft.budgetTokens);
    delete draft.budgetTokens;
    note("budgetTokens", `the model takes an effort instead of a budget: \`${draft.effort}\``);
  }
  if (draft.mode === "on" && draft.effort === undefined && capabilities.efforts.length > 0) {
    draft.effort = "medium";
    note("effort", "the model takes an effort: `medium` stands for thinking as such");
  }
  if (draft.mode === undefined || dialect === "gemini") return;
  // `auto` is what it does by itself, and `on` is said by the effort.
  delete draft.mode;
  note("mode", "thinking is asked for by an effort");
}

/** Claude up to 4.5, Gemini 2.5: a number of tokens. */
function sayBudget(draft: Draft, request: NeutralRequest, target: FitTarget, note: Note): void {
  const { dialect, capabilities } = target;
  const keepsEffort = capabilities.efforts.length > 0;
  const wantsBudget = draft.mode !== undefined || !keepsEffort;
  const isAuto = draft.mode === "auto" && dialect === "gemini" && draft.effort === undefined;
  if (
    draft.budgetTokens === undefined &&
    wantsBudget &&
    !isAuto &&
    (draft.effort ?? draft.mode) !== undefined
  ) {
    draft.budgetTokens = budgetOf(draft.effort ?? "medium");
    note("budgetTokens", "the model takes a budget of tokens");
  }
  if (draft.effort !== undefined && !keepsEffort) {
    delete draft.effort;
    note("effort", "the model takes a budget instead of an effort");
  }
  if (draft.budgetTokens !== undefined && draft.mode !== "on" && !isAuto) {
    draft.mode = "on";
    note("mode", "the model thinks as much as its budget allows");
  }
  if (dialect === "messages") boundBudget(draft, request, target, note);
}

/** Claude wants at least 1024, and room for an answer beyond it. */
function boundBudget(
  draft: Draft,
  { maxOutputTokens }: NeutralRequest,
  { capabilities }: FitTarget,
  note: Note,
): void {
  if (draft.budgetTokens === undefined) return;
  const room = Math.min(maxOutputTokens ?? capabilities.maxOutputTokens, capabilities.maxOutputTokens) - 1;
  const bounded = Math.max(1024, Math.min(draft.budgetTokens, room));
  if (bounded > room && capabilities.canTurnThinkingOff) {
    delete draft.budgetTokens;
    draft.mode = "off";
    note("budgetTokens", "the answer is too short to think before it", "dropped");
    note("mode", "the answer is too short to think before it");
  } else if (bounded !== draft.budgetTokens) {
    draft.budgetTokens = bounded;
    note("budgetTokens", `the budget lies between 1024 tokens and the length of the answer: ${bounded}`);
  }
}

/** Claude from 4.6 on: it decides by itself, steered by an effort. A budget is refused. */
function sayAdaptive(draft: Draft, note: Note): void {
  if (draft.budgetTokens !== undefined) {
    draft.effort ??= effortOf(draft.budgetTokens);
    delete draft.budgetTokens;
    note("budgetTokens", `the model decides how many tokens: an effort of \`${draft.effort}\` steers it`);
    draft.mode ??= "on";
  }
  if (draft.mode === "on") {
    draft.mode = "auto";
    note("mode", "the model decides by itself when to think");
  }
}

/** The nearest one that the model knows, rather below than above. */
function clampEffort(draft: Draft, { dialect, capabilities }: FitTarget, note: Note): void {
  const { effort, mode } = draft;
  // Opus 5 and later refuse to be turned off and to try harder than `high` at once.
  const isBounded = mode === "off" && dialect === "messages";
  const known = capabilities.efforts.filter((one) => !isBounded || rankOf(one) <= rankOf("high"));
  if (effort === undefined || known.includes(effort)) return;
  const nearest = known.filter((one) => rankOf(one) < rankOf(effort)).at(-1) ?? known[0];
  if (nearest === undefined) {
    delete draft.effort;
    note("effort", "the model takes no effort here", "dropped");
  } else {
    draft.effort = nearest;
    note("effort", `the model takes no effort \`${effort}\` here: \`${nearest}\` is nearest`);
  }
}

function isEqual(left: Reasoning, right: Reasoning): boolean {
  return (
    left.mode === right.mode &&
    left.effort === right.effort &&
    left.budgetTokens === right.budgetTokens &&
    left.show === right.show
  );
}
