import type { Encoder } from "../encoder.ts";
import { unfinished, whole } from "./answer.ts";
import { complaint } from "./check.ts";
import { error, errorEvent, refusals } from "./error.ts";
import { headers } from "./headers.ts";
import { events } from "./stream.ts";

/** Anthropic Messages. */
export const messagesEncoder: Encoder = {
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
    const data = names.map((id) => ({
      type: "model",
      id,
      display_name: id,
      created_at: "2026-01-01T00:00:00Z",
      capabilities: null,
      max_input_tokens: 200_000,
      max_tokens: 64_000,
      lifecycle: "active",
      line: null,
      deprecated_at: null,
      retires_at: null,
    }));
    return { data, has_more: false, first_id: names.at(0) ?? null, last_id: names.at(-1) ?? null };
  },
};
