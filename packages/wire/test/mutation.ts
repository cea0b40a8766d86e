// Damages a body the way a bad client, a cut connection or an attacker would.

import type { Choose } from "./json-writer.ts";

const insertions = [
  '"',
  "\\",
  "{",
  "}",
  "[",
  "]",
  ",",
  ":",
  ',"model":"z"',
  "/*",
  "//",
  "'",
  "`",
  "#",
  "\u0000",
  "\n",
  "nul",
  '"model"',
  '{"model":"b"}',
  "\\u006",
  "\ufeff",
].map((text) => new TextEncoder().encode(text));

/** Bytes that no UTF-8 has: a lone continuation, an overlong `m`, an encoded surrogate, 0xff. */
const notUtf8 = [[0x80], [0xc1, 0xad], [0xed, 0xa0, 0x80], [0xff]].map((bytes) => Uint8Array.from(bytes));

/** The body with one to three damages. */
export function mutate(body: Uint8Array, choose: Choose): Uint8Array {
  let mutated = body;
  for (let times = choose(3); times >= 0; times--) mutated = mutateOnce(mutated, choose);
  return mutated;
}

function mutateOnce(body: Uint8Array, choose: Choose): Uint8Array {
  const at = choose(body.length + 1);
  const end = Math.min(body.length, at + 1 + choose(12));
  switch (choose(6)) {
    case 0:
      return body.subarray(0, at);
    case 1:
      return concat(body.subarray(0, at), body.subarray(end));
    case 2:
      return concat(body.subarray(0, end), body.subarray(at));
    case 3:
      return concat(body.subarray(0, at), Uint8Array.of(choose(256)), body.subarray(at + 1));
    case 4:
      return concat(
        body.subarray(0, at),
        notUtf8[choose(notUtf8.length)] ?? new Uint8Array(),
        body.subarray(at),
      );
    default:
      return concat(
        body.subarray(0, at),
        insertions[choose(insertions.length)] ?? new Uint8Array(),
        body.subarray(at),
      );
  }
}

function concat(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}
