// A message as a stream of Anthropic's Messages API.

import type { Phase, Stamp, Telling, Told } from "../encoder.ts";
import type { Message, MessageToolCall } from "../message.ts";
import { countsOf, ending, envelope, signatureOf, thoughtBlock, toolUse, usageOf } from "./answer.ts";

export function events(telling: Telling): Told[] {
  const { message, stamp } = telling;
  const blocks = [
    ...thoughtBlocks(telling),
    ...textBlocks(message),
    ...message.toolCalls.map((call, index) => toolBlock(call, stamp, index)),
  ];
  // At the start hardly anything is said yet; the true count comes with the end.
  const outputTokens = Math.min(1, message.usage.outputTokens);
  const usage = usageOf({ ...message.usage, outputTokens, reasoningTokens: 0 });
  const open = { content: [], stop_reason: null, stop_sequence: null, stop_details: null, usage };
  const ping = told("start", { type: "ping" });
  return [
    told("start", { type: "message_start", message: { ...envelope(message, stamp), ...open } }),
    ...(blocks.length === 0 ? [ping] : blocks.flatMap((block, index) => tellBlock(block, index, ping))),
    told("finish", { type: "message_delta", delta: ending(message), usage: countsOf(message.usage) }),
    told("terminal", { type: "message_stop" }),
  ];
}

export function event(data: { readonly type: string }): string {
  return `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;
}

interface StreamEvent {
  readonly type: string;
  readonly [field: string]: unknown;
}

interface Block {
  readonly block: object;
  readonly deltas: readonly object[];
}

function tellBlock({ block, deltas }: Block, index: number, ping: Told): Told[] {
  return [
    told(index === 0 ? "start" : "content", { type: "content_block_start", index, content_block: block }),
    ...(index === 0 ? [ping] : []),
    ...deltas.map((delta) => told("content", { type: "content_block_delta", index, delta })),
    told("content", { type: "content_block_stop", index }),
  ];
}

function told(phase: Phase, data: StreamEvent): Told {
  return { phase, text: event(data) };
}

function thoughtBlocks(telling: Telling): Block[] {
  const { thinking } = telling.message;
  if (thinking === undefined) return [];
  if (thinking.form === "hidden") return [{ block: thoughtBlock(telling), deltas: [] }];
  const pieces = thinking.pieces.map((piece) => ({ type: "thinking_delta", thinking: piece }));
  const signature = { type: "signature_delta", signature: signatureOf(telling) };
  return [{ block: { type: "thinking", thinking: "", signature: "" }, deltas: [...pieces, signature] }];
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
