// How OpenAI's Responses API refuses: as chat does, but for what ends a stream.

import { errorOf, refusals as chatRefusals } from "../chat/error.ts";
import type { Refusal, Telling } from "../encoder.ts";
import { resource } from "./resource.ts";
import { event } from "./stream.ts";

export { error } from "../chat/error.ts";

/** The stream's last event: what there is of the response, and why it is no more. */
export function errorEvent(refusal: Refusal, telling: Telling, before: number): string {
  const { code, type, message } = errorOf(refusal);
  const error = { code: code ?? (type === "requests" ? "rate_limit_exceeded" : type), message };
  const response = resource(telling, { status: "failed", output: [], error });
  return event("response.failed", before, { response });
}

export const refusals = {
  ...chatRefusals,
  unknownModel: (model: string): Refusal => ({
    status: 400,
    code: "model_not_found",
    param: "model",
    message: `The requested model '${model}' does not exist.`,
  }),
};
