import { bearerOf } from "../encoder.ts";
import type { Encoder } from "../encoder.ts";
import { headerOf } from "../request.ts";
import { events, whole } from "./answer.ts";
import { complaint, error, refusals } from "./error.ts";
import { headers } from "./headers.ts";

/** OpenAI Chat Completions. */
export const chatEncoder: Encoder = {
  whole,
  events,
  error,
  headers,
  complaint,
  refusals,
  keyOf: ({ request }) => bearerOf(headerOf(request, "authorization")),
  models(names) {
    const data = names.map((id) => ({ id, object: "model", created: 1_767_225_600, owned_by: "simulated" }));
    return { object: "list", data };
  },
};
