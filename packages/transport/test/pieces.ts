import type { Choose } from "./choose.ts";

/** Bytes one by one, each in memory of its own, as a slow network delivers them. */
export function byteByByte(bytes: Uint8Array): Uint8Array[] {
  return Array.from(bytes, (byte) => Uint8Array.of(byte));
}

/** Bytes cut at random places; pieces of every size from one byte on, some of them inside a larger array. */
export function cut(bytes: Uint8Array, choose: Choose): Uint8Array[] {
  const longest = [1, 3, 16, 100, 2000][choose(5)] ?? 1;
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = Math.min(bytes.length, at + 1 + choose(longest));
    pieces.push(choose(2) === 0 ? bytes.slice(at, end) : bytes.subarray(at, end));
    at = end;
  }
  return pieces;
}
