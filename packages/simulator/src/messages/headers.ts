// The fields that Anthropic sends with every answer, in its order.

import { idFrom } from "../encoder.ts";
import type { Stamp } from "../encoder.ts";
import type { HeaderEntry } from "../said.ts";

const limits = { requests: 4_000, "input-tokens": 2_000_000, "output-tokens": 400_000, tokens: 2_400_000 };

export function headers({ serial, at }: Stamp): HeaderEntry[] {
  const resetAt = new Date(Math.ceil(at / 1000) * 1000).toISOString().replace(".000", "");
  const rates = Object.entries(limits).flatMap(([name, limit]): HeaderEntry[] => [
    [`anthropic-ratelimit-${name}-limit`, String(limit)],
    [`anthropic-ratelimit-${name}-remaining`, String(limit - 1)],
    [`anthropic-ratelimit-${name}-reset`, resetAt],
  ]);
  return [
    ["date", new Date(at).toUTCString()],
    ...rates,
    ["request-id", idFrom("req_", serial)],
    ["anthropic-organization-id", "00000000-0000-4000-8000-000000000000"],
    ["server", "simulator"],
  ];
}
