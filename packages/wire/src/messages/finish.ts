// Why an answer ended: `stop_reason` and what stands beside it, both ways.

import { textOf } from "../json/value.ts";
import type { JsonObject } from "../json/value.ts";
import type { Finish, FinishReason } from "../model/response.ts";
import { given } from "./fields.ts";
import type { Fields } from "./fields.ts";
import { dropFields, inside, lose } from "./losses.ts";
import type { Place } from "./losses.ts";

const reasons: ReadonlyMap<string, FinishReason> = new Map([
  ["end_turn", "end"],
  ["stop_sequence", "stop-sequence"],
  ["max_tokens", "max-tokens"],
  ["model_context_window_exceeded", "context-window"],
  ["tool_use", "tool-calls"],
  ["pause_turn", "pause"],
  ["refusal", "refusal"],
  ["compaction", "compaction"],
]);

const words: ReadonlyMap<FinishReason, string> = new Map(
  [...reasons].map(([word, reason]) => [reason, word]),
);

/** What comes nearest where there is no word. A refusal is not asked for again, and what was cut is not taken for whole. */
const nearest: ReadonlyMap<FinishReason, string> = new Map([
  ["content-filter", "refusal"],
  ["continuation", "max_tokens"],
  ["fault", "max_tokens"],
]);

/** The fields that `encodeFinish` writes whenever nothing else stands there. */
export const usualFinish = { stop_sequence: null, stop_details: null };

/** Reads a message, or the `delta` that ends a streamed one. Undefined where it does not say yet. */
export function finishFrom(fields: Fields): Finish | undefined {
  const word = fields.take("stop_reason", textOf);
  if (word === undefined) return undefined;
  const reason = reasons.get(word);
  if (reason === undefined) return { reason: "end", native: word };
  if (reason === "stop-sequence") {
    const stopSequence = fields.take("stop_sequence", textOf);
    return stopSequence === undefined ? { reason } : { reason, stopSequence };
  }
  return reason === "refusal" ? { reason, ...refusalFrom(fields.child("stop_details")) } : { reason };
}

function refusalFrom(details: Fields | undefined): Pick<Finish, "explanation" | "category"> {
  const explanation = details?.take("explanation", textOf);
  const category = details?.take("category", textOf);
  if (explanation !== undefined || category !== undefined) details?.take("type", textOf);
  return given({ explanation, category });
}

/** What an answer is, as far as it bears on how it ended. */
export interface Ending {
  readonly hasCalls: boolean;
  readonly hasRefusal: boolean;
  /** The provider speaks this dialect too, so that its own words are ours. */
  readonly isOwn: boolean;
}

/** `place` is that of the finish. */
export function encodeFinish(finish: Finish, ending: Ending, place: Place): JsonObject {
  const word = wordFor(finish, ending);
  if (reasons.get(word) !== finish.reason && word !== finish.native) {
    lose(inside(place, "reason"), "approximated", `in messages such an answer ends with ${word}`);
  }
  const { stopSequence } = finish;
  return {
    stop_reason: word,
    ...(word === "stop_sequence" && stopSequence !== undefined ? { stop_sequence: stopSequence } : {}),
    ...detailsOf(finish, word, { ending, place }),
  };
}

/** Whether tools are called is seen in the answer: many servers say something else, or say it without any. */
function wordFor({ reason, native }: Finish, { hasCalls, hasRefusal, isOwn }: Ending): string {
  if (isOwn && native !== undefined) return native;
  if (reason === "tool-calls" && !hasCalls && !isOwn) return "end_turn";
  if (reason === "end" && hasCalls) return "tool_use";
  if (reason === "end" && hasRefusal) return "refusal";
  return words.get(reason) ?? nearest.get(reason) ?? "end_turn";
}

function detailsOf(
  finish: Finish,
  word: string,
  { ending, place }: { readonly ending: Ending; readonly place: Place },
): JsonObject {
  const { explanation, category } = finish;
  if (word !== "refusal") {
    dropFields(place, finish, ["explanation", "category"], "messages explains nothing but refusals");
    return {};
  }
  if (explanation === undefined && category === undefined) return {};
  const said = given({ category, explanation });
  return {
    stop_details: {
      type: "refusal",
      ...(ending.isOwn ? {} : { category: null, explanation: null }),
      ...said,
    },
  };
}
