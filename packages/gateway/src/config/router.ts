// The first route that matches a model name, at a cost that does not grow with the number of routes.

import type { Route } from "../contract/snapshot.ts";
import { globMatches, isGlob } from "./glob.ts";

export type RoutePlan = {
  readonly match: string;
  readonly route: Route;
  /** The same route for model names that a provider on it knows by a name of its own. */
  readonly renamed: ReadonlyMap<string, Route>;
};

type Numbered = RoutePlan & { readonly index: number };

// Names that clients really ask for are a few dozen. One that sends a new name each time only empties the memory, which costs the walk.
const maxRemembered = 1_000;
const maxRememberedLength = 256;

/** Builds the lookup. It remembers answers, also that there is none, but never gives another than the plans alone would. */
export function createRouter(plans: readonly RoutePlan[]): (model: string) => Route | undefined {
  const exact = new Map<string, Numbered>();
  const globs: Numbered[] = [];
  for (const [index, plan] of plans.entries()) {
    if (isGlob(plan.match)) globs.push({ ...plan, index });
    else if (!exact.has(plan.match)) exact.set(plan.match, { ...plan, index });
  }
  const find = (model: string): Route | undefined => {
    const named = exact.get(model);
    const before = named?.index ?? Number.POSITIVE_INFINITY;
    const plan = globs.find(({ index, match }) => index < before && globMatches(match, model)) ?? named;
    return plan?.renamed.get(model) ?? plan?.route;
  };
  const remembered = new Map<string, Route | undefined>();
  return (model) => {
    const known = remembered.get(model);
    if (known !== undefined || remembered.has(model)) return known;
    const route = find(model);
    if (remembered.size >= maxRemembered) remembered.clear();
    if (model.length <= maxRememberedLength) remembered.set(model, route);
    return route;
  };
}
