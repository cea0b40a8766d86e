// The models that can be asked for here, in the shape of whoever asks.

import { dialects } from "@holdfast/wire";
import type { Catalogue } from "@holdfast/wire";
import { globMatches, isGlob } from "../config/glob.ts";
import type { Dialect } from "../contract/config.ts";
import type { Snapshot } from "../contract/snapshot.ts";

/** Exact names of routes, and of each glob the models that the catalogue knows by it and that its chain names. */
function modelsOf(snapshot: Snapshot, catalogue: Catalogue): string[] {
  const known = [...new Set([...catalogue.models.values()].map(({ name }) => name))];
  const named = snapshot.routes.flatMap(({ roads }) => roads.flatMap(({ model }) => model ?? []));
  const names = snapshot.routes.flatMap(({ match, roads }) => {
    if (!isGlob(match)) return [match];
    const keeps = roads.some(({ model }) => model === undefined);
    // A route for everything would list the whole catalogue, most of which its providers do not have.
    const own = keeps && match !== "*" ? known.filter((name) => globMatches(match, name)) : [];
    return [...own, ...named.filter((name) => globMatches(match, name))];
  });
  return [...new Set(names)].filter((name) => snapshot.routeFor(name) !== undefined);
}

export function modelListFor(dialect: Dialect, snapshot: Snapshot, catalogue: Catalogue): string {
  const entries = modelsOf(snapshot, catalogue).map((id) => {
    const entry = catalogue.models.get(id.toLowerCase());
    const limits =
      entry === undefined
        ? {}
        : { contextTokens: entry.contextTokens, maxOutputTokens: entry.maxOutputTokens };
    return { id, ...limits };
  });
  return JSON.stringify(dialects[dialect].modelList.encode(entries));
}
