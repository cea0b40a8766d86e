// A message as Anthropic's Messages API tells it.

import { callId, idFrom } from "../encoder.ts";
import type { Stamp, Telling } from "../encoder.ts";
import { objectOf } from "../json.ts";
import type { Message, MessageToolCall } from "../message.ts";
import { proofOf } from "../proof.ts";
import type { StopReason, Usage } from "../said.ts";

const stopReasons: Readonly<Record<StopReason, string>> = {
  end: "end_turn",
  "max-tokens": "max_tokens",
  "stop-sequence": "stop_sequence",
  "tool-calls": "tool_use",
  refusal: "refusal",
};

export function whole(telling: Telling): unknown {
  const { message, stamp } = telling;
  const { thinking } = message;
  const thought = thinking === undefined ? [] : [thoughtBlock(telling)];
  const text = message.text === "" ? [] : [{ type: "text", text: message.text }];
  const tools = message.toolCalls.map((call, index) => ({
    ...toolUse(call, stamp, index),
    input: call.input,
  }));
  return {
    ...envelope(message, stamp),
    content: [...thought, ...text, ...tools],
    ...ending(message),
    usage: usageOf(message.usage),
  };
}

export function unfinished(answer: unknown): unknown {
  return { ...objectOf(answer), stop_reason: null };
}

export function envelope({ model }: Message, { serial }: Stamp): object {
  return { model, id: idFrom("msg_", serial), type: "message", role: "assistant" };
}

export function thoughtBlock(telling: Telling): object {
  const { thinking } = telling.message;
  if (thinking?.form === "hidden") return { type: "redacted_thinking", data: signatureOf(telling) };
  return { type: "thinking", thinking: thinking?.text ?? "", signature: signatureOf(telling) };
}

export function signatureOf({ message, account }: Telling): string {
  return proofOf({ dialect: "messages", account, text: message.thinking?.text ?? "" });
}

export function toolUse({ id, name }: MessageToolCall, stamp: Stamp, index: number): object {
  return { type: "tool_use", id: id ?? callId("toolu_", stamp, index), name };
}

export function ending({ stop, stopSequence, refusal }: Message): object {
  const details = { type: "refusal", category: null, explanation: refusal ?? null };
  return {
    stop_reason: stopReasons[stop],
    stop_sequence: stopSequence ?? null,
    stop_details: stop === "refusal" ? details : null,
  };
}

/** As a whole answer and the start of a stream tell it. */
export function usageOf(usage: Required<Usage>): object {
  const written = usage.cacheWriteTokens;
  const cache_creation = { ephemeral_5m_input_tokens: written, ephemeral_1h_input_tokens: 0 };
  return { ...countsOf(usage), cache_creation, service_tier: "standard" };
}

/** As the end of a stream tells it. */
export function countsOf(usage: Required<Usage>): object {
  const { reasoningTokens } = usage;
  return {
    input_tokens: usage.inputTokens,
    cache_creation_input_tokens: usage.cacheWriteTokens,
    cache_read_input_tokens: usage.cacheReadTokens,
    output_tokens: usage.outputTokens,
    ...(reasoningTokens === 0 ? {} : { output_tokens_details: { thinking_tokens: reasoningTokens } }),
  };
}
