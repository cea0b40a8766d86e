// What it costs to say a provider's stream in a client's dialect, an event of the provider at a time. Prints, never
// asserts.
//
//   npx bun bench/src/wire/translate.ts
//
// An answer is 40 pieces of thinking, 400 of text, and a tool call whose input comes in 60, each event in a chunk of its
// own, as providers send them. 16 different answers are gone through by turns, so that none is learned by heart.

import { createStreamReader, createStreamWriter, eventsOf, noToolNames } from "@holdfast/wire";
import type { DialectName, ReplyContext, StreamEvent } from "@holdfast/wire";

const answers = 16;
const rounds = 15;
const passesPerRound = 4;

const words =
  "the of and to in is that für on with ⟨as⟩ are this be or from at by it an which \u{1f600} request stream".split(
    " ",
  );
let state = 7;
const encoder = new TextEncoder();

const pairs: readonly (readonly [provider: DialectName, client: DialectName])[] = [
  ["chat", "messages"],
  ["messages", "chat"],
  ["messages", "responses"],
  ["messages", "gemini"],
  ["responses", "messages"],
  ["gemini", "messages"],
];

for (const [provider, client] of pairs) {
  const streams = Array.from({ length: answers }, () => chunksOf(provider));
  const events = streams.reduce((sum, chunks) => sum + chunks.length, 0);
  const written = streams.reduce((sum, chunks) => sum + translate(provider, client, chunks), 0);
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const startedAt = performance.now();
    for (let pass = 0; pass < passesPerRound; pass++) {
      for (const chunks of streams) translate(provider, client, chunks);
    }
    best = Math.min(best, ((performance.now() - startedAt) * 1000) / (passesPerRound * events));
  }
  const way = `a ${client} client of a ${provider} provider:`.padEnd(43);
  const sizes = `${Math.round(events / answers)} events an answer, ${Math.round(written / events)} characters written for each`;
  console.log(`${way} ${best.toFixed(2)} us an event (${sizes})`);
}

/** Bytes in, text out; the number of characters keeps the work from being left out. */
function translate(provider: DialectName, client: DialectName, chunks: readonly Uint8Array[]): number {
  const write = createStreamWriter(client, replyFor(client));
  let length = 0;
  const emit = (event: StreamEvent): void => {
    length += write(event).length;
  };
  const reader = createStreamReader({ dialect: provider, tools: noToolNames, scope: "here", emit });
  for (const chunk of chunks) reader.push(chunk);
  reader.end();
  return length;
}

function replyFor(origin: DialectName): ReplyContext {
  return {
    request: { origin, model: "some-model", isStreamed: true, includeUsage: true, turns: [] },
    model: "some-model",
    idSeed: "0123456789abcdef",
    createdAt: 1_700_000_000,
    seal: ({ value }) => `hf1.${value}`,
    scope: "here",
  };
}

/** A stream as the provider's own dialect has it, cut into its events. */
function chunksOf(provider: DialectName): Uint8Array[] {
  const write = createStreamWriter(provider, replyFor(provider));
  return [...answer(provider)]
    .map(write)
    .flatMap((text) => text.split(/(?<=\n\n)/))
    .filter((text) => text !== "")
    .map((text) => encoder.encode(text));
}

function* answer(origin: DialectName): Generator<StreamEvent> {
  const [start, ...rest] = eventsOf({
    origin,
    id: "answer_1",
    model: "some-model",
    parts: [],
    finish: { reason: "tool-calls" },
    usage: { inputTokens: 1200, cacheReadTokens: 40_000, outputTokens: 600 },
  });
  if (start !== undefined) yield start;
  yield { kind: "part-start", index: 0, part: { kind: "thinking" } };
  for (let i = 0; i < 40; i++) yield { kind: "thinking-delta", index: 0, text: piece() };
  yield { kind: "part-end", index: 0, proof: { dialect: origin, value: "c2ln".repeat(50), scope: "here" } };
  yield { kind: "part-start", index: 1, part: { kind: "text" } };
  for (let i = 0; i < 400; i++) yield { kind: "text-delta", index: 1, text: piece() };
  yield { kind: "part-end", index: 1 };
  yield {
    kind: "part-start",
    index: 2,
    part: { kind: "tool-call", id: "call_1", name: "edit", inputKind: "json" },
  };
  yield { kind: "input-delta", index: 2, text: '{"text":"' };
  for (let i = 0; i < 60; i++) yield { kind: "input-delta", index: 2, text: piece() };
  yield { kind: "input-delta", index: 2, text: '"}' };
  yield { kind: "part-end", index: 2 };
  yield* rest;
}

/** One to four words, as tokens come. */
function piece(): string {
  return Array.from({ length: 1 + below(4) }, () => ` ${words[below(words.length)] ?? ""}`).join("");
}

/** A repeatable number in 0..bound-1. */
function below(bound: number): number {
  state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
  return (state >>> 8) % bound;
}
