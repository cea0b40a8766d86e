// Looks for a stream that breaks a law of reading messages. Runs until `--streams` are checked or `--seconds` are
// over, whichever is given and comes first. Every stream has a seed of its own: the one that is printed with a
// broken law brings it back as the first stream.
//
//   npx bun packages/transport/fuzz/codec.fuzz.ts --seconds 60 --seed 7

import { parseArgs } from "node:util";
import { chooseBySeed, pick, times } from "../test/choose.ts";
import type { Choose } from "../test/choose.ts";
import { concat, latin1, textOf } from "../test/latin1.ts";
import {
  lawBrokenByRequestStream,
  lawBrokenByRequests,
  lawBrokenByResponseStream,
  lawBrokenByResponses,
} from "../test/laws.ts";
import { writeRequest, writeResponse } from "../test/message-writer.ts";
import { mutate } from "../test/mutation.ts";

/** A stream, and the first law that it breaks. */
interface Round {
  readonly stream: Uint8Array;
  broken(): string | undefined;
}

/** Bytes that mean something to a parser. */
const likely = [...latin1('\r\n\r\n \t:;,"\\0123afxXGH/.\u0000\u007f\u00ff')];

const { values } = parseArgs({
  options: { streams: { type: "string" }, seconds: { type: "string" }, seed: { type: "string" } },
});
const seconds = numberFrom(values.seconds);
const streams = numberFrom(values.streams) ?? (seconds === undefined ? 20_000 : Number.POSITIVE_INFINITY);
const seed = numberFrom(values.seed) ?? Date.now() % 1_000_000_000;
const endsAt = performance.now() + (seconds ?? Number.POSITIVE_INFINITY) * 1000;

print(`codec: seed ${seed}`);
let checked = 0;
while (checked < streams && performance.now() < endsAt) {
  const round = roundFrom(chooseBySeed(seed + checked));
  const law = lawBrokenBy(round);
  if (law !== undefined) report(round.stream, law);
  checked++;
}
print(`codec: ${checked} streams, no law broken`);

function roundFrom(choose: Choose): Round {
  switch (choose(5)) {
    case 0: {
      const written = times(1 + choose(3), () => writeRequest(choose));
      const stream = concat(...written.map(({ bytes }) => bytes));
      return { stream, broken: () => lawBrokenByRequests(written, choose) };
    }
    case 1: {
      const written = times(1 + choose(3), () => writeResponse(choose));
      const stream = concat(...written.map(({ bytes }) => bytes));
      return { stream, broken: () => lawBrokenByResponses(written, choose) };
    }
    case 2: {
      const stream = mutate(concat(...times(1 + choose(3), () => writeRequest(choose).bytes)), choose);
      return { stream, broken: () => lawBrokenByRequestStream(stream, choose) };
    }
    case 3: {
      const stream = mutate(concat(...times(1 + choose(3), () => writeResponse(choose).bytes)), choose);
      return { stream, broken: () => lawBrokenByResponseStream(stream, choose) };
    }
    default: {
      const stream = writeNoise(choose);
      return {
        stream,
        broken: () => lawBrokenByRequestStream(stream, choose) ?? lawBrokenByResponseStream(stream, choose),
      };
    }
  }
}

/** Such bytes in no order, behind a beginning that brings it to an interesting place. */
function writeNoise(choose: Choose): Uint8Array {
  const beginning = pick(choose, [
    "",
    "GET / HTTP/1.1\r\nHost: a\r\n",
    "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n",
    "HTTP/1.1 200 OK\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
  ]);
  const noise = times(choose(80), () => (choose(8) === 0 ? choose(256) : pick(choose, likely)));
  return concat(latin1(beginning), Uint8Array.from(noise));
}

/** A crash is a broken law as well. */
function lawBrokenBy(round: Round): string | undefined {
  try {
    return round.broken();
  } catch (error) {
    return `it throws: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  }
}

function report(stream: Uint8Array, law: string): never {
  print(`codec: the stream of seed ${seed + checked} breaks a law: ${law}`);
  print(`as text: ${JSON.stringify(textOf(stream))}`);
  print(`as hex:  ${stream.toHex()}`);
  process.exit(1);
}

function numberFrom(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!(number >= 0)) {
    print(`not a number: ${text}`);
    process.exit(2);
  }
  return number;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
