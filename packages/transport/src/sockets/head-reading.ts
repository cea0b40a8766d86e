// Reading a head out of what the runtime hands over, without keeping alive what came behind it.

import type { HeadParser } from "../codec/head-parser.ts";

/** A head with this many bytes behind it is read from a copy of the beginning: it may be kept for much longer than they are. */
const BULKY = 16 * 1024;
const HEAD_COPY = 2 * 1024;

/** Reads on from `at`; returns the position behind what was used. */
export function pushHead<Head extends object>(
  parser: HeadParser<Head>,
  bytes: Uint8Array,
  at: number,
): number {
  if (bytes.length - at <= BULKY) return parser.push(bytes, at);
  // A real copy: the runtime hands over a Buffer, whose own `slice` is a view.
  return at + parser.push(new Uint8Array(bytes.subarray(at, at + HEAD_COPY)), 0);
}
