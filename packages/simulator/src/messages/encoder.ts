import { bearerOf } from "../encoder.ts";
import type { Encoder } from "../encoder.ts";
import { headerOf } from "../request.ts";
import { events, whole } from "./answer.ts";
import { complaint, error, refusals } from "./error.ts";
import { headers } from "./headers.ts";

/** Anthropic Messages. */
export const messagesEncoder: Encoder = {
  whole,
  events,
  error,
  headers,
  complaint,
  refusals,
  keyOf: ({ request }) => headerOf(request, "x-api-key") ?? bearerOf(headerOf(request, "authorization")),
  models(names) {
    const data = names.map((id) => ({
      type: "model",
      id,
      display_name: id,
      created_at: "2026-01-01T00:00:00Z",
    }));
    return { data, has_more: false, first_id: names.at(0) ?? null, last_id: names.at(-1) ?? null };
  },
};
