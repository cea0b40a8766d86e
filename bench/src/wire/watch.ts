// What watching a stream costs that passes by, beside reading it and parsing every event. Prints, never asserts.
//
//   npx bun bench/src/wire/watch.ts

import { createSseParser, dialectNames, parseJson, watchStream } from "@holdfast/wire";
import type { DialectName } from "@holdfast/wire";
import { bestNanoseconds } from "./best-rounds.ts";
import { chunksOf, cutInto, eventsOf } from "./sample-streams.ts";

const count = 6400;
let parsed = 0;

for (const dialect of dialectNames) {
  const events = eventsOf(dialect, count);
  const bytes = (events.join("").length / count).toFixed(0);
  const cells = {
    "one a chunk": chunksOf(events, 1),
    "16 KiB chunks": cutInto(events, 16 * 1024),
    "1400-byte chunks": cutInto(events, 1400),
  };
  for (const [name, chunks] of Object.entries(cells)) {
    const [watched = 0, read = 0] = bestNanoseconds([
      { name: "watch", run: () => watch(dialect, chunks) },
      { name: "parse", run: () => parse(chunks) },
    ]);
    console.log(
      `${dialect.padEnd(9)} ${bytes} bytes, ${name.padEnd(16)} watched ${watched.toFixed(0).padStart(5)} ns an event, ` +
        `parsed ${read.toFixed(0).padStart(5)} ns`,
    );
  }
}
console.log(`(${parsed} objects)`);

function watch(dialect: DialectName, chunks: readonly Uint8Array[]): number {
  const watcher = watchStream(dialect);
  for (const chunk of chunks) watcher.push(chunk);
  return watcher.watched.events;
}

function parse(chunks: readonly Uint8Array[]): number {
  let events = 0;
  const parser = createSseParser(
    ({ data }) => {
      events++;
      if (parseJson(data) !== undefined) parsed++;
    },
    () => {
      throw new Error("an event is too long");
    },
  );
  for (const chunk of chunks) parser.push(chunk);
  return events;
}
