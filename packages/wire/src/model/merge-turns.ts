import type { Turn } from "./request.ts";

/**
 * Turns of the same role, one after the other, as one. Dialects cut finer than the neutral meaning asks (an item each, a
 * message for every tool result), and some providers refuse two turns of a role in a row.
 */
export function mergeTurns(turns: readonly Turn[]): Turn[] {
  const merged: Turn[] = [];
  for (const turn of turns) {
    const last = merged.at(-1);
    if (last?.role === turn.role) merged[merged.length - 1] = joined(last, turn);
    else merged.push(turn);
  }
  return merged;
}

/** What belongs to the first turn alone (its id, phase and extras) is what the joined one keeps. */
function joined(first: Turn, second: Turn): Turn {
  return { ...first, parts: [...first.parts, ...second.parts] };
}
