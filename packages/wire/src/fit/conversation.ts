// The order of turns: results after calls, the user first, and whoever may speak last.

import type { Loss } from "../loss.ts";
import type { Part } from "../model/part.ts";
import type { NeutralRequest, Turn } from "../model/request.ts";
import { gonePart } from "./map-parts.ts";
import { isBlank, isBlankTurn, sweptTurns, withoutGoneTools } from "./sweep.ts";
import type { FitTarget, Fitted } from "./target.ts";
import { pairResults } from "./tool-results.ts";
import type { PlacedTurn } from "./tool-results.ts";

/** The last pass that tells places: it moves turns, and takes out what the passes before it left empty. */
export function fitConversation(request: NeutralRequest, target: FitTarget): Fitted {
  const losses: Loss[] = [];
  const placed = request.turns.map((turn, at): PlacedTurn => ({ turn, at }));
  const begun = withUserFirst(withEnd(pairResults(placed, losses), target, losses), target, losses);
  const turns = sweptTurns(begun.map(({ turn }) => turn));
  const isSame =
    turns.length === request.turns.length && turns.every((turn, at) => turn === request.turns[at]);
  return { request: withoutGoneTools(isSame ? request : { ...request, turns }), losses };
}

/** An assistant's turn at the end is the beginning of the answer, where a provider goes on with it. */
function withEnd(placed: readonly PlacedTurn[], target: FitTarget, losses: Loss[]): PlacedTurn[] {
  const last = placed.findLastIndex(({ turn }) => !isBlankTurn(turn));
  if (placed[last]?.turn.role !== "assistant") return [...placed];
  if (target.capabilities.prefill) {
    return placed.map((turn, at) => (at === last ? trimmed(turn, target, losses) : turn));
  }
  let first = last;
  while (first > 0 && isPartOfEnd(placed[first - 1])) first -= 1;
  return placed.map((turn, at) => {
    if (at < first || turn.at === undefined || isBlankTurn(turn.turn)) return turn;
    losses.push({
      path: `turns[${turn.at}]`,
      action: "dropped",
      why: "the model does not go on with an answer that was begun for it",
    });
    return { ...turn, turn: { ...turn.turn, parts: turn.turn.parts.map(() => gonePart) } };
  });
}

function isPartOfEnd(placed: PlacedTurn | undefined): boolean {
  return placed !== undefined && (placed.turn.role === "assistant" || isBlankTurn(placed.turn));
}

/** Claude refuses a beginning that ends in space. */
function trimmed(placed: PlacedTurn, { dialect }: FitTarget, losses: Loss[]): PlacedTurn {
  const { turn, at } = placed;
  const index = turn.parts.findLastIndex((part) => !isBlank(part));
  const part = turn.parts[index];
  if (dialect !== "messages" || part?.kind !== "text" || part.text === part.text.trimEnd()) return placed;
  losses.push({
    path: `turns[${at ?? 0}].parts[${index}].text`,
    action: "approximated",
    why: "what the model is to go on with may not end in space",
  });
  const parts: Part[] = turn.parts.with(index, { ...part, text: part.text.trimEnd() });
  return { ...placed, turn: { ...turn, parts } };
}

/** Messages and Gemini want the user to begin, and none but chat can do with nothing but a system. */
function withUserFirst(placed: readonly PlacedTurn[], { dialect }: FitTarget, losses: Loss[]): PlacedTurn[] {
  const first = placed.findIndex(({ turn }) => !isSystem(turn) && !isBlankTurn(turn));
  if (first < 0) return dialect === "chat" ? [...placed] : [...placed, { turn: opening, at: undefined }];
  const wantsUser = dialect === "messages" || dialect === "gemini";
  if (!wantsUser || placed[first]?.turn.role === "user") return [...placed];
  losses.push({
    path: `turns[${placed[first]?.at ?? 0}]`,
    action: "approximated",
    why: "a conversation begins with the user: a turn that says so is put before",
  });
  return placed.toSpliced(first, 0, { turn: opening, at: undefined });
}

const opening: Turn = { role: "user", parts: [{ kind: "text", text: "(The conversation begins.)" }] };

function isSystem({ role }: Turn): boolean {
  return role === "system" || role === "developer";
}
