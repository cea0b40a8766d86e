// Writes header lines and framed bodies in every spelling that the codec must read alike.

import { pick, rarely, times } from "./choose.ts";
import type { Choose } from "./choose.ts";
import { concat, latin1 } from "./latin1.ts";

/** A field as it is to be read, beside the line that says so. */
export interface WrittenField {
  readonly entry: readonly [name: string, value: string];
  readonly line: string;
}

/** How lines may be spelled: clients are held to the letter, providers are not. */
export type Strictness = "strict" | "lenient";

const names = [
  "accept",
  "X-Request-Id",
  "user_agent",
  "x^caret",
  "a",
  "!#$%&'*+-.^_`|~09Az",
  "anthropic-version",
  "content-type",
  "x-content-length",
  "set-cookie",
];
const values = [
  "",
  "application/json",
  "a, b;q=0.5",
  "two words",
  "a\tb",
  '"quoted: \\" text"',
  ":",
  "\u00c3\u00a9 \u00f0\u009f\u0098\u0080",
  "x".repeat(300),
  "HTTP/1.1 200 OK",
];
const oddValues = ["caf\u00e9", "\u00ff\u00fe", "\u00c3"];

export function writeField(choose: Choose, strictness: Strictness): WrittenField {
  const value =
    strictness === "lenient" && rarely(choose, 6) ? pick(choose, oddValues) : pick(choose, values);
  return spelled(choose, [pick(choose, names), value], strictness);
}

export function spelled(
  choose: Choose,
  entry: readonly [name: string, value: string],
  strictness: Strictness,
): WrittenField {
  const [name, value] = entry;
  const colon = strictness === "lenient" && rarely(choose, 6) ? pick(choose, [" :", "\t :"]) : ":";
  const line = `${name}${colon}${blank(choose)}${value}${pick(choose, ["", "", "", " ", "\t \t"])}`;
  return { entry, line: `${line}${lineEnd(choose, strictness)}` };
}

export function lineEnd(choose: Choose, strictness: Strictness): string {
  return strictness === "lenient" && rarely(choose, 6) ? "\n" : "\r\n";
}

/** Some letters in the other case. */
export function inAnyCase(choose: Choose, text: string): string {
  const style = choose(4);
  if (style === 0) return text;
  if (style === 1) return text.toUpperCase();
  return Array.from(text, (letter) => (choose(2) === 1 ? letter.toUpperCase() : letter.toLowerCase())).join(
    "",
  );
}

export interface WrittenBody {
  readonly bytes: Uint8Array;
  readonly payload: Uint8Array;
  readonly trailers: readonly (readonly [name: string, value: string])[];
}

const fragments = [
  "x",
  "\r\n",
  "0\r\n\r\n",
  "GET / HTTP/1.1\r\n\r\n",
  "\u0000",
  "5\r\nhello",
  "\u00ff",
  "data: {}\n\n",
];

export function writePayload(choose: Choose): Uint8Array {
  const length = pick(choose, [0, 1, 3, 20]);
  return latin1(times(choose(length + 1), () => pick(choose, fragments)).join(""));
}

export function writeChunked(choose: Choose, strictness: Strictness): WrittenBody {
  const payload = writePayload(choose);
  const parts: Uint8Array[] = [];
  for (let at = 0; at < payload.length;) {
    const end = Math.min(payload.length, at + 1 + choose(40));
    parts.push(sizeLine(choose, end - at, strictness), payload.subarray(at, end), latin1("\r\n"));
    at = end;
  }
  const trailers = times(rarely(choose, 3) ? choose(4) : 0, () => writeTrailer(choose, strictness));
  parts.push(sizeLine(choose, 0, strictness), latin1(trailers.map(({ line }) => line).join("")));
  parts.push(latin1(lineEnd(choose, strictness)));
  return { bytes: concat(...parts), payload, trailers: trailers.map(({ entry }) => entry) };
}

const extensions = ["", "", "", ";", ";a", ";a=b", ';a="0\t1;2"; c', ";\u00e9"];

function sizeLine(choose: Choose, size: number, strictness: Strictness): Uint8Array {
  const zeros = "0".repeat(choose(3));
  const padding = strictness === "lenient" ? pick(choose, ["", "", " ", "\t  "]) : "";
  return latin1(`${zeros}${inAnyCase(choose, size.toString(16))}${padding}${pick(choose, extensions)}\r\n`);
}

function writeTrailer(choose: Choose, strictness: Strictness): WrittenField {
  const name = pick(choose, ["x-checksum", "Server-Timing", "x_t"]);
  return spelled(choose, [name, pick(choose, values)], strictness);
}

function blank(choose: Choose): string {
  return pick(choose, [" ", " ", "", "\t", "  \t"]);
}
