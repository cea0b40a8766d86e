// The name of an event, out of bytes that come cut anywhere. Most events are called like the one before them, and get
// its text again.

import { byteAt } from "../json/bytes.ts";

export interface EventName {
  /** A name begins, or there is none. */
  readonly clear: () => void;
  readonly add: (bytes: Uint8Array, start: number, end: number) => void;
  readonly isEmpty: () => boolean;
  readonly text: () => string;
}

/** What is longer is cut, and then no name that anybody knows. */
const limitBytes = 128;

export function createEventName(): EventName {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const name = new Uint8Array(limitBytes);
  let size = 0;
  /** The text of the first `textSize` bytes, unless they have changed since. */
  let text = "";
  let textSize = 0;
  let hasChanged = false;

  return {
    clear() {
      size = 0;
    },
    add(bytes, start, end) {
      for (let at = start; at < end && size < limitBytes; at++) {
        const byte = byteAt(bytes, at);
        if (byte !== byteAt(name, size)) {
          name[size] = byte;
          hasChanged = true;
        }
        size++;
      }
    },
    isEmpty: () => size === 0,
    text() {
      if (hasChanged || size !== textSize) {
        text = decoder.decode(name.subarray(0, size));
        textSize = size;
        hasChanged = false;
      }
      return text;
    },
  };
}
