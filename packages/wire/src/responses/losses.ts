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

export function lose({ path, losses }: Place, action: Loss["action"], why: string): void {
  losses.push({ path, action, why });
}

/** Notes that the fields of `node` by these names are gone, those that it has. */
export function loseFields(place: Place, node: object, names: readonly string[], why: string): void {
  for (const name of names) {
    const value: unknown = Reflect.get(node, name);
    if (value !== undefined) lose(inside(place, name), "dropped", why);
  }
}
