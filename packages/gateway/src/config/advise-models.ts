// Models in chains that the catalogue does not know, and clouds whose own name for a model nobody knows.

import { createCatalogue, lookUp, modelIdAt } from "@holdfast/wire";
import { providerKinds } from "../contract/config.ts";
import type { Finding } from "./problem.ts";
import { parseRoadName } from "./road-name.ts";
import type { Path, Tree } from "./tree.ts";

export function adviseModels(tree: Tree): Finding[] {
  const routes = tree.get(["routes"]);
  if (!Array.isArray(routes)) return [];
  return routes.flatMap((_, index) => adviseChain(tree, ["routes", index, "chain"]));
}

const catalogue = createCatalogue();

function adviseChain(tree: Tree, path: Path): Finding[] {
  const chain = tree.get(path);
  if (!Array.isArray(chain)) return [];
  return chain.flatMap((entry: unknown, index): Finding[] => {
    const road = typeof entry === "string" ? parseRoadName(entry) : undefined;
    if (road === undefined || "fault" in road || road.model === undefined) return [];
    const message = adviceFor(tree, road.provider, road.model);
    return message === undefined ? [] : [{ path: [...path, index], message, severity: "warning" }];
  });
}

function adviceFor(tree: Tree, provider: string, model: string): string | undefined {
  const settings = ["providers", provider];
  // The operator says how the provider calls it.
  if (tree.get([...settings, "models", model]) !== undefined) return undefined;
  const kind = providerKinds.find((known) => known === tree.get([...settings, "kind"]));
  if (kind === undefined) return undefined;
  const found = lookUp(catalogue, model);
  if (found === undefined || found.how === "family") {
    return `the catalogue does not know the model \`${model}\`: it is sent as it is, with cautious limits and no price`;
  }
  if (modelIdAt(catalogue, kind, model) !== undefined) return undefined;
  return `nobody knows how ${kind} calls the model \`${model}\`: name it under \`providers.${provider}.models\``;
}
