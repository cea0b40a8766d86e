// A whole response, before anything goes wrong with it.

import type { Phase } from "./encoder.ts";
import type { HeaderEntry } from "./said.ts";

export interface Response {
  readonly status: number;
  readonly headers: readonly HeaderEntry[];
  readonly framing: "chunked" | "length";
  /** Events of a stream, one JSON text, or a script's own bytes. */
  readonly form: "events" | "whole" | "bytes";
  readonly pieces: readonly Piece[];
  readonly delayMs: number;
  readonly paceMs: number;
}

export interface Piece {
  readonly bytes: Uint8Array;
  readonly phase: Phase;
  /** Before it, instead of the pace. */
  readonly waitMs?: number;
}

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** The whole body. */
export function bodyOf({ pieces }: Pick<Response, "pieces">): Uint8Array {
  const all = new Uint8Array(sizeOf(pieces));
  let at = 0;
  for (const { bytes } of pieces) {
    all.set(bytes, at);
    at += bytes.length;
  }
  return all;
}

export function sizeOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { bytes }) => sum + bytes.length, 0);
}

/** In `count` parts of the same size. */
export function partsOf(bytes: Uint8Array, count: number): Uint8Array[] {
  const size = Math.max(1, Math.ceil(bytes.length / count));
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
    bytes.subarray(i * size, (i + 1) * size),
  );
}

export function firstBytes(pieces: readonly Piece[], count: number): Piece[] {
  let left = count;
  return pieces.flatMap((piece) => {
    const bytes = piece.bytes.subarray(0, left);
    left -= bytes.length;
    return bytes.length === 0 ? [] : [{ ...piece, bytes }];
  });
}
