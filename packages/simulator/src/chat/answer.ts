// A message as OpenAI's Chat Completions API tells it.

import { idFrom } from "../encoder.ts";
import type { Stamp } from "../encoder.ts";
import type { Message, MessageToolCall } from "../message.ts";
import type { Asked } from "../request.ts";
import type { StopReason, Usage } from "../script.ts";

const finishReasons: Readonly<Record<StopReason, string>> = {
  end: "stop",
  "max-tokens": "length",
  "stop-sequence": "stop",
  "tool-calls": "tool_calls",
  refusal: "content_filter",
};

export function whole(message: Message, stamp: Stamp): unknown {
  const calls = message.toolCalls.map((call, index) => toolCall(call, stamp, index));
  const said = {
    role: "assistant",
    content: message.text === "" && calls.length > 0 ? null : message.text,
    ...(calls.length > 0 ? { tool_calls: calls } : {}),
    refusal: null,
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

export function events(message: Message, stamp: Stamp, { includesUsage }: Asked): string[] {
  const base = { ...envelope(message, stamp, "chat.completion.chunk"), ...service };
  const noUsage = includesUsage ? { usage: null } : {};
  const chunk = (delta: object, finish: string | null): string =>
    event({ ...base, choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }], ...noUsage });
  const content = message.text === "" && message.toolCalls.length > 0 ? null : "";
  return [
    chunk({ role: "assistant", content, refusal: null }, null),
    ...message.textPieces.map((piece) => chunk({ content: piece }, null)),
    ...message.toolCalls
      .flatMap((call, index) => toolDeltas(call, stamp, index))
      .map((call) => chunk({ tool_calls: [call] }, null)),
    chunk({}, finishReasons[message.stop]),
    ...(includesUsage ? [event({ ...base, choices: [], usage: usageOf(message.usage) })] : []),
    "data: [DONE]\n\n",
  ];
}

const service = { service_tier: "default", system_fingerprint: "fp_simulated" };

function envelope({ model }: Message, { serial, at }: Stamp, object: string): object {
  return { id: idFrom("chatcmpl-", serial), object, created: Math.floor(at / 1000), model };
}

function toolCall(call: MessageToolCall, stamp: Stamp, index: number): object {
  return {
    id: idOf(call, stamp, index),
    type: "function",
    function: { name: call.name, arguments: call.jsonPieces.join("") },
  };
}

/** The first delta names the call, the others only continue it. */
function toolDeltas(call: MessageToolCall, stamp: Stamp, index: number): object[] {
  const first = {
    index,
    id: idOf(call, stamp, index),
    type: "function",
    function: { name: call.name, arguments: "" },
  };
  return [first, ...call.jsonPieces.map((json) => ({ index, function: { arguments: json } }))];
}

function idOf({ id }: MessageToolCall, { serial }: Stamp, index: number): string {
  return id ?? `${idFrom("call_", serial)}${index}`;
}

/** Prompt counts include what was read from the cache or written to it. */
function usageOf(usage: Required<Usage>): object {
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

function event(data: object): string {
  return `data: ${JSON.stringify(data)}\n\n`;
}
