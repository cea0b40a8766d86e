// Writes frames of an event stream by hand, right or wrong.

import { joined } from "./stream-writer.ts";

const encoder = new TextEncoder();

export interface FrameParts {
  readonly headers?: Uint8Array;
  readonly payload?: Uint8Array;
  /** What the frame says of itself, where that is not the truth. */
  readonly size?: number;
  readonly headersSize?: number;
}

export function writeFrame({
  headers = new Uint8Array(),
  payload = new Uint8Array(),
  ...told
}: FrameParts): Uint8Array {
  const size = told.size ?? 16 + headers.length + payload.length;
  const sizes = joined([uint32(size), uint32(told.headersSize ?? headers.length)]);
  const start = joined([sizes, uint32(Bun.hash.crc32(sizes)), headers, payload]);
  return joined([start, uint32(Bun.hash.crc32(start))]);
}

/** Headers of type text. */
export function textHeaders(entries: Readonly<Record<string, string>>): Uint8Array {
  const written = Object.entries(entries).map(([name, value]) => {
    const [named, valued] = [encoder.encode(name), encoder.encode(value)];
    return joined([
      Uint8Array.of(named.length),
      named,
      Uint8Array.of(7, valued.length >> 8, valued.length),
      valued,
    ]);
  });
  return joined(written);
}

/** A frame as Bedrock sends it. */
export function bedrockFrame(headers: Readonly<Record<string, string>>, payload: string): Uint8Array {
  return writeFrame({ headers: textHeaders(headers), payload: encoder.encode(payload) });
}

function uint32(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
}
