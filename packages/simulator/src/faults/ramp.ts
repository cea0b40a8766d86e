// The limit on growth: a vendor that has room refuses what comes too suddenly.

import { between, count, time } from "../reading/values.ts";
import type { FaultEntry } from "./entry.ts";
import type { RampFault } from "./fault.ts";
import { wordsFor } from "./words.ts";

const USUAL_WINDOW_MS = 10_000;
const USUAL_GROWTH = 2;
const USUAL_FLOOR = 5;

export const rampLimited: FaultEntry<RampFault> = {
  what: "429 on sudden growth",
  fields: { growth: between(1, 1_000), windowMs: time, floor: count(0) },
  gate({ growth = USUAL_GROWTH, windowMs = USUAL_WINDOW_MS, floor = USUAL_FLOOR }) {
    let window = Number.NEGATIVE_INFINITY;
    let before = 0;
    let served = 0;
    return (_asked, now) => {
      const current = Math.floor(now / Math.max(1, windowMs));
      if (current !== window) {
        before = current === window + 1 ? served : 0;
        window = current;
        served = 0;
      }
      // What was refused has not been served: refusals do not make room for more.
      const isOver = served >= Math.max(floor, before * growth);
      if (!isOver) served++;
      return isOver;
    };
  },
  refusal: (_fault, struck) =>
    wordsFor(struck, {
      messages: {
        status: 429,
        code: "ramp_limit_exceeded",
        message:
          "This request would exceed your organization's ramp limit: usage has increased too quickly. Please ramp up your traffic gradually and maintain consistent usage patterns.",
        headers: [["retry-after", "10"]],
      },
      openai: {
        status: 429,
        code: "slow_down",
        message: "Your request rate has increased too quickly. Please slow down, and ramp up gradually.",
      },
      gemini: {
        status: 429,
        message: "Resource exhausted: traffic has increased too quickly. Please ramp up gradually.",
      },
    }),
};
