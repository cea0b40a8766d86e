// The fields that OpenAI sends with every answer, in its order.

import { idFrom } from "../encoder.ts";
import type { Stamp } from "../encoder.ts";
import type { HeaderEntry } from "../said.ts";

export function headers({ serial, at }: Stamp): HeaderEntry[] {
  return [
    ["date", new Date(at).toUTCString()],
    ["openai-organization", "simulated"],
    ["openai-processing-ms", "12"],
    ["openai-version", "2020-10-01"],
    ["x-ratelimit-limit-requests", "10000"],
    ["x-ratelimit-limit-tokens", "30000000"],
    ["x-ratelimit-remaining-requests", "9999"],
    ["x-ratelimit-remaining-tokens", "29999980"],
    ["x-ratelimit-reset-requests", "6ms"],
    ["x-ratelimit-reset-tokens", "0s"],
    ["x-request-id", idFrom("req_", serial)],
    ["server", "simulator"],
  ];
}
