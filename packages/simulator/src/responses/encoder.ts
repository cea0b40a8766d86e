import { chatEncoder } from "../chat/encoder.ts";
import type { Encoder } from "../encoder.ts";
import { unfinished, whole } from "./answer.ts";
import { complaint } from "./check.ts";
import { error, errorEvent, refusals } from "./error.ts";
import { headers } from "./headers.ts";
import { events } from "./stream.ts";

/** OpenAI Responses. */
export const responsesEncoder: Encoder = {
  whole,
  events,
  unfinished,
  error,
  errorEvent,
  headers,
  complaint,
  refusals,
  count: (tokens) => ({ object: "response.input_tokens", input_tokens: tokens }),
  models: (names) => chatEncoder.models(names),
};
