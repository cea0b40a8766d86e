// Cuts a body where a careless reader would break: within characters, and within events.

import type { Piece } from "../response.ts";

/** Enough for the parts to be packets of their own. */
const BETWEEN_PACKETS_MS = 1;

export function splitPieces(pieces: readonly Piece[]): Piece[] {
  return pieces.flatMap((piece) =>
    partsOf(piece.bytes).map((bytes, index): Piece => {
      return index === 0 ? { ...piece, bytes } : { ...piece, bytes, waitMs: BETWEEN_PACKETS_MS };
    }),
  );
}

/** Behind the first byte of every character that has several, and in the middle. */
function partsOf(bytes: Uint8Array): Uint8Array[] {
  const cuts = new Set([Math.floor(bytes.length / 2)]);
  for (const [at, byte] of bytes.entries()) if (byte >= 0xc0) cuts.add(at + 1);
  const ends = [...cuts].filter((cut) => cut > 0).toSorted((a, b) => a - b);
  return [...ends, bytes.length].map((end, index) => bytes.subarray(index === 0 ? 0 : ends[index - 1], end));
}
