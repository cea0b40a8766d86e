// Writes event streams in every form that the standard allows, and bytes that it does not, and cuts them anywhere.

import type { Choose } from "./json-writer.ts";

const encoder = new TextEncoder();

export interface WrittenEvent {
  /** Undefined where the event has no line for it. */
  readonly name: string | undefined;
  readonly data: string;
}

/** How a stream is spelled: its line ends, comments, ids and spaces, the same for all its events or not. */
export interface Spelling {
  readonly lineEnd: () => string;
  /** `field: value`, with or without the space. */
  readonly field: (name: string, value: string) => string;
  readonly extraLine: () => string;
}

/** 0 spells plainly: LF, one space, nothing else. */
export function spellingFrom(choose: Choose): Spelling {
  const ends = pick(choose, [["\n"], ["\r\n"], ["\r"], ["\r\n", "\n", "\r"]]);
  const isPlain = choose(2) === 0;
  let last = "";
  const lineEnd = (): string => {
    // A LF behind a CR would be no line end of its own.
    const end = last === "\r" ? (ends[0] ?? "\r\n") : pick(choose, ends);
    last = end;
    return end;
  };
  const field = (name: string, value: string): string =>
    `${name}:${isPlain || value.startsWith(" ") || choose(3) > 0 ? " " : ""}${value}${lineEnd()}`;
  const extraLine = (): string => (isPlain || choose(3) > 0 ? "" : pick(choose, extraLines) + lineEnd());
  return { lineEnd, field, extraLine };
}

const extraLines = [
  ": keep-alive",
  ":",
  "id: 7",
  "retry: 3000",
  "database: no field",
  "dat: no field",
  "data2",
  " data: no field",
  "Data: no field",
  "events: no field",
  "eventually",
  "üñknown: ✓",
];

export function writeEvent({ name, data }: WrittenEvent, spelling: Spelling): string {
  const { lineEnd, field, extraLine } = spelling;
  const named = extraLine() + (name === undefined ? "" : field("event", name));
  const lines = data.split("\n").map((line) => extraLine() + field("data", line));
  return named + lines.join("") + extraLine() + lineEnd();
}

const pieces = [
  "data: x",
  "data:",
  "data",
  "data: ",
  "data:  two spaces",
  "data:x:y",
  "event: ping",
  "event:",
  "event",
  "e",
  "d",
  "größe 漢字 😀",
  "\ufeff",
  "\u0000",
  "\u2028",
  ...extraLines,
  "\n",
  "\n\n",
  "\r\n\r\n",
  "\r\n",
  "\r",
  "\r\r",
].map((text) => encoder.encode(text));

/** Bytes that no UTF-8 has, and beginnings of characters that do not go on. */
const notUtf8 = [
  [0x80],
  [0xc3],
  [0xe2, 0x82],
  [0xf0, 0x9f, 0x98],
  [0xed, 0xa0, 0x80],
  [0xff],
  [0xc1, 0xad],
  [0xef, 0xbb],
].map((bytes) => Uint8Array.from(bytes));

/** Lines, whole fields and rubbish in any order. */
export function writeRoughStream(choose: Choose): Uint8Array {
  const written = times(choose(30), () => (choose(12) === 1 ? pick(choose, notUtf8) : pick(choose, pieces)));
  return joined(choose(8) === 1 ? [encoder.encode("\ufeff"), ...written] : written);
}

/** The bytes whole, or cut anywhere, into arrays of their own; empty ones among them. */
export function cut(bytes: Uint8Array, choose: Choose): Uint8Array[] {
  const longest = pick(choose, [bytes.length, 1, 3, 8, 64]);
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    const size = longest === bytes.length ? longest : 1 + choose(longest);
    chunks.push(bytes.slice(at, at + size));
    if (choose(16) === 1) chunks.push(new Uint8Array());
    at += size;
  }
  return chunks;
}

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function pick<Item>(choose: Choose, items: readonly Item[]): Item {
  const item = items[choose(items.length)];
  if (item === undefined) throw new RangeError("nothing to pick from");
  return item;
}

export function times<Item>(count: number, make: () => Item): Item[] {
  return Array.from({ length: count }, make);
}
