// The laws of reading an event stream. Each gives a sentence where it is broken.

import { isDeepStrictEqual } from "node:util";
import type { StreamMessage } from "../src/dialect.ts";
import { createSseParser } from "../src/stream/sse-parser.ts";
import { referenceMessages } from "./reference-sse.ts";
import { joined } from "./stream-writer.ts";

/** What is read is what the standard says. */
export function lawBrokenByReading(chunks: readonly Uint8Array[]): string | undefined {
  const bytes = joined(chunks);
  const expected = { messages: referenceMessages(bytes), overflows: 0 };
  const ways = { "in these chunks": chunks, whole: [bytes], "byte by byte": bytewise(bytes) };
  for (const [way, pieces] of Object.entries(ways)) {
    const read = readSse(pieces);
    if (isDeepStrictEqual(read, expected)) continue;
    return `${way} it gives ${JSON.stringify(read)} and not ${JSON.stringify(expected)}`;
  }
  return undefined;
}

/** Under a limit the first of the same messages are read, and it is passed at the same place however the stream is cut. */
export function lawBrokenByLimit(chunks: readonly Uint8Array[], eventLimitBytes: number): string | undefined {
  const bytes = joined(chunks);
  const whole = readSse([bytes], eventLimitBytes);
  for (const pieces of [chunks, bytewise(bytes)]) {
    if (isDeepStrictEqual(readSse(pieces, eventLimitBytes), whole)) continue;
    return `a limit of ${eventLimitBytes} depends on the cuts`;
  }
  const expected = referenceMessages(bytes);
  const count = whole.overflows === 0 ? expected.length : whole.messages.length;
  return isDeepStrictEqual(whole.messages, expected.slice(0, count))
    ? undefined
    : `a limit of ${eventLimitBytes} changes messages`;
}

export interface SseRead {
  readonly messages: readonly StreamMessage[];
  readonly overflows: number;
}

/** Reads chunks whose memory is used again as soon as they have been pushed. */
export function readSse(chunks: readonly Uint8Array[], eventLimitBytes?: number): SseRead {
  const messages: StreamMessage[] = [];
  let overflows = 0;
  const parser = createSseParser(
    (message) => messages.push(message),
    () => overflows++,
    eventLimitBytes === undefined ? {} : { eventLimitBytes },
  );
  for (const chunk of chunks) {
    const lent = chunk.slice();
    parser.push(lent);
    lent.fill(0x0a);
  }
  return { messages, overflows };
}

export function bytewise(bytes: Uint8Array): Uint8Array[] {
  return Array.from(bytes, (byte) => Uint8Array.of(byte));
}
