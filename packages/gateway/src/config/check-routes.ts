// Routes against the providers they name and against each other.

import { globCovers } from "./glob.ts";
import { nearest } from "./nearest.ts";
import type { Finding } from "./problem.ts";
import { parseRoadName } from "./road-name.ts";
import { keysAt } from "./check-providers.ts";
import type { Path, Tree } from "./tree.ts";

export function checkRoutes(tree: Tree): Finding[] {
  const routes = tree.get(["routes"]);
  if (!Array.isArray(routes)) return [];
  const providers = keysAt(tree, ["providers"]);
  return [
    ...routes.flatMap((_, index) => checkChain(tree, ["routes", index, "chain"], providers)),
    ...checkReach(tree, routes.length),
    ...routes.flatMap((_, index) => checkWorkflow(tree, ["routes", index, "workflow"])),
  ];
}

function checkChain(tree: Tree, path: Path, providers: readonly string[]): Finding[] {
  const chain = tree.get(path);
  if (!Array.isArray(chain)) return [];
  return chain.flatMap((entry: unknown, index) => {
    if (typeof entry !== "string") return [];
    const here = [...path, index];
    const parsed = parseRoadName(entry);
    if ("fault" in parsed) return [{ path: here, message: parsed.fault }];
    if (providers.includes(parsed.provider)) return [];
    const message = `there is no provider \`${parsed.provider}\``;
    return [{ path: here, message, allowed: providers, nearest: nearest(parsed.provider, providers) }];
  });
}

function checkWorkflow(tree: Tree, path: Path): Finding[] {
  const name = tree.get(path);
  const known = keysAt(tree, ["workflows"]);
  if (typeof name !== "string" || known.includes(name)) return [];
  return [
    { path, message: `there is no workflow \`${name}\``, allowed: known, nearest: nearest(name, known) },
  ];
}

/**
 * A route that nothing can reach is a warning: somebody who puts a `*` on top in the middle of an outage knows what they want, and a
 * configuration refused at that moment is the worse of two failures.
 */
function checkReach(tree: Tree, count: number): Finding[] {
  const matches = Array.from({ length: count }, (_, index) => tree.get(["routes", index, "match"]));
  return matches.flatMap((match, index): Finding[] => {
    if (typeof match !== "string") return [];
    const before = matches.findIndex(
      (wide, place) => place < index && typeof wide === "string" && globCovers(wide, match),
    );
    if (before === -1) return [];
    const path = ["routes", index, "match"];
    const message = `this route is never taken: routes[${before}] matches all that it does`;
    return [{ path, message, severity: "warning" }];
  });
}
