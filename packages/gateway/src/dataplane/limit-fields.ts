// What a provider's fields say about our limits there.

import type { Fields } from "@holdfast/transport";
import type { Limits } from "./problem.ts";

const groups: readonly { readonly remaining: string; readonly limit: string; readonly reset: string }[] = [
  ...["requests", "tokens", "input-tokens", "output-tokens"].map((what) => ({
    remaining: `anthropic-ratelimit-${what}-remaining`,
    limit: `anthropic-ratelimit-${what}-limit`,
    reset: `anthropic-ratelimit-${what}-reset`,
  })),
  ...["requests", "tokens"].map((what) => ({
    remaining: `x-ratelimit-remaining-${what}`,
    limit: `x-ratelimit-limit-${what}`,
    reset: `x-ratelimit-reset-${what}`,
  })),
];

/** The scarcest limit: how much of it is left, and when it is full again. `wallMs` is the time of day. */
export function limitsFrom(fields: Fields, wallMs: number): Limits {
  let scarcest: Limits = {};
  for (const { remaining, limit, reset } of groups) {
    const left = numberIn(fields.get(remaining));
    const all = numberIn(fields.get(limit));
    if (left === undefined || all === undefined || all <= 0) continue;
    const headroom = Math.min(1, Math.max(0, left / all));
    if (scarcest.headroom !== undefined && scarcest.headroom <= headroom) continue;
    const resetAfterMs = resetIn(fields.get(reset), wallMs);
    scarcest = { headroom, ...(resetAfterMs === undefined ? {} : { resetAfterMs }) };
  }
  return scarcest;
}

function numberIn(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** Anthropic gives an instant, OpenAI a span such as `6m0s` or `12ms`. */
function resetIn(text: string | undefined, wallMs: number): number | undefined {
  if (text === undefined) return undefined;
  const span = /^(?:(\d+)h)?(?:(\d+)m(?!s))?(?:(\d+(?:\.\d+)?)s)?(?:(\d+(?:\.\d+)?)ms)?$/.exec(text);
  if (span !== null && text !== "") {
    const [hours = 0, minutes = 0, seconds = 0, ms = 0] = span
      .slice(1)
      .map((part: string | undefined) => Number(part ?? 0));
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms;
  }
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - wallMs);
}
