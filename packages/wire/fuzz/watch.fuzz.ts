// Looks for a stream that its watcher does not see as a reader would who parses every event, or not the same however it
// is cut.
//
//   npx bun packages/wire/fuzz/watch.fuzz.ts --seconds 60 --seed 7

import { dialectNames } from "../src/dialect-name.ts";
import { mutate } from "../test/mutation.ts";
import { cut, pick } from "../test/stream-writer.ts";
import { lawBrokenByCutting, lawBrokenByWatching } from "../test/watch-laws.ts";
import { writeWatchedStream } from "../test/watch-writer.ts";
import { fuzzStreams } from "./fuzzing.ts";

fuzzStreams("watch", (choose) => {
  const dialect = pick(choose, dialectNames);
  const written = writeWatchedStream(dialect, choose);
  // Damaged JSON means nothing to a reader who parses it, and may still mean something to the watcher.
  const isDamaged = choose(3) === 1;
  const chunks = cut(isDamaged ? mutate(written, choose) : written, choose);
  return {
    chunks,
    broken: () =>
      lawBrokenByCutting(dialect, chunks) ??
      (isDamaged ? undefined : lawBrokenByWatching(dialect, some(chunks))),
  };
});

/** Each chunk costs a reading of everything before it. */
function some(chunks: readonly Uint8Array[]): readonly Uint8Array[] {
  return chunks.slice(0, 60);
}
