// Events as providers send them, and the pieces in which they arrive. No two are alike, and the same ones in every run.

import type { DialectName } from "@holdfast/wire";

const words = "the of and to in provider request größe response stream model".split(" ");
const encoder = new TextEncoder();

let state = 7;

/** So many events of a dialect, each with a word or a few of text. */
export function eventsOf(dialect: DialectName, count: number): string[] {
  return Array.from({ length: count }, (_, index) => writers[dialect](index));
}

/** Events whose text has this many characters. */
export function largeEvents(size: number, count: number): string[] {
  const text = "lorem ipsum ".repeat(Math.ceil(size / 12));
  return Array.from({ length: count }, (_, index) => `data: {"text":"${text}${index}"}\n\n`);
}

/** Whole events, so many in a chunk. */
export function chunksOf(events: readonly string[], perChunk: number): Uint8Array[] {
  const count = Math.ceil(events.length / perChunk);
  return Array.from({ length: count }, (_, index) =>
    encoder.encode(events.slice(index * perChunk, (index + 1) * perChunk).join("")),
  );
}

/** Chunks of one size, wherever that cuts. */
export function cutInto(events: readonly string[], sizeBytes: number): Uint8Array[] {
  const whole = encoder.encode(events.join(""));
  return Array.from({ length: Math.ceil(whole.length / sizeBytes) }, (_, index) =>
    whole.slice(index * sizeBytes, (index + 1) * sizeBytes),
  );
}

const writers: Readonly<Record<DialectName, (index: number) => string>> = {
  messages: (index) =>
    `event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta",` +
    `"text":" ${word()} ${word()} ${index}"}}\n\n`,
  chat: (index) =>
    `data: {"id":"chatcmpl-B9MHDbslfkBeAs8l4bebGdFOJ6PeG","object":"chat.completion.chunk","created":1792000000,` +
    `"model":"gpt-5.5","service_tier":"default","system_fingerprint":"fp_44709d6fcb","choices":[{"index":0,"delta":` +
    `{"content":" ${word()} ${index}"},"logprobs":null,"finish_reason":null}],"usage":null}\n\n`,
  responses: (index) =>
    `event: response.output_text.delta\ndata: {"type":"response.output_text.delta","sequence_number":${index},` +
    `"item_id":"msg_68af2b0c1d2c8190a4bd0f2a1c6e0d55","output_index":1,"content_index":0,"delta":" ${word()} ${index}",` +
    `"logprobs":[],"obfuscation":"k2J9dLq0"}\n\n`,
  gemini: (index) =>
    `data: {"candidates": [{"content": {"parts": [{"text": "${word()} ${word()} ${word()} ${word()} ${index}"}],` +
    `"role": "model"},"index": 0}],"usageMetadata": {"promptTokenCount": 12,"candidatesTokenCount": ${index},` +
    `"totalTokenCount": 345,"promptTokensDetails": [{"modality": "TEXT","tokenCount": 12}],"thoughtsTokenCount": 200},` +
    `"modelVersion": "gemini-3-pro","responseId": "s3yRaOa1Nq6"}\r\n\r\n`,
};

function word(): string {
  state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
  return words[(state >>> 8) % words.length] ?? "";
}
