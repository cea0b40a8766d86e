// How long the answer may get.

import type { Loss } from "../loss.ts";
import type { NeutralRequest } from "../model/request.ts";
import type { FitTarget, Fitted } from "./target.ts";

export function fitOutputLimit(request: NeutralRequest, target: FitTarget): Fitted {
  const losses: Loss[] = [];
  const { maxOutputTokens } = request;
  const most = target.capabilities.maxOutputTokens;
  if (maxOutputTokens === undefined) {
    // Messages cannot do without; the model's own limit is as good as none.
    return {
      request: target.dialect === "messages" ? { ...request, maxOutputTokens: most } : request,
      losses,
    };
  }
  const fitted = Math.min(Math.max(maxOutputTokens, leastOf(target, maxOutputTokens)), most);
  if (fitted === maxOutputTokens) return { request, losses };
  losses.push({
    path: "maxOutputTokens",
    action: "approximated",
    why:
      fitted < maxOutputTokens
        ? `the model gives ${most} tokens at most`
        : `the provider takes no less than ${fitted}`,
  });
  return { request: { ...request, maxOutputTokens: fitted }, losses };
}

/** Responses refuse less than 16. Messages take 0, which warms a cache up and answers nothing. */
function leastOf({ dialect, capabilities }: FitTarget, asked: number): number {
  if (dialect === "messages") return asked;
  const least = dialect === "responses" ? 16 : 1;
  return Math.min(least, capabilities.maxOutputTokens);
}
