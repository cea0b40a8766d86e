// Counts what code does with bytes: how much memory it asks for, and how many bytes it looks at or moves, one by one
// or through a native call. So that bounds and linear cost are facts and not timings.

export interface Meter {
  /** Bytes of all arrays that were made. */
  allocated: number;
  largest: number;
  /** Bytes looked at or moved. */
  work: number;
}

const originals = new WeakMap<object, Uint8Array>();

/** Runs code that is given these pieces and makes arrays of its own, and meters them all. */
export function metered(pieces: readonly Uint8Array[], run: (pieces: readonly Uint8Array[]) => void): Meter {
  const meter: Meter = { allocated: 0, largest: 0, work: 0 };
  const [RealBytes, RealNumbers] = [Uint8Array, Int32Array];
  const note = (sizeBytes: number): void => {
    meter.allocated += sizeBytes;
    meter.largest = Math.max(meter.largest, sizeBytes);
  };
  globalThis.Uint8Array = new Proxy(RealBytes, {
    construct(target, given: unknown[]) {
      const made: unknown = Reflect.construct(target, given);
      if (!(made instanceof RealBytes)) throw new TypeError("not an array of bytes");
      note(made.byteLength);
      return watch(made, meter);
    },
  });
  globalThis.Int32Array = new Proxy(RealNumbers, {
    construct(target, given: unknown[]) {
      const made: unknown = Reflect.construct(target, given);
      if (!(made instanceof RealNumbers)) throw new TypeError("not an array of numbers");
      note(made.byteLength);
      return made;
    },
  });
  try {
    run(pieces.map((piece) => watch(piece, meter)));
  } finally {
    globalThis.Uint8Array = RealBytes;
    globalThis.Int32Array = RealNumbers;
  }
  return meter;
}

function watch(bytes: Uint8Array, meter: Meter): Uint8Array {
  const calls = {
    subarray: (start?: number, end?: number) => watch(bytes.subarray(start, end), meter),
    includes(byte: number) {
      meter.work += bytes.length;
      return bytes.includes(byte);
    },
    indexOf(byte: number) {
      meter.work += bytes.length;
      return bytes.indexOf(byte);
    },
    set(from: Uint8Array, at?: number) {
      meter.work += from.length;
      bytes.set(originals.get(from) ?? from, at);
    },
  };
  const watched = new Proxy(bytes, {
    get(target, key): unknown {
      if (key === "length") return target.length;
      if (key === "subarray" || key === "includes" || key === "indexOf" || key === "set") return calls[key];
      if (typeof key === "symbol" || !/^\d+$/.test(key)) throw new TypeError(`not metered: ${String(key)}`);
      meter.work++;
      return target[Number(key)];
    },
    set(target, key, value: number) {
      meter.work++;
      target[Number(key)] = value;
      return true;
    },
  });
  originals.set(watched, bytes);
  return watched;
}
