// Where a JSON string ends whose bytes come in pieces.

import { BACKSLASH, QUOTE, byteAt } from "../json/bytes.ts";

/** How far a string is looked through before the native search takes over: ids end within that, most texts too. */
const loopBytes = 64;

/** Behind the quote that ends a string which is short, whole and without escapes; otherwise 0. `start` is behind its first quote. */
export function shortStringEnd(bytes: Uint8Array, start: number, end: number): number {
  const near = end - start > loopBytes ? start + loopBytes : end;
  for (let at = start; at < near; at++) {
    const byte = byteAt(bytes, at);
    if (byte === QUOTE) return at + 1;
    if (byte === BACKSLASH) return 0;
  }
  return 0;
}

/** Finds the end of one string after another, each of any length. */
export interface StringEnds {
  readonly begin: () => void;
  /** Behind the quote that ends the string, or -1 where it goes on in the next piece. */
  readonly find: (bytes: Uint8Array, start: number, end: number) => number;
}

export function createStringEnds(): StringEnds {
  /** Whether a backslash stands before the next byte. */
  let isEscaped = false;
  return {
    begin() {
      isEscaped = false;
    },
    find(bytes, start, end) {
      let at = isEscaped ? start + 1 : start;
      for (;;) {
        const near = end - at > loopBytes ? at + loopBytes : end;
        while (at < near) {
          const byte = byteAt(bytes, at);
          if (byte === QUOTE) return at + 1;
          at += byte === BACKSLASH ? 2 : 1;
        }
        isEscaped = at > end;
        if (at >= end) return -1;
        const quote = bytes.subarray(at, end).indexOf(QUOTE);
        const stop = quote < 0 ? end : at + quote;
        isEscaped = isBackslashed(bytes, at, stop);
        if (quote < 0) return -1;
        if (!isEscaped) return stop + 1;
        at = stop + 1;
      }
    },
  };
}

/** Whether an odd number of backslashes stands before `end`, counted back to `start` at most. */
function isBackslashed(bytes: Uint8Array, start: number, end: number): boolean {
  let at = end;
  while (at > start && byteAt(bytes, at - 1) === BACKSLASH) at--;
  return ((end - at) & 1) === 1;
}
