// Takes out what says nothing, and what the passes have taken out before. Providers refuse empty texts and empty turns.

import type { Part } from "../model/part.ts";
import type { NeutralRequest, Turn } from "../model/request.ts";
import { goneTool } from "./gone-tool.ts";

export function isBlank(part: Part): boolean {
  switch (part.kind) {
    case "text":
      // Gemini signs empty texts.
      return part.text === "" && part.proof === undefined;
    case "thinking":
      return part.text === "" && part.proof === undefined;
    case "refusal":
      return part.text === "";
    default:
      return false;
  }
}

export function isBlankTurn({ parts }: Turn): boolean {
  return parts.every(isBlank);
}

export function sweptTurns(turns: readonly Turn[]): readonly Turn[] {
  if (!turns.some((turn) => turn.parts.length === 0 || turn.parts.some(isUntidy))) return turns;
  return turns.map(sweptTurn).filter(({ parts }) => parts.length > 0);
}

function sweptTurn(turn: Turn): Turn {
  return turn.parts.some(isUntidy) ? { ...turn, parts: sweptParts(turn.parts) } : turn;
}

function sweptParts(parts: readonly Part[]): Part[] {
  return parts
    .filter((part) => !isBlank(part))
    .map((part) =>
      part.kind === "tool-result" && part.content.some(isBlank)
        ? { ...part, content: sweptParts(part.content) }
        : part,
    );
}

function isUntidy(part: Part): boolean {
  return isBlank(part) || (part.kind === "tool-result" && part.content.some(isBlank));
}

export function withoutGoneTools(request: NeutralRequest): NeutralRequest {
  const { tools, ...rest } = request;
  if (tools === undefined || (tools.length > 0 && !tools.includes(goneTool))) return request;
  const kept = tools.filter((tool) => tool !== goneTool);
  return kept.length === 0 ? rest : { ...rest, tools: kept };
}
