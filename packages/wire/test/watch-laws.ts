// The laws of watching a stream. Each gives a sentence where it is broken.

import { isDeepStrictEqual } from "node:util";
import type { DialectName } from "../src/dialect-name.ts";
import { parseJson } from "../src/json/value.ts";
import { watchStream } from "../src/watch/stream-watcher.ts";
import type { StreamWatcher } from "../src/watch/stream-watcher.ts";
import { referenceWatched } from "./reference-watch.ts";
import type { ReferenceWatched } from "./reference-watch.ts";
import { joined } from "./stream-writer.ts";

/** After every chunk the watcher has seen what a reader sees who parses every event. */
export function lawBrokenByWatching(dialect: DialectName, chunks: readonly Uint8Array[]): string | undefined {
  const watcher = watchStream(dialect);
  let free = 0;
  for (const [index, chunk] of chunks.entries()) {
    const lent = chunk.slice();
    const before = watcher.watched.bytes;
    const freeNow = watcher.push(lent);
    lent.fill(0x22);
    const bytes = joined(chunks.slice(0, index + 1));
    const expected = referenceWatched(dialect, bytes);
    const difference = differenceBetween(seenBy(watcher), expected);
    if (difference !== undefined) return `after ${bytes.length} bytes, ${difference}`;
    free = expected.contentAt ?? expected.eventsEndAt;
    if (before + freeNow !== Math.min(Math.max(free, before), bytes.length)) {
      return `after ${bytes.length} bytes, ${freeNow} of ${chunk.length} are free where content begins at ${free}`;
    }
  }
  return undefined;
}

/** Whatever the bytes are, they are seen the same however they are cut. */
export function lawBrokenByCutting(dialect: DialectName, chunks: readonly Uint8Array[]): string | undefined {
  const [whole, pieces] = [watchStream(dialect), watchStream(dialect)];
  whole.push(joined(chunks));
  for (const chunk of chunks) pieces.push(chunk);
  return differenceBetween(seenBy(pieces), seenBy(whole));
}

function seenBy(watcher: StreamWatcher): ReferenceWatched {
  return { ...watcher.watched, usage: watcher.usage() };
}

function differenceBetween(seen: ReferenceWatched, expected: ReferenceWatched): string | undefined {
  const [left, right] = [comparable(seen), comparable(expected)];
  const key = Object.keys(right).find((each) => !isDeepStrictEqual(left[each], right[each]));
  return key === undefined
    ? undefined
    : `${key} is ${JSON.stringify(left[key])} and not ${JSON.stringify(right[key])}`;
}

/** Where errors are JSON, their spelling is of no account. */
function comparable({ error, ...rest }: ReferenceWatched): Readonly<Record<string, unknown>> {
  return { ...rest, error: parseJson(error ?? "") ?? error };
}
