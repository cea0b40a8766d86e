// Where the system may speak, and in which role.

import type { Loss } from "../loss.ts";
import type { Part } from "../model/part.ts";
import type { NeutralRequest, Role, Turn } from "../model/request.ts";
import { gonePart, mapList } from "./map-parts.ts";
import { isBlankTurn } from "./sweep.ts";
import type { FitTarget, Fitted } from "./target.ts";

export function fitSystemTurns(request: NeutralRequest, target: FitTarget): Fitted {
  const losses: Loss[] = [];
  let isLeading = true;
  const turns = mapList(request.turns, (turn, index) => {
    if (turn.role !== "system" && turn.role !== "developer") {
      // What the passes before have emptied will be gone.
      isLeading &&= isBlankTurn(turn);
      return turn;
    }
    const path = `turns[${index}]`;
    const unbilled = withoutBilling(turn, target, { path, losses });
    return isLeading
      ? inRole(unbilled, target, { path, losses })
      : inside(unbilled, target, { path, losses });
  });
  return { request: turns === request.turns ? request : { ...request, turns }, losses };
}

interface Place {
  readonly path: string;
  readonly losses: Loss[];
}

/**
 * The first text that Claude Code sends, different in every session. Anthropic bills by it; before any other prompt
 * cache it is poison (https://github.com/vllm-project/vllm/pull/36829: up to 13 times slower).
 */
const billing = "x-anthropic-billing-header:";

function withoutBilling(turn: Turn, { dialect, capabilities }: FitTarget, { path, losses }: Place): Turn {
  if (dialect === "messages" && capabilities.billingBlock === true) return turn;
  const parts = mapList(turn.parts, (part, at) => {
    if (part.kind !== "text" || !part.text.startsWith(billing)) return part;
    losses.push({
      path: `${path}.parts[${at}]`,
      action: "dropped",
      why: "the billing block is for Anthropic only",
    });
    return gonePart;
  });
  return parts === turn.parts ? turn : { ...turn, parts };
}

function inRole(turn: Turn, { capabilities }: FitTarget, place: Place): Turn {
  return turn.role === "developer" && !capabilities.developerRole ? said(turn, "system", place) : turn;
}

/** A turn behind the first of another role. */
function inside(turn: Turn, target: FitTarget, place: Place): Turn {
  switch (target.capabilities.midSystem) {
    case "native":
      return inRole(turn, target, place);
    case "developer":
      return turn.role === "developer" ? turn : said(turn, "developer", place);
    case "user": {
      place.losses.push({
        path: place.path,
        action: "approximated",
        why: "system turns are taken at the beginning only: this one is said in a user turn",
      });
      return { ...turn, role: "user", parts: turn.parts.map(tagged) };
    }
  }
}

function said(turn: Turn, role: Role, { path, losses }: Place): Turn {
  losses.push({ path: `${path}.role`, action: "approximated", why: `there is no ${turn.role} role here` });
  return { ...turn, role };
}

/** So that the model can tell it from what the user says. */
function tagged(part: Part): Part {
  if (part.kind !== "text" || part.text === "") return part;
  return { ...part, text: `<system-message>\n${part.text}\n</system-message>` };
}
