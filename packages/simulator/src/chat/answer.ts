// A message as OpenAI's Chat Completions API tells it. Thinking has no official field there; `reasoning_content` is what
// the compatible servers use.

import { callId, idFrom } from "../encoder.ts";
import type { Stamp, Telling } from "../encoder.ts";
import { objectOf, objectsOf } from "../json.ts";
import type { Message, MessageToolCall } from "../message.ts";
import type { StopReason, Usage } from "../said.ts";

export const finishReasons: Readonly<Record<StopReason, string>> = {
  end: "stop",
  "max-tokens": "length",
  "stop-sequence": "stop",
  "tool-calls": "tool_calls",
  refusal: "content_filter",
};

export const service = { service_tier: "default", system_fingerprint: "fp_simulated" };

export function whole({ message, stamp }: Telling): unknown {
  const calls = message.toolCalls.map((call, index) => toolCall(call, stamp, index));
  const { thinking, refusal } = message;
  const said = {
    role: "assistant",
    content: hasContent(message) ? message.text : null,
    ...(thinking?.form === "shown" ? { reasoning_content: thinking.text } : {}),
    ...(calls.length > 0 ? { tool_calls: calls } : {}),
    refusal: refusal ?? null,
    annotations: [],
  };
  const choice = { index: 0, message: said, logprobs: null, finish_reason: finishReasons[message.stop] };
  return {
    ...envelope(message, stamp, "chat.completion"),
    choices: [choice],
    usage: usageOf(message.usage),
    ...service,
  };
}

export function unfinished(answer: unknown): unknown {
  const completion = objectOf(answer);
  const choices = objectsOf(completion["choices"]).map((choice) => ({ ...choice, finish_reason: null }));
  return { ...completion, choices };
}

/** An empty text is one, unless something else was said. */
export function hasContent({ text, toolCalls, refusal }: Message): boolean {
  return text !== "" || (toolCalls.length === 0 && refusal === undefined);
}

export function envelope({ model }: Message, { serial, at }: Stamp, object: string): object {
  return { id: idFrom("chatcmpl-", serial), object, created: Math.floor(at / 1000), model };
}

export function idOf({ id }: MessageToolCall, stamp: Stamp, index: number): string {
  return id ?? callId("call_", stamp, index);
}

/** Prompt counts include what was read from the cache or written to it. */
export function usageOf(usage: Required<Usage>): object {
  const prompt = usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens;
  return {
    prompt_tokens: prompt,
    completion_tokens: usage.outputTokens,
    total_tokens: prompt + usage.outputTokens,
    prompt_tokens_details: {
      cached_tokens: usage.cacheReadTokens,
      audio_tokens: 0,
      ...(usage.cacheWriteTokens === 0 ? {} : { cache_write_tokens: usage.cacheWriteTokens }),
    },
    completion_tokens_details: {
      reasoning_tokens: usage.reasoningTokens,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}

function toolCall(call: MessageToolCall, stamp: Stamp, index: number): object {
  return {
    id: idOf(call, stamp, index),
    type: "function",
    function: { name: call.name, arguments: call.jsonPieces.join("") },
  };
}
