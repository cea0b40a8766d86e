// Losses said from wherever an encoder is, each with its path.

import type { Loss } from "../loss.ts";
import { joinPath } from "../model/extras.ts";

/** Where in the neutral model an encoder is, and whom it tells what it cannot say. */
export interface Place {
  readonly path: string;
  readonly losses: Loss[];
}

export function inside({ path, losses }: Place, more: string): Place {
  return { path: joinPath(path, more), losses };
}

/** Notes a loss of the place itself, or of a field of it. */
export function lose(place: Place, action: Loss["action"], why: string, field = ""): void {
  const path = field === "" ? place.path : joinPath(place.path, field);
  place.losses.push({ path, action, why });
}

/** Notes that the fields of `node` by these names are gone, those that it has. */
export function dropFields(
  place: Place,
  node: object,
  names: readonly string[],
  why = "Gemini has no such field",
): void {
  for (const name of names) {
    const value: unknown = Reflect.get(node, name);
    if (value !== undefined) lose(place, "dropped", why, name);
  }
}
