// What thinking and tools forbid each other.

import type { Loss } from "../loss.ts";
import type { NeutralRequest, Turn } from "../model/request.ts";
import { goneTool } from "./gone-tool.ts";
import type { FitTarget } from "./target.ts";

/** Whether the model will think, as far as the request decides it. */
export function isThinking({ reasoning }: NeutralRequest, { capabilities }: FitTarget): boolean {
  const { thinking, canTurnThinkingOff } = capabilities;
  if (thinking === "none" || reasoning?.mode === "off") return false;
  if (reasoning?.mode !== undefined) return true;
  // Models with an effort think by themselves, and adaptive ones that cannot be stopped think whatever is said.
  return thinking === "effort" || (thinking === "adaptive" && !canTurnThinkingOff);
}

export function besideTools(request: NeutralRequest, target: FitTarget, losses: Loss[]): NeutralRequest {
  return withToolChoice(withinTools(request, target, losses), target, losses);
}

/** What the tools that are there, and their calls under way, forbid to think. */
function withinTools(request: NeutralRequest, target: FitTarget, losses: Loss[]): NeutralRequest {
  const { reasoning, ...rest } = request;
  const { dialect, capabilities } = target;
  if (dialect === "chat" && mustNotThink(request, target) && reasoning?.mode !== "off") {
    const why = "beside tools the model does not think in chat completions";
    losses.push({ path: "reasoning", action: "approximated", why });
    return { ...rest, reasoning: { mode: "off" } };
  }
  // Claude with a budget wants the turn that called to begin with its thinking, which is gone when another one thought.
  const hasBudget =
    dialect === "messages" && capabilities.thinking === "budget" && reasoning?.budgetTokens !== undefined;
  if (!hasBudget || !callsWithoutThinking(request.turns)) return request;
  const why = "the calls under way were made without this model's thinking";
  losses.push({ path: "reasoning", action: "dropped", why });
  return rest;
}

function mustNotThink({ tools = [] }: NeutralRequest, { capabilities }: FitTarget): boolean {
  const { thinking, canTurnThinkingOff, chatToolsNeedThinkingOff } = capabilities;
  const isAtOdds = thinking !== "none" && canTurnThinkingOff && chatToolsNeedThinkingOff === true;
  return isAtOdds && tools.some((tool) => tool !== goneTool);
}

/** Whether the last thing the assistant did was to call tools, and no thinking of its own is left before that. */
function callsWithoutThinking(turns: readonly Turn[]): boolean {
  const last = turns.findLastIndex(({ role, parts }) => role === "assistant" && parts.length > 0);
  let start = last;
  while (start > 0 && turns[start - 1]?.role === "assistant") start -= 1;
  const parts = turns.slice(Math.max(start, 0), last + 1).flatMap((turn) => turn.parts);
  const isUnderWay = turns
    .slice(last + 1)
    .some((turn) => turn.parts.some(({ kind }) => kind === "tool-result"));
  return (
    isUnderWay &&
    parts.some(({ kind }) => kind === "tool-call") &&
    !parts.some(({ kind }) => kind === "thinking")
  );
}

function withToolChoice(request: NeutralRequest, target: FitTarget, losses: Loss[]): NeutralRequest {
  const { toolChoice } = request;
  const isForced = toolChoice?.kind === "any" || toolChoice?.kind === "tool";
  if (!isForced || target.capabilities.forcedToolWithThinking || !isThinking(request, target)) return request;
  losses.push({
    path: "toolChoice",
    action: "approximated",
    why: "a model that thinks cannot be forced to call a tool",
  });
  return { ...request, toolChoice: { kind: "auto" } };
}
