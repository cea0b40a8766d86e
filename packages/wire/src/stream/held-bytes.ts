// Bytes that wait for the rest of what they belong to.

export interface HeldBytes {
  readonly size: () => number;
  /** Copies `bytes` from `start` up to, not including, `end`. */
  readonly add: (bytes: Uint8Array, start: number, end: number) => void;
  /** All of them, good until the next `add`. */
  readonly view: () => Uint8Array;
  /** The same, and nothing is held any more. */
  readonly take: () => Uint8Array;
}

const firstCapacity = 256;

/** Small additions share a buffer of up to this size, which stays for the next time. Larger ones get arrays of their own. */
const largestCapacity = 4096;

/** It has no limit of its own: whoever adds watches the size. */
export function createHeldBytes(): HeldBytes {
  /** What came before the bytes in the buffer. */
  let parts: Uint8Array[] = [];
  let partsSize = 0;
  let buffer = new Uint8Array(0);
  let buffered = 0;

  const addPart = (part: Uint8Array): void => {
    parts.push(part);
    partsSize += part.length;
  };

  const emptyBuffer = (): void => {
    if (buffered > 0) addPart(buffer.slice(0, buffered));
    buffered = 0;
  };

  const makeRoomFor = (count: number): void => {
    if (buffered + count <= buffer.length) return;
    if (buffered + count > largestCapacity) emptyBuffer();
    if (buffered + count <= buffer.length) return;
    const larger = new Uint8Array(Math.max(buffered + count, firstCapacity, 2 * buffer.length));
    larger.set(buffer.subarray(0, buffered));
    buffer = larger;
  };

  const view = (): Uint8Array => {
    if (parts.length === 0) return buffer.subarray(0, buffered);
    emptyBuffer();
    const whole = new Uint8Array(partsSize);
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    parts = [whole];
    return whole;
  };

  return {
    size: () => partsSize + buffered,
    add(bytes, start, end) {
      const count = end - start;
      if (count > largestCapacity) {
        emptyBuffer();
        addPart(bytes.slice(start, end));
        return;
      }
      makeRoomFor(count);
      buffer.set(bytes.subarray(start, end), buffered);
      buffered += count;
    },
    view,
    take() {
      const held = view();
      if (parts.length > 0) parts = [];
      partsSize = 0;
      buffered = 0;
      return held;
    },
  };
}
