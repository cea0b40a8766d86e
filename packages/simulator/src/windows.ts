// When a condition that depends on time holds.

import type { Condition } from "./script.ts";

type Timed = Pick<Condition, "during" | "flapping">;

/** Whether it holds so many milliseconds after the beginning. */
export function holdsAt({ during, flapping }: Timed, elapsedMs: number): boolean {
  const { fromMs = 0, toMs = Number.POSITIVE_INFINITY } = during ?? {};
  if (elapsedMs < fromMs || elapsedMs >= toMs) return false;
  if (flapping === undefined) return true;
  const { onMs, offMs } = flapping;
  return (elapsedMs - fromMs) % (onMs + offMs) < onMs;
}

/** The next instant at which that may change; undefined if it never does. */
export function nextChange({ during, flapping }: Timed, elapsedMs: number): number | undefined {
  const { fromMs = 0, toMs = Number.POSITIVE_INFINITY } = during ?? {};
  if (elapsedMs < fromMs) return fromMs;
  if (elapsedMs >= toMs) return undefined;
  const turn =
    flapping === undefined ? Number.POSITIVE_INFINITY : nextTurn(flapping, elapsedMs - fromMs) + fromMs;
  const next = Math.min(toMs, turn);
  return next === Number.POSITIVE_INFINITY ? undefined : next;
}

function nextTurn({ onMs, offMs }: NonNullable<Condition["flapping"]>, sinceMs: number): number {
  const round = sinceMs - (sinceMs % (onMs + offMs));
  return sinceMs < round + onMs ? round + onMs : round + onMs + offMs;
}
