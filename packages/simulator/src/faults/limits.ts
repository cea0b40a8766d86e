// Faults of limits: true ones, false ones, and 429s that say neither.

import { time } from "../reading/values.ts";
import type { FaultEntry, Struck } from "./entry.ts";
import type { LimitFault, Plain } from "./fault.ts";
import { limitFields } from "./limit-fields.ts";
import type { Limits } from "./limit-fields.ts";
import { wordsFor } from "./words.ts";
import type { Refusal } from "../encoder.ts";

type Of<Kind extends LimitFault["kind"]> = Extract<LimitFault, { readonly kind: Kind }>;

const DAY_MS = 86_400_000;

function limited(struck: Struck, limits: Limits): Refusal {
  const seconds = Math.ceil(limits.resetMs / 1000);
  const words = wordsFor(struck, {
    messages: { status: 429 },
    openai: {
      status: 429,
      message: `Rate limit reached for ${struck.asked.model} in organization org-simulated on requests per min (RPM): Limit 10000, Used 10000, Requested 1. Please try again in ${seconds}s.`,
    },
    gemini: { status: 429 },
  });
  return { ...words, ...limitFields(struck, limits) };
}

export const rateLimited: FaultEntry<Of<"rate-limited">> = {
  what: "a true 429 that says when it ends",
  fields: { resetMs: time },
  required: ["resetMs"],
  refusal: ({ resetMs }, struck) => limited(struck, { left: "nothing", resetMs, retry: "said" }),
};

export const rateLimitedFalsely: FaultEntry<Plain<"rate-limited-falsely">> = {
  what: "a 429 beside fields that say that plenty is left",
  fields: {},
  refusal: (_fault, struck) => ({
    ...wordsFor(struck, {
      messages: { status: 429 },
      openai: { status: 429 },
      gemini: { status: 429, message: "Resource exhausted. Please try again later." },
    }),
    ...limitFields(struck, { left: "plenty", resetMs: 0, retry: "unsaid" }),
  }),
};

export const rateLimitedBare: FaultEntry<Plain<"rate-limited-bare">> = {
  what: "a 429 without any field about limits",
  fields: {},
  refusal: () => ({ status: 429, isBare: true }),
};

export const rateLimitedWeekly: FaultEntry<Of<"rate-limited-weekly">> = {
  what: "a Retry-After of days",
  fields: { resetMs: time },
  refusal: ({ resetMs = 6.5 * DAY_MS }, struck) =>
    limited(struck, { left: "nothing", resetMs, retry: "said" }),
};

export const limitNoticeFalse: FaultEntry<Plain<"limit-notice-false">> = {
  what: '"you\'ve hit your limit", at an eighth of it',
  fields: {},
  refusal: (_fault, struck) =>
    wordsFor(struck, {
      messages: {
        status: 429,
        message: "You've hit your limit · resets 6pm (UTC)",
        headers: [
          ["anthropic-ratelimit-unified-status", "allowed"],
          ["anthropic-ratelimit-unified-5h-utilization", "0.12"],
          ["anthropic-ratelimit-unified-7d-utilization", "0.08"],
        ],
      },
      openai: {
        status: 429,
        type: "usage_limit_reached",
        code: "usage_limit_reached",
        message: "You've hit your usage limit. Please try again later.",
      },
      gemini: { status: 429, message: "You have exhausted your daily quota on this model." },
    }),
};

export const quotaExhausted: FaultEntry<Plain<"quota-exhausted">> = {
  what: "the quota is used up",
  fields: {},
  refusal: (_fault, struck) =>
    wordsFor(struck, {
      messages: {
        status: 429,
        code: "enforced_spend_limit_reached",
        message:
          "You have reached your specified API usage limits. You will regain access at the start of next month.",
        isBare: true,
      },
      openai: {
        status: 429,
        type: "insufficient_quota",
        code: "insufficient_quota",
        message:
          "You exceeded your current quota, please check your plan and billing details. For more information on this error, read the docs: https://platform.openai.com/docs/guides/error-codes/api-errors.",
        isBare: true,
      },
      gemini: {
        status: 429,
        message: "You exceeded your current quota, please check your plan and billing details.",
        details: limitFields(struck, { left: "nothing", resetMs: DAY_MS, retry: "unsaid" }).details ?? [],
      },
    }),
};
