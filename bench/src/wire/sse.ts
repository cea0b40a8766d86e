// What reading server-sent events costs, beside the `eventsource-parser` package behind a TextDecoder. Both get the same
// bytes in the same pieces. Prints, never asserts.
//
//   npx bun bench/src/wire/sse.ts

import { createParser } from "eventsource-parser";
import { createSseParser } from "@holdfast/wire";
import { bestNanoseconds } from "./best-rounds.ts";
import { chunksOf, cutInto, eventsOf, largeEvents } from "./sample-streams.ts";

const messages = eventsOf("messages", 6400);
const chat = eventsOf("chat", 6400);
const large = largeEvents(64 * 1024, 40);

const cells: Readonly<Record<string, readonly Uint8Array[]>> = {
  "messages, one a chunk": chunksOf(messages, 1),
  "messages, 16 KiB chunks": cutInto(messages, 16 * 1024),
  "messages, 1400-byte chunks": cutInto(messages, 1400),
  "chat, one a chunk": chunksOf(chat, 1),
  "chat, 80 a chunk": chunksOf(chat, 80),
  "chat, 16 KiB chunks": cutInto(chat, 16 * 1024),
  "64 KiB events, one a chunk": chunksOf(large, 1),
  "64 KiB events, 16 KiB chunks": cutInto(large, 16 * 1024),
};

/** Keeps the engine from leaving out what nobody reads. */
let read = 0;

for (const [name, chunks] of Object.entries(cells)) {
  const [ours = 0, theirs = 0] = bestNanoseconds([
    { name: "createSseParser", run: () => readOurs(chunks) },
    { name: "eventsource-parser", run: () => readTheirs(chunks) },
  ]);
  console.log(
    `${name.padEnd(30)} createSseParser ${ours.toFixed(0).padStart(6)} ns an event, ` +
      `eventsource-parser ${theirs.toFixed(0).padStart(6)} ns, ratio ${(theirs / ours).toFixed(2)}`,
  );
}
console.log(`(${read} characters)`);

function readOurs(chunks: readonly Uint8Array[]): number {
  let events = 0;
  const parser = createSseParser(
    ({ data }) => {
      events++;
      read += data.length;
    },
    () => {
      throw new Error("an event is too long");
    },
  );
  for (const chunk of chunks) parser.push(chunk);
  return events;
}

function readTheirs(chunks: readonly Uint8Array[]): number {
  let events = 0;
  const decoder = new TextDecoder();
  const parser = createParser({
    onEvent: ({ data }) => {
      events++;
      read += data.length;
    },
  });
  for (const chunk of chunks) parser.feed(decoder.decode(chunk, { stream: true }));
  return events;
}
