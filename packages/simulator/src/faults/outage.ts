// Faults of the vendor's machines.

import { nullable, status as finalStatus, text } from "../reading/values.ts";
import { headers } from "../reading/headers.ts";
import type { FaultEntry } from "./entry.ts";
import type { Plain, StatusFault } from "./fault.ts";
import { wordsFor } from "./words.ts";

export const status: FaultEntry<StatusFault> = {
  what: "an error status",
  fields: { status: finalStatus, type: text, code: nullable(text), message: text, headers },
  required: ["status"],
  refusal: ({ kind: _kind, ...refusal }) => refusal,
};

export const modelDown: FaultEntry<Plain<"model-down">> = {
  what: "one model is down",
  fields: {},
  refusal: (_fault, struck) =>
    wordsFor(struck, {
      messages: { status: 529 },
      openai: {
        status: 503,
        message: `The model \`${struck.asked.model}\` is currently overloaded with other requests. Please try again later.`,
      },
      gemini: { status: 503 },
    }),
};

export const regionDown: FaultEntry<Plain<"region-down">> = {
  what: "one region is down",
  fields: {},
  refusal: (_fault, struck) =>
    wordsFor(struck, {
      messages: { status: 500 },
      openai: { status: 500 },
      gemini: { status: 503, message: "The service is currently unavailable." },
    }),
};
