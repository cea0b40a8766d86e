// `finish_reason`, both ways.

import type { FailureKind } from "../failure.ts";
import type { Finish, FinishReason } from "../model/response.ts";

/** What the answer itself says about why it ended. */
export interface AnswerSigns {
  readonly hasCalls: boolean;
  readonly hasRefusal: boolean;
  /** The stop sequence that was met, where the server tells (vLLM does, in `stop_reason`). */
  readonly stopSequence?: string | undefined;
}

/** The words of OpenAI, and those that servers say in their place: their own engine's, or another dialect's. */
const reasons: Readonly<Record<string, FinishReason>> = {
  stop: "end",
  eos: "end",
  eos_token: "end",
  end_turn: "end",
  stop_sequence: "end",
  completed: "end",
  length: "max-tokens",
  max_tokens: "max-tokens",
  max_output_tokens: "max-tokens",
  // Mistral: the model's own limit, not the one asked for.
  model_length: "context-window",
  tool_calls: "tool-calls",
  function_call: "tool-calls",
  tool_use: "tool-calls",
  content_filter: "content-filter",
  safety: "content-filter",
  recitation: "content-filter",
  // Zhipu.
  sensitive: "content-filter",
  refusal: "refusal",
};

const faults: Readonly<Record<string, FailureKind>> = {
  // Mistral, OpenRouter.
  error: "provider-error",
  // DeepSeek.
  insufficient_system_resource: "overloaded",
  // Zhipu.
  network_error: "provider-error",
  // vLLM and SGLang, when the engine drops a request.
  abort: "provider-error",
};

/** The kind of failure that a finish reason tells of; undefined where it tells of none. */
export function faultIn(word: string): FailureKind | undefined {
  return Object.hasOwn(faults, word) ? faults[word] : undefined;
}

/** Calls and refusals count more than the word: many servers say `stop` whatever they answered. */
export function decodeFinish(word: string, signs: AnswerSigns): Finish {
  const known = word.toLowerCase();
  const said = Object.hasOwn(reasons, known) ? (reasons[known] ?? "end") : "end";
  const reason = reasonFrom(said, signs);
  const native = word === "" || word === wordFor(reason) ? {} : { native: word };
  if (reason !== "stop-sequence" || signs.stopSequence === undefined) return { reason, ...native };
  return { reason, stopSequence: signs.stopSequence };
}

/** OpenAI itself says `stop` with a refusal; where that was the word, it is said again. */
export function encodeFinish(
  { reason, native }: Finish,
  { hasCalls }: Pick<AnswerSigns, "hasCalls">,
): string {
  if (reason === "refusal" && native === "stop") return "stop";
  const word = wordFor(reason);
  if (word === "stop" || word === "tool_calls") return hasCalls ? "tool_calls" : "stop";
  return word;
}

function reasonFrom(said: FinishReason, { hasCalls, hasRefusal, stopSequence }: AnswerSigns): FinishReason {
  if (hasCalls && (said === "end" || said === "tool-calls")) return "tool-calls";
  if (hasRefusal && (said === "end" || said === "content-filter")) return "refusal";
  if (said === "tool-calls") return "end";
  return said === "end" && stopSequence !== undefined ? "stop-sequence" : said;
}

function wordFor(reason: FinishReason): string {
  switch (reason) {
    case "tool-calls":
      return "tool_calls";
    case "max-tokens":
    case "context-window":
      return "length";
    case "refusal":
    case "content-filter":
      return "content_filter";
    case "fault":
      return "error";
    case "end":
    case "stop-sequence":
    case "pause":
    case "compaction":
    case "continuation":
      return "stop";
  }
}
