// The beginning of something whose length nobody promises.

import { createHeldBytes } from "../stream/held-bytes.ts";

export interface FirstBytes {
  /** What stands from `start` up to, not including, `end`. What goes beyond the limit is counted and not kept. */
  readonly add: (bytes: Uint8Array, start: number, end: number) => void;
  /** How much was added. */
  readonly size: () => number;
  /** A copy of what was kept; everything begins anew. */
  readonly take: () => Uint8Array;
}

export function createFirstBytes(limitBytes: number): FirstBytes {
  const held = createHeldBytes();
  let size = 0;
  return {
    add(bytes, start, end) {
      size += end - start;
      const room = limitBytes - held.size();
      if (room > 0) held.add(bytes, start, end - start > room ? start + room : end);
    },
    size: () => size,
    take() {
      size = 0;
      return held.take().slice();
    },
  };
}
