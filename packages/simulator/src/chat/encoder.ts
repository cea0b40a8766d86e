import type { Encoder } from "../encoder.ts";
import { unfinished, whole } from "./answer.ts";
import { complaint } from "./check.ts";
import { error, errorEvent, refusals } from "./error.ts";
import { headers } from "./headers.ts";
import { events } from "./stream.ts";

/** OpenAI Chat Completions. */
export const chatEncoder: Encoder = {
  whole,
  events,
  unfinished,
  error,
  errorEvent,
  headers,
  complaint,
  refusals,
  count: (tokens) => ({ input_tokens: tokens }),
  models(names) {
    const data = names.map((id) => ({ id, object: "model", created: 1_767_225_600, owned_by: "simulated" }));
    return { object: "list", data };
  },
};
