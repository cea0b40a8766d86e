// How an answer ended, both ways: a status, and for one that was cut short the reason.

import type { Finish, FinishReason } from "../model/response.ts";

/** What the answer itself says about why it ended. */
export interface AnswerSigns {
  readonly hasCalls: boolean;
  readonly hasRefusal: boolean;
}

export interface Ending {
  readonly status: "completed" | "incomplete" | "failed";
  /** Of an incomplete one. */
  readonly reason?: string;
}

export function decodeFinish({ status, reason }: Ending, { hasCalls, hasRefusal }: AnswerSigns): Finish {
  if (status === "failed") return { reason: "fault" };
  if (status === "incomplete") {
    if (reason === "content_filter") return { reason: "content-filter" };
    // Whatever else cut it short (`steered`, `max_tool_calls`), it is not whole.
    return {
      reason: "max-tokens",
      ...(reason === undefined || reason === usualCut ? {} : { native: reason }),
    };
  }
  if (hasCalls) return { reason: "tool-calls" };
  return { reason: hasRefusal ? "refusal" : "end" };
}

export function encodeFinish(
  { reason, native }: Finish,
  { hasRefusal }: Pick<AnswerSigns, "hasRefusal">,
): Ending {
  const ending = endings[reason];
  if (reason === "refusal" && hasRefusal) return { status: "completed" };
  const isOwn = ending.reason === usualCut && native !== undefined && ownCuts.has(native);
  return isOwn ? { ...ending, reason: native } : ending;
}

const usualCut = "max_output_tokens";

/** This dialect's further reasons, by which they are known among the native words of others. */
const ownCuts: ReadonlySet<string> = new Set(["steered", "max_messages", "max_tool_calls"]);

/** An answer that somebody is to go on with is not whole, and there is one word for that. */
const endings: Readonly<Record<FinishReason, Ending>> = {
  end: { status: "completed" },
  "stop-sequence": { status: "completed" },
  "tool-calls": { status: "completed" },
  compaction: { status: "completed" },
  "max-tokens": { status: "incomplete", reason: usualCut },
  "context-window": { status: "incomplete", reason: usualCut },
  pause: { status: "incomplete", reason: usualCut },
  continuation: { status: "incomplete", reason: usualCut },
  refusal: { status: "incomplete", reason: "content_filter" },
  "content-filter": { status: "incomplete", reason: "content_filter" },
  fault: { status: "failed" },
};
