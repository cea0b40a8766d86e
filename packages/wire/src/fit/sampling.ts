// How the model is to choose its words, within what the provider lets be said.

import type { Loss } from "../loss.ts";
import type { NeutralRequest, Sampling } from "../model/request.ts";
import type { FitTarget, Fitted } from "./target.ts";
import { isThinking } from "./thinking-and-tools.ts";

export function fitSampling(request: NeutralRequest, target: FitTarget): Fitted {
  const { sampling } = request;
  if (sampling === undefined) return { request, losses: [] };
  const losses: Loss[] = [];
  const draft: Draft = { ...sampling };
  const drop = (names: readonly (keyof Sampling)[], why: string): void => {
    for (const name of names) {
      if (draft[name] === undefined) continue;
      Reflect.deleteProperty(draft, name);
      losses.push({ path: `sampling.${name}`, action: "dropped", why });
    }
  };
  const { capabilities } = target;

  if (!capabilities.sampling) drop(["temperature", "topP", "topK"], "the model chooses its own sampling");
  if (!capabilities.topK) drop(["topK"], "the provider knows no top-k");
  if (!capabilities.seed) drop(["seed"], "the provider takes no seed");
  if (!capabilities.penalties) drop(penalties, "the provider knows no penalties");
  if (target.dialect === "messages") {
    if (isThinking(request, target)) besideThinking(draft, drop);
    if (draft.temperature !== undefined) drop(["topP"], "there may be a temperature or a top-p, not both");
  }
  if (draft.temperature !== undefined && draft.temperature > capabilities.maxTemperature) {
    draft.temperature = capabilities.maxTemperature;
    losses.push({
      path: "sampling.temperature",
      action: "approximated",
      why: `the temperature goes up to ${capabilities.maxTemperature} only`,
    });
  }
  fitStop(draft, target, losses);
  if ((draft.candidates ?? 1) > 1 && !capabilities.candidates) {
    losses.push({
      path: "sampling.candidates",
      action: "refused",
      why: "the provider gives one answer to a request",
    });
    delete draft.candidates;
  }
  if (losses.length === 0) return { request, losses };
  const { sampling: _sampling, ...rest } = request;
  return { request: Object.keys(draft).length === 0 ? rest : { ...rest, sampling: draft }, losses };
}

const penalties = ["frequencyPenalty", "presencePenalty"] as const;

type Draft = { -readonly [Key in keyof Sampling]: Sampling[Key] };
type Drop = (names: readonly (keyof Sampling)[], why: string) => void;

/** https://platform.claude.com/docs/en/build-with-claude/extended-thinking#feature-compatibility */
function besideThinking(draft: Draft, drop: Drop): void {
  if (draft.temperature !== 1) drop(["temperature"], "thinking goes with a temperature of 1 only");
  drop(["topK"], "thinking goes with no top-k");
  if ((draft.topP ?? 1) < 0.95) drop(["topP"], "thinking goes with a top-p of 0.95 or more only");
}

function fitStop(draft: Draft, { dialect, capabilities }: FitTarget, losses: Loss[]): void {
  const { stop } = draft;
  if (stop === undefined) return;
  // Claude refuses sequences of nothing but space, and nobody takes empty ones.
  const sayable = stop.filter((text) => (dialect === "messages" ? text.trim() : text) !== "");
  const kept = sayable.slice(0, capabilities.stopSequences);
  if (kept.length === stop.length) return;
  const isGone = kept.length === 0;
  if (isGone) delete draft.stop;
  else draft.stop = kept;
  losses.push({
    path: "sampling.stop",
    action: isGone ? "dropped" : "approximated",
    why:
      capabilities.stopSequences === 0
        ? "the model takes no stop sequences"
        : `of ${stop.length} stop sequences the provider takes ${kept.length}`,
  });
}
