// From a client's request to a provider's, through the neutral model.

import type { DialectName } from "../dialect-name.ts";
import { dialects } from "../dialects.ts";
import type { RequestTarget } from "../dialect.ts";
import { fit } from "../fit/fit.ts";
import type { ToolNames } from "../fit/tool-names.ts";
import type { JsonObject } from "../json/value.ts";
import type { Loss, Lossy } from "../loss.ts";
import type { NeutralRequest } from "../model/request.ts";
import { stateFields } from "../state-fields.ts";

export interface CrossingTarget extends RequestTarget {
  readonly dialect: DialectName;
  /** Who will see the request: proofs of others are of no use there. */
  readonly scope: string;
}

export interface TranslatedRequest {
  readonly body: JsonObject;
  /** What the answer's tool calls have to be called again. */
  readonly tools: ToolNames;
}

/** The request as the target takes it, and everything that this costs. */
export function translateRequest(request: NeutralRequest, target: CrossingTarget): Lossy<TranslatedRequest> {
  const fitted = fit(request, target);
  const encoded = dialects[target.dialect].encodeRequest(fitted.request, target);
  const losses = [...fitted.losses, ...encoded.losses].filter(isWorthTelling).map(judged);
  return { body: encoded.body, tools: fitted.tools, losses };
}

/** Whether a stream ends with its usage is between the client and its own dialect's encoder. */
function isWorthTelling({ path }: Loss): boolean {
  return path !== "includeUsage";
}

/** State that another account holds cannot be left out: the answer would be one to another question. */
function judged(loss: Loss): Loss {
  const field = /^extras\.\w+\.(\w+)$/.exec(loss.path)?.[1];
  if (field === undefined || !stateFields.includes(field)) return loss;
  return { ...loss, action: "refused", why: `\`${field}\` names what only its own provider's account holds` };
}
