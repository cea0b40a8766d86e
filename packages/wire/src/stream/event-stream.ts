// Amazon's binary event streams (application/vnd.amazon.eventstream), which Bedrock answers in: frames of typed headers
// and a payload, with a checksum of the sizes and one of the whole.

import { crc32 } from "./crc32.ts";
import { readHeaders, uint32 } from "./frame-headers.ts";
import type { FrameHeaders } from "./frame-headers.ts";
import { createHeldBytes } from "./held-bytes.ts";

export interface Frame {
  readonly headers: FrameHeaders;
  /** A view that is good until the callback returns. */
  readonly payload: Uint8Array;
}

export interface FrameFault extends Flaw {
  readonly kind: "fault";
  /** Where in the stream the frame begins that cannot be read. */
  readonly offset: number;
}

/** What is wrong with a frame. */
interface Flaw {
  readonly reason: FrameFaultReason;
  /** Completes the sentence "expected ...". */
  readonly expected: string;
}

type FrameFaultReason = "frame-size" | "prelude-checksum" | "frame-checksum" | "malformed-headers";

export interface EventStreamParser {
  /** The next bytes, cut anywhere. They are not kept: what must wait is copied. */
  readonly push: (bytes: Uint8Array) => void;
}

export interface EventStreamOptions {
  /** How many bytes a frame may have. */
  readonly frameLimitBytes?: number;
}

/** Two sizes and their checksum. */
const preludeSize = 12;
const checksumSize = 4;

const defaultFrameLimitBytes = 16 * 1024 * 1024;

/** Calls `emit` for each frame, or `fault` once, after which nothing is emitted. The same bytes give the same calls however they are cut. */
export function createEventStreamParser(
  emit: (frame: Frame) => void,
  fault: (fault: FrameFault) => void,
  options: EventStreamOptions = {},
): EventStreamParser {
  const limit = options.frameLimitBytes ?? defaultFrameLimitBytes;
  /** The beginning of a frame, and its size once that is known. */
  const held = createHeldBytes();
  let heldFrameSize: number | undefined;
  /** Where the frame that is being read begins in the stream. */
  let offset = 0;
  let hasFailed = false;

  // Each of these returns where it stopped. After a fault that is behind all bytes.

  const fail = (flaw: Flaw): number => {
    hasFailed = true;
    held.take();
    fault({ kind: "fault", offset, ...flaw });
    return Number.POSITIVE_INFINITY;
  };

  const readFrame = (bytes: Uint8Array, end: number): number => {
    const frame = frameFrom(bytes);
    if ("reason" in frame) return fail(frame);
    offset += bytes.length;
    emit(frame);
    return end;
  };

  /** Reads or holds what begins with a frame. */
  const readFrom = (bytes: Uint8Array, start: number): number => {
    const left = bytes.length - start;
    const size = left < preludeSize ? undefined : frameSizeAt(bytes, start, limit);
    if (typeof size === "object") return fail(size);
    if (size !== undefined && size <= left) {
      return readFrame(bytes.subarray(start, start + size), start + size);
    }
    heldFrameSize = size;
    held.add(bytes, start, bytes.length);
    return bytes.length;
  };

  /** Adds to what is held as much as is missing of the prelude or of the frame. */
  const complete = (bytes: Uint8Array, start: number): number => {
    const end = Math.min(bytes.length, start + (heldFrameSize ?? preludeSize) - held.size());
    held.add(bytes, start, end);
    if (heldFrameSize === undefined) {
      const size = held.size() < preludeSize ? undefined : frameSizeAt(held.view(), 0, limit);
      if (typeof size === "object") return fail(size);
      heldFrameSize = size;
    }
    return held.size() === heldFrameSize ? readFrame(held.take(), end) : end;
  };

  return {
    push(bytes) {
      if (hasFailed) return;
      for (let at = 0; at < bytes.length;) {
        at = held.size() === 0 ? readFrom(bytes, at) : complete(bytes, at);
      }
    },
  };
}

/** The size of the frame whose prelude stands at `start`. */
function frameSizeAt(bytes: Uint8Array, start: number, limit: number): number | Flaw {
  if (crc32(bytes, start, start + 8) !== uint32(bytes, start + 8)) {
    return { reason: "prelude-checksum", expected: "the checksum of the frame's sizes" };
  }
  const size = uint32(bytes, start);
  if (size > limit) {
    return { reason: "frame-size", expected: `a frame of at most ${limit} bytes, not of ${size}` };
  }
  if (size >= preludeSize + checksumSize + uint32(bytes, start + 4)) return size;
  return { reason: "frame-size", expected: "a frame that has room for its headers" };
}

/** Of the bytes of a frame whose prelude is right. */
function frameFrom(bytes: Uint8Array): Frame | Flaw {
  const payloadEnd = bytes.length - checksumSize;
  if (crc32(bytes, 0, payloadEnd) !== uint32(bytes, payloadEnd)) {
    return { reason: "frame-checksum", expected: "the checksum of the frame" };
  }
  const headersEnd = preludeSize + uint32(bytes, 4);
  const headers = readHeaders(bytes, preludeSize, headersEnd);
  if (headers !== undefined) return { headers, payload: bytes.subarray(headersEnd, payloadEnd) };
  return { reason: "malformed-headers", expected: "headers of known types that fill their place" };
}
