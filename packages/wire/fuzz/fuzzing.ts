// What the fuzzers share: arguments, the loop, the report. Every round has a seed of its own: the one that is printed with
// a broken law brings it back as the first round.

import { parseArgs } from "node:util";
import { chooseBySeed } from "../test/json-writer.ts";
import type { Choose } from "../test/json-writer.ts";
import { joined } from "../test/stream-writer.ts";

/** What is checked: the chunks of a stream, and the first law that they break. */
export interface Round {
  readonly chunks: readonly Uint8Array[];
  readonly broken: () => string | undefined;
}

/** Runs until `--streams` are checked or `--seconds` are over, whichever is given and comes first. */
export function fuzzStreams(name: string, roundFrom: (choose: Choose) => Round): void {
  const { values } = parseArgs({
    options: { streams: { type: "string" }, seconds: { type: "string" }, seed: { type: "string" } },
  });
  const seconds = numberFrom(values.seconds);
  const streams = numberFrom(values.streams) ?? (seconds === undefined ? 20_000 : Number.POSITIVE_INFINITY);
  const seed = numberFrom(values.seed) ?? Date.now() % 1_000_000_000;
  const endsAt = performance.now() + (seconds ?? Number.POSITIVE_INFINITY) * 1000;
  print(`${name}: seed ${seed}`);
  let checked = 0;
  for (; checked < streams && performance.now() < endsAt; checked++) {
    const round = roundFrom(chooseBySeed(seed + checked));
    const law = lawBrokenBy(round);
    if (law !== undefined) report(`${name}: seed ${seed + checked} breaks a law: ${law}`, round.chunks);
  }
  print(`${name}: ${checked} streams, no law broken`);
}

/** A crash is a broken law as well. */
function lawBrokenBy(round: Round): string | undefined {
  try {
    return round.broken();
  } catch (error) {
    return `it throws: ${String(error)}`;
  }
}

function report(line: string, chunks: readonly Uint8Array[]): never {
  const bytes = joined(chunks);
  print(line);
  print(`as text:  ${JSON.stringify(new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes))}`);
  print(`as bytes: ${bytes.toHex()}`);
  const sizes = chunks.map(({ length }) => length);
  print(`in chunks of ${sizes.slice(0, 40).join(" ")}${sizes.length > 40 ? " ..." : ""}`);
  process.exit(1);
}

function numberFrom(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (number >= 0) return number;
  print(`not a number: ${text}`);
  process.exit(2);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
