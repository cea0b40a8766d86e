// Counts how many bytes a reader looks at, so that linear cost is a fact and not a timing.

/** How many bytes `reader` looks at, one by one or through the native search. */
export function countReads(bytes: Uint8Array, reader: (bytes: Uint8Array) => unknown): number {
  let reads = 0;
  const indexOf = (byte: number, from = 0): number => {
    const found = bytes.indexOf(byte, from);
    reads += (found < 0 ? bytes.length : found + 1) - from;
    return found;
  };
  const subarray = (start: number, end: number): Uint8Array => {
    reads += end - start;
    return bytes.subarray(start, end);
  };
  const counting = new Proxy(bytes, {
    get(target, key): unknown {
      if (key === "indexOf") return indexOf;
      if (key === "subarray") return subarray;
      if (key === "length") return target.length;
      if (typeof key === "symbol" || !/^\d+$/.test(key)) {
        throw new TypeError(`uncounted access: ${String(key)}`);
      }
      reads++;
      return target[Number(key)];
    },
  });
  reader(counting);
  return reads;
}
