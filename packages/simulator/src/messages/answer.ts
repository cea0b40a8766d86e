// A message as Anthropic's Messages API tells it.

import { idFrom } from "../encoder.ts";
import type { Stamp } from "../encoder.ts";
import type { Message, MessageToolCall } from "../message.ts";
import type { StopReason, Usage } from "../script.ts";

const stopReasons: Readonly<Record<StopReason, string>> = {
  end: "end_turn",
  "max-tokens": "max_tokens",
  "stop-sequence": "stop_sequence",
  "tool-calls": "tool_use",
  refusal: "refusal",
};

export function whole(message: Message, stamp: Stamp): unknown {
  const text = message.text === "" ? [] : [{ type: "text", text: message.text }];
  const tools = message.toolCalls.map((call, index) => ({
    ...toolUse(call, stamp, index),
    input: call.input,
  }));
  return {
    ...envelope(message, stamp),
    content: [...text, ...tools],
    ...ending(message),
    usage: usageOf(message.usage),
  };
}

export function events(message: Message, stamp: Stamp): string[] {
  const blocks = [
    ...textBlocks(message),
    ...message.toolCalls.map((call, index) => toolBlock(call, stamp, index)),
  ];
  // At the start hardly anything is said yet; the true count comes with the end.
  const outputTokens = Math.min(1, message.usage.outputTokens);
  const usage = usageOf({ ...message.usage, outputTokens, reasoningTokens: 0 });
  const start = { ...envelope(message, stamp), content: [], stop_reason: null, stop_sequence: null, usage };
  const inner = blocks.flatMap(({ block, deltas }, index) => [
    event({ type: "content_block_start", index, content_block: block }),
    ...(index === 0 ? [event({ type: "ping" })] : []),
    ...deltas.map((delta) => event({ type: "content_block_delta", index, delta })),
    event({ type: "content_block_stop", index }),
  ]);
  return [
    event({ type: "message_start", message: start }),
    ...(blocks.length === 0 ? [event({ type: "ping" })] : inner),
    event({ type: "message_delta", delta: ending(message), usage: countsOf(message.usage) }),
    event({ type: "message_stop" }),
  ];
}

interface StreamEvent {
  readonly type: string;
  readonly [field: string]: unknown;
}

interface Block {
  readonly block: object;
  readonly deltas: readonly object[];
}

function textBlocks({ textPieces }: Message): Block[] {
  if (textPieces.length === 0) return [];
  const deltas = textPieces.map((text) => ({ type: "text_delta", text }));
  return [{ block: { type: "text", text: "" }, deltas }];
}

function toolBlock(call: MessageToolCall, stamp: Stamp, index: number): Block {
  const deltas = ["", ...call.jsonPieces].map((json) => ({ type: "input_json_delta", partial_json: json }));
  return { block: { ...toolUse(call, stamp, index), input: {} }, deltas };
}

function toolUse({ id, name }: MessageToolCall, { serial }: Stamp, index: number): object {
  return { type: "tool_use", id: id ?? `${idFrom("toolu_", serial)}${index}`, name };
}

function envelope({ model }: Message, { serial }: Stamp): object {
  return { model, id: idFrom("msg_", serial), type: "message", role: "assistant" };
}

function ending({ stop, stopSequence }: Message): object {
  return { stop_reason: stopReasons[stop], stop_sequence: stopSequence ?? null };
}

/** As a whole answer and the start of a stream tell it. */
function usageOf(usage: Required<Usage>): object {
  const written = usage.cacheWriteTokens;
  const cache_creation = { ephemeral_5m_input_tokens: written, ephemeral_1h_input_tokens: 0 };
  return { ...countsOf(usage), cache_creation, service_tier: "standard" };
}

/** As the end of a stream tells it. */
function countsOf(usage: Required<Usage>): object {
  const { reasoningTokens } = usage;
  return {
    input_tokens: usage.inputTokens,
    cache_creation_input_tokens: usage.cacheWriteTokens,
    cache_read_input_tokens: usage.cacheReadTokens,
    output_tokens: usage.outputTokens,
    ...(reasoningTokens === 0 ? {} : { output_tokens_details: { thinking_tokens: reasoningTokens } }),
  };
}

function event(data: StreamEvent): string {
  return `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;
}
