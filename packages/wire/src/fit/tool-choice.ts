// Which tools there are to choose from, and whether one must be chosen.

import type { Loss } from "../loss.ts";
import type { NeutralRequest } from "../model/request.ts";
import type { Tool, ToolChoice } from "../model/tool.ts";
import { goneTool } from "./gone-tool.ts";
import { mapList } from "./map-parts.ts";
import type { FitTarget, Fitted } from "./target.ts";
import { isSameTool } from "./tool-names.ts";

export function fitToolChoice(request: NeutralRequest, target: FitTarget): Fitted {
  const losses: Loss[] = [];
  const allowed = onlyAllowed(withTools(request, target, losses), target, losses);
  const isThere = (allowed.tools ?? []).some((tool) => tool !== goneTool);
  return {
    request: withParallel(
      isThere ? withChoice(allowed, target, losses) : withoutChoice(allowed, losses),
      target,
      losses,
    ),
    losses,
  };
}

function withTools(request: NeutralRequest, { capabilities }: FitTarget, losses: Loss[]): NeutralRequest {
  if (capabilities.tools || request.tools === undefined || request.tools.length === 0) return request;
  losses.push({ path: "tools", action: "refused", why: "the model calls no tools" });
  return { ...request, tools: request.tools.map(() => goneTool) };
}

/** Leaves out the tools that may not be called, where the provider cannot be told so. */
function onlyAllowed(request: NeutralRequest, target: FitTarget, losses: Loss[]): NeutralRequest {
  const { toolChoice, tools } = request;
  if (toolChoice?.kind !== "allowed" || tools === undefined || takesAllowed(target)) return request;
  const isAllowed = (tool: Tool): boolean => tool === goneTool || toolChoice.names.includes(tool.name);
  if (!tools.some((tool) => tool !== goneTool && isAllowed(tool))) return request;
  losses.push({
    path: "toolChoice",
    action: "approximated",
    why: "the provider cannot be told which tools are allowed: the others are not declared",
  });
  return {
    ...request,
    tools: mapList(tools, (tool) => (isAllowed(tool) ? tool : goneTool)),
    toolChoice: { kind: toolChoice.mode },
  };
}

/** In chat it is OpenAI's own invention, like freeform tools: whoever has these has that. */
function takesAllowed({ dialect, capabilities }: FitTarget): boolean {
  if (dialect === "chat") return capabilities.freeformTools;
  return dialect === "responses" || dialect === "gemini";
}

function withChoice(request: NeutralRequest, target: FitTarget, losses: Loss[]): NeutralRequest {
  const choice = request.toolChoice;
  if (choice === undefined || isSayable(choice, request, target)) return request;
  losses.push({
    path: "toolChoice",
    action: "approximated",
    why:
      choice.kind === "unknown"
        ? `such a choice exists in ${choice.origin} only`
        : "what was to be called is not there",
  });
  return { ...request, toolChoice: { kind: "auto" } };
}

function isSayable(choice: ToolChoice, { tools = [] }: NeutralRequest, target: FitTarget): boolean {
  switch (choice.kind) {
    case "auto":
    case "any":
    case "none":
      return true;
    case "tool":
      return tools.some((tool) => tool !== goneTool && isSameTool(tool, choice));
    case "allowed":
      return tools.some((tool) => tool !== goneTool && choice.names.includes(tool.name));
    case "unknown":
      return choice.origin === target.dialect;
  }
}

/** Providers refuse a choice among nothing. */
function withoutChoice(request: NeutralRequest, losses: Loss[]): NeutralRequest {
  const { toolChoice, parallelToolCalls, ...rest } = request;
  const why = "there are no tools";
  if (toolChoice !== undefined) losses.push({ path: "toolChoice", action: "dropped", why });
  if (parallelToolCalls !== undefined) losses.push({ path: "parallelToolCalls", action: "dropped", why });
  return toolChoice === undefined && parallelToolCalls === undefined ? request : rest;
}

function withParallel(request: NeutralRequest, { capabilities }: FitTarget, losses: Loss[]): NeutralRequest {
  const { parallelToolCalls, ...rest } = request;
  if (parallelToolCalls === undefined || capabilities.parallelToolControl) return request;
  losses.push({
    path: "parallelToolCalls",
    action: "dropped",
    why: "the provider cannot be told whether to call several tools at once",
  });
  return rest;
}
