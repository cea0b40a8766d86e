// What vendors say about limits beside the words: fields of the head, or details of the error.

import type { Refusal } from "../encoder.ts";
import type { HeaderEntry } from "../said.ts";
import type { Struck } from "./entry.ts";

export interface Limits {
  /** Of everything that is limited. */
  readonly left: "nothing" | "plenty";
  /** Until all of it is there again. */
  readonly resetMs: number;
  /** Whether the vendor says when to come again. */
  readonly retry: "said" | "unsaid";
}

/** In the way of the dialect that asks. */
export function limitFields({ asked, stamp }: Struck, limits: Limits): Pick<Refusal, "headers" | "details"> {
  const retry: HeaderEntry[] =
    limits.retry === "said" ? [["retry-after", String(Math.ceil(limits.resetMs / 1000))]] : [];
  switch (asked.dialect) {
    case "messages":
      return { headers: [...retry, ...messagesFields(limits, stamp.at)] };
    case "chat":
    case "responses":
      return { headers: [...retry, ...openAiFields(limits)] };
    case "gemini":
      return { details: geminiDetails(limits) };
  }
}

function messagesFields({ left, resetMs }: Limits, at: number): HeaderEntry[] {
  const resetAt = new Date(Math.ceil((at + resetMs) / 1000) * 1000).toISOString().replace(".000", "");
  const kinds = { requests: 4_000, "input-tokens": 2_000_000, "output-tokens": 400_000, tokens: 2_400_000 };
  return Object.entries(kinds).flatMap(([name, limit]): HeaderEntry[] => [
    [`anthropic-ratelimit-${name}-limit`, String(limit)],
    [`anthropic-ratelimit-${name}-remaining`, String(left === "nothing" ? 0 : limit - 1)],
    [`anthropic-ratelimit-${name}-reset`, resetAt],
  ]);
}

function openAiFields({ left, resetMs }: Limits): HeaderEntry[] {
  const reset = durationText(resetMs);
  return [
    ["x-ratelimit-limit-requests", "10000"],
    ["x-ratelimit-limit-tokens", "30000000"],
    ["x-ratelimit-remaining-requests", left === "nothing" ? "0" : "9999"],
    ["x-ratelimit-remaining-tokens", left === "nothing" ? "0" : "29999980"],
    ["x-ratelimit-reset-requests", reset],
    ["x-ratelimit-reset-tokens", reset],
  ];
}

function geminiDetails({ left, resetMs, retry }: Limits): object[] {
  const google = "type.googleapis.com/google.rpc";
  const violation = {
    quotaMetric: "generativelanguage.googleapis.com/generate_content_requests",
    quotaId: "GenerateRequestsPerMinutePerProjectPerModel",
    quotaValue: "1000",
  };
  const info = { "@type": `${google}.RetryInfo`, retryDelay: `${Math.ceil(resetMs / 1000)}s` };
  return [
    ...(left === "nothing" ? [{ "@type": `${google}.QuotaFailure`, violations: [violation] }] : []),
    ...(retry === "said" ? [info] : []),
  ];
}

/** `1h2m3s`, without what is nothing; `250ms` below a second. */
function durationText(ms: number): string {
  if (ms < 1000) return `${Math.ceil(ms)}ms`;
  const seconds = Math.ceil(ms / 1000);
  const parts = [
    [Math.floor(seconds / 3600), "h"],
    [Math.floor(seconds / 60) % 60, "m"],
    [seconds % 60, "s"],
  ] as const;
  return parts.map(([count, unit]) => (count === 0 ? "" : `${count}${unit}`)).join("");
}
