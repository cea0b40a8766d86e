import type { Encoder } from "../encoder.ts";
import { unfinished, whole } from "./answer.ts";
import { complaint } from "./check.ts";
import { error, errorEvent, refusals } from "./error.ts";
import { headers } from "./headers.ts";
import { events } from "./stream.ts";

/** Gemini generateContent. */
export const geminiEncoder: Encoder = {
  whole,
  events,
  unfinished,
  error,
  errorEvent,
  headers,
  complaint,
  refusals,
  count: (tokens) => ({
    totalTokens: tokens,
    promptTokensDetails: [{ modality: "TEXT", tokenCount: tokens }],
  }),
  models(names) {
    const models = names.map((name) => ({
      name: `models/${name}`,
      version: "001",
      displayName: name,
      description: "Simulated.",
      inputTokenLimit: 1_048_576,
      outputTokenLimit: 65_536,
      supportedGenerationMethods: ["generateContent", "countTokens"],
      thinking: true,
    }));
    return { models };
  },
};
