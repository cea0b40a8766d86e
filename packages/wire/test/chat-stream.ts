// Streams of Chat Completions as tests write them, and what is heard of them.

import { createStreamDecoder } from "../src/chat/decode-stream.ts";
import type { StreamEvent } from "../src/model/event.ts";
import type { NeutralResponse } from "../src/model/response.ts";
import { createAssembler } from "../src/stream/assembler.ts";

export const scope = "openrouter";

export type Said = string | object;

/** The events of a stream whose messages have this data; objects are written as JSON. */
export function heard(messages: readonly Said[], names: readonly string[] = []): StreamEvent[] {
  const events: StreamEvent[] = [];
  const decoder = createStreamDecoder((event) => events.push(event), { scope });
  for (const [index, message] of messages.entries()) {
    const data = typeof message === "string" ? message : JSON.stringify(message);
    decoder.message({ name: names[index] ?? "", data });
  }
  decoder.end();
  return events;
}

export function answer(messages: readonly Said[]): NeutralResponse {
  const assembler = createAssembler("chat");
  for (const event of heard(messages)) assembler.event(event);
  const assembled = assembler.result();
  if (assembled.kind !== "answer") throw new Error(JSON.stringify(assembled));
  return assembled.response;
}

export function endOf(messages: readonly Said[]): StreamEvent | undefined {
  return heard(messages).at(-1);
}

export const head = {
  id: "chatcmpl-1",
  object: "chat.completion.chunk",
  created: 1_700_000_000,
  model: "gpt-5.5",
} as const;
export const delta = (fields: object): object => ({
  ...head,
  choices: [{ index: 0, delta: fields, finish_reason: null }],
});
export const finish = (reason: string, more: object = {}): object => ({
  ...head,
  choices: [{ index: 0, delta: {}, finish_reason: reason, ...more }],
});
export const call = (fields: object): object => delta({ tool_calls: [fields] });
export const done = "[DONE]";
