// A message as a stream of OpenAI's Chat Completions API.

import type { Phase, Stamp, Telling, Told } from "../encoder.ts";
import type { Message, MessageToolCall } from "../message.ts";
import { envelope, finishReasons, hasContent, idOf, service, usageOf } from "./answer.ts";

export function events({ message, stamp, asked }: Telling): Told[] {
  const { includesUsage } = asked;
  const base = { ...envelope(message, stamp, "chat.completion.chunk"), ...service };
  const noUsage = includesUsage ? { usage: null } : {};
  const chunk = (phase: Phase, delta: object, finish: string | null = null): Told => {
    const choices = [{ index: 0, delta, logprobs: null, finish_reason: finish }];
    return { phase, text: event({ ...base, choices, ...noUsage }) };
  };
  const usage = event({ ...base, choices: [], usage: usageOf(message.usage) });
  return [
    chunk("start", { role: "assistant", content: hasContent(message) ? "" : null, refusal: null }),
    ...deltasOf(message, stamp).map((delta) => chunk("content", delta)),
    chunk("finish", {}, finishReasons[message.stop]),
    ...(includesUsage ? [{ phase: "finish", text: usage } as const] : []),
    { phase: "terminal", text: "data: [DONE]\n\n" },
  ];
}

export function event(data: object): string {
  return `data: ${JSON.stringify(data)}\n\n`;
}

function deltasOf(message: Message, stamp: Stamp): object[] {
  const { thinking, textPieces, refusal, toolCalls, isInterleaved } = message;
  const calls = toolCalls.map((call, index) => toolDeltas(call, stamp, index));
  return [
    ...(thinking?.pieces ?? []).map((reasoning_content) => ({ reasoning_content })),
    ...textPieces.map((content) => ({ content })),
    ...(refusal === undefined ? [] : [{ refusal }]),
    ...(isInterleaved ? byTurns(calls) : calls.flat()).map((call) => ({ tool_calls: [call] })),
  ];
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

function byTurns<Item>(lists: readonly (readonly Item[])[]): Item[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, turn) =>
    lists.flatMap((list) => list.slice(turn, turn + 1)),
  ).flat();
}
