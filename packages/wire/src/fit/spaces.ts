// Texts of nothing but space: Anthropic gives them, and refuses them.

import type { Loss } from "../loss.ts";
import type { NeutralRequest } from "../model/request.ts";
import { gonePart, mapParts } from "./map-parts.ts";
import type { FitTarget, Fitted } from "./target.ts";

export function fitSpaces(request: NeutralRequest, { dialect }: FitTarget): Fitted {
  const losses: Loss[] = [];
  if (dialect !== "messages") return { request, losses };
  const fitted = mapParts(request, (part, { path }) => {
    if (part.kind !== "text" || part.text === "" || part.text.trim() !== "") return part;
    losses.push({ path, action: "dropped", why: "the provider refuses texts of nothing but space" });
    return gonePart;
  });
  return { request: fitted, losses };
}
