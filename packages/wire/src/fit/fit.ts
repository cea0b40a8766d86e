// Makes a request one that a provider takes, and tells what that costs. Encoders are mechanical: all judgement is here.

import type { Lossy } from "../loss.ts";
import type { NeutralRequest } from "../model/request.ts";
import { fitCacheMarkers } from "./cache-markers.ts";
import { fitConversation } from "./conversation.ts";
import { fitMedia } from "./media.ts";
import { fitOutputFormat } from "./output-format.ts";
import { fitOutputLimit } from "./output-limit.ts";
import { fitProofs } from "./proofs.ts";
import { fitReasoning } from "./reasoning.ts";
import { renameTools } from "./rename-tools.ts";
import { fitSampling } from "./sampling.ts";
import { fitSchemas } from "./schemas.ts";
import { fitServerTools } from "./server-tools.ts";
import { fitSpaces } from "./spaces.ts";
import { fitSystemTurns } from "./system-turns.ts";
import type { FitTarget, Fitted, Pass } from "./target.ts";
import { fitToolChoice } from "./tool-choice.ts";
import { fitToolIds } from "./tool-ids.ts";
import type { ToolNames } from "./tool-names.ts";
import { dropStrayResults } from "./tool-results.ts";

export interface FittedRequest {
  readonly request: NeutralRequest;
  /** What the answer's tool calls have to be called again: see `restore-tools.ts`. */
  readonly tools: ToolNames;
}

/** Ids come before whatever looks for the results of calls; the system's turns come when it is clear what is left before them. */
const beforeNames: readonly Pass[] = [
  fitServerTools,
  fitToolIds,
  dropStrayResults,
  fitProofs,
  fitSpaces,
  fitSystemTurns,
  fitToolChoice,
];

/** Behind `fitConversation`, no loss is told by the place of a turn. Thinking depends on what the turns have become. */
const afterNames: readonly Pass[] = [
  fitSchemas,
  fitMedia,
  fitCacheMarkers,
  fitConversation,
  fitOutputLimit,
  fitReasoning,
  fitSampling,
  fitOutputFormat,
];

/** Never fails. A fitted request fits: fitting it again changes nothing. */
export function fit(request: NeutralRequest, target: FitTarget): Lossy<FittedRequest> {
  const before = through(beforeNames, { request, losses: [] }, target);
  const renamed = renameTools(before.request, target);
  const after = through(
    afterNames,
    { request: renamed.request, losses: [...before.losses, ...renamed.losses] },
    target,
  );
  return { ...after, tools: renamed.tools };
}

function through(passes: readonly Pass[], start: Fitted, target: FitTarget): Fitted {
  return passes.reduce((fitted, pass) => {
    const { request, losses } = pass(fitted.request, target);
    return { request, losses: losses.length === 0 ? fitted.losses : [...fitted.losses, ...losses] };
  }, start);
}
