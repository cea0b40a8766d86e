// Server-sent events out of bytes, as the HTML standard has it (section 9.2.6), without `id` and `retry`: nobody
// reconnects here.

import type { StreamMessage } from "../dialect.ts";
import { byteAt, peek } from "../json/bytes.ts";
import { createHeldBytes } from "./held-bytes.ts";

export interface SseParser {
  /** The next bytes, cut anywhere. They are not kept: what must wait is copied. */
  readonly push: (bytes: Uint8Array) => void;
}

export interface SseParserOptions {
  /** How many bytes an event may have, all its lines counted. */
  readonly eventLimitBytes?: number;
}

const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const COLON = 0x3a;

const largePieceBytes = 4096;
const asciiSearchBytes = 256;

const defaultEventLimitBytes = 16 * 1024 * 1024;

/**
 * Calls `emit` for every event that its empty line has ended; one that the bytes leave unfinished is none. An event
 * without `data` is none either, one with an empty `data:` is. The same bytes give the same messages however they are cut.
 *
 * `overflow` is called once where an event is too long; nothing is emitted after that.
 */
export function createSseParser(
  emit: (message: StreamMessage) => void,
  overflow: () => void,
  options: SseParserOptions = {},
): SseParser {
  const limit = options.eventLimitBytes ?? defaultEventLimitBytes;
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  /** The beginning of a line: what of it came in large pieces as text already, and the bytes behind that. */
  let heldText = "";
  let heldTextBytes = 0;
  const held = createHeldBytes();
  /** The bytes of whole lines since the last empty one. */
  let eventBytes = 0;
  let isAtStart = true;
  /** The byte order mark that is counted in `heldTextBytes`, and is none of the event's. */
  let heldMarkBytes = 0;
  let isAfterCr = false;
  /** Nothing is held, and no half of a line end can follow. */
  let isBetweenLines = true;
  let hasOverflown = false;
  let name = "";
  let data: string | undefined;

  /** Lines that end in LF. Returns where the last empty one ends, or -1. */
  const readText = (text: string): number => {
    let emptyLineEnd = -1;
    let at = 0;
    while (at < text.length) {
      if (text.charCodeAt(at) === LF) {
        if (data !== undefined) emit({ name, data });
        data = undefined;
        name = "";
        at++;
        emptyLineEnd = at;
        continue;
      }
      const end = text.indexOf("\n", at);
      if (isData(text, at, end)) {
        const value = valueFrom(text, at + 4, end);
        if (data === undefined && text.charCodeAt(end + 1) === LF) {
          // The usual event: one line of data, which ends it.
          emit({ name, data: value });
          name = "";
          emptyLineEnd = end + 2;
          at = emptyLineEnd;
          continue;
        }
        data = data === undefined ? value : `${data}\n${value}`;
      } else if (isEvent(text, at, end)) {
        name = valueFrom(text, at + 5, end);
      }
      at = end + 1;
    }
    return emptyLineEnd;
  };

  const withoutMark = (bytes: Uint8Array): Uint8Array => {
    const isMarked = isAtStart && hasByteOrderMark(bytes);
    isAtStart = false;
    return isMarked ? bytes.subarray(3) : bytes;
  };

  /** Whole lines. They are decoded by themselves: a line end is no part of another character, valid or not. */
  const readLines = (given: Uint8Array): void => {
    const lines = withoutMark(given);
    const text = decoder.decode(lines);
    const unified = hasCr(lines, text) ? text.replaceAll(/\r\n?/g, "\n") : text;
    const whole = heldTextBytes === 0 ? unified : heldText + unified;
    const emptyLineEnd = readText(whole);
    if (emptyLineEnd === whole.length) eventBytes = 0;
    else if (emptyLineEnd < 0) eventBytes += heldTextBytes - heldMarkBytes + lines.length;
    else eventBytes = lines.length - lastEmptyLineEnd(lines);
    if (heldTextBytes > 0) forgetText();
  };

  const forgetText = (): void => {
    heldText = "";
    heldTextBytes = 0;
    heldMarkBytes = 0;
  };

  /** Large pieces are decoded at once, up to their last ASCII character, instead of being copied first. */
  const hold = (bytes: Uint8Array, start: number): void => {
    const end = bytes.length - start < largePieceBytes ? start : lastAsciiEnd(bytes, start);
    if (start < end) {
      const given = piecesUpTo(bytes, start, end);
      const piece = withoutMark(given);
      heldText += decoder.decode(piece);
      heldTextBytes += given.length;
      heldMarkBytes += given.length - piece.length;
    }
    if (end < bytes.length) held.add(bytes, end, bytes.length);
  };

  /** Bytes that cannot make an event too long. */
  const read = (bytes: Uint8Array): void => {
    let at = 0;
    if (isAfterCr && byteAt(bytes, 0) === LF) {
      at = 1;
      // It belongs to the line that the CR has ended; an empty line has begun a new count.
      if (eventBytes > 0) eventBytes++;
    }
    isAfterCr = byteAt(bytes, bytes.length - 1) === CR;
    const end = lastLineEnd(bytes);
    if (held.size() > 0 && end > largePieceBytes) {
      // The line that was begun is completed by itself, so that not all of the others are copied behind its beginning.
      at = firstLineEnd(bytes);
      readLines(piecesUpTo(bytes, 0, at));
    }
    if (at < end) readLines(piecesUpTo(bytes, at, end));
    if (end < bytes.length) hold(bytes, end);
    isBetweenLines = end === bytes.length && !isAfterCr;
  };

  /** The bytes that are held, and those from `start` up to `end`. */
  const piecesUpTo = (bytes: Uint8Array, start: number, end: number): Uint8Array => {
    if (held.size() === 0) return start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end);
    held.add(bytes, start, end);
    return held.take();
  };

  const overflowNow = (): void => {
    hasOverflown = true;
    held.take();
    forgetText();
    data = undefined;
    overflow();
  };

  const roomLeft = (): number => limit - eventBytes - heldTextBytes - held.size();

  return {
    push(bytes) {
      if (hasOverflown || bytes.length === 0) return;
      // Servers write whole events, and most of them arrive as they were written.
      if (isBetweenLines && byteAt(bytes, bytes.length - 1) === LF && bytes.length <= limit - eventBytes) {
        readLines(bytes);
        return;
      }
      let rest = bytes;
      for (let room = roomLeft(); rest.length > room; room = roomLeft()) {
        if (room === 0) {
          overflowNow();
          return;
        }
        // Events may end in there, which makes room for more.
        read(rest.subarray(0, room));
        rest = rest.subarray(room);
      }
      read(rest);
    },
  };
}

/** Behind the first line end of bytes that have one. */
function firstLineEnd(bytes: Uint8Array): number {
  const lf = bytes.indexOf(LF);
  const cr = bytes.indexOf(CR);
  if (cr < 0 || (lf >= 0 && lf < cr)) return lf + 1;
  return peek(bytes, cr + 1) === LF ? cr + 2 : cr + 1;
}

/** Behind the last line end; 0 where there is none. */
function lastLineEnd(bytes: Uint8Array): number {
  if (isLineEnd(byteAt(bytes, bytes.length - 1))) return bytes.length;
  const lf = bytes.lastIndexOf(LF);
  return (bytes.indexOf(CR, lf + 1) < 0 ? lf : bytes.lastIndexOf(CR)) + 1;
}

/** Behind the last byte that is a character of its own, if one is near the end; otherwise `start`. */
function lastAsciiEnd(bytes: Uint8Array, start: number): number {
  const farthest = Math.max(start, bytes.length - asciiSearchBytes);
  let end = bytes.length;
  while (end > farthest && byteAt(bytes, end - 1) > 0x7f) end--;
  return end > farthest ? end : start;
}

/** Behind the last empty one of whole lines; -1 where none is empty. */
function lastEmptyLineEnd(lines: Uint8Array): number {
  let end = lines.length;
  while (end > 0) {
    let at = end - 1;
    if (byteAt(lines, at) === LF && at > 0 && byteAt(lines, at - 1) === CR) at--;
    if (at === 0 || isLineEnd(byteAt(lines, at - 1))) return end;
    while (at > 0 && !isLineEnd(byteAt(lines, at - 1))) at--;
    end = at;
  }
  return -1;
}

/** The native search of a text has less to set up than the one of bytes, which in turn is the faster the longer they are. */
function hasCr(lines: Uint8Array, text: string): boolean {
  return lines.length < 512 ? text.includes("\r") : lines.includes(CR);
}

function hasByteOrderMark(bytes: Uint8Array): boolean {
  return peek(bytes, 0) === 0xef && peek(bytes, 1) === 0xbb && peek(bytes, 2) === 0xbf;
}

function isLineEnd(byte: number): boolean {
  return byte === LF || byte === CR;
}

// Spelled out, because a loop over the name costs as much as the rest of a short event together.

function isData(text: string, at: number, end: number): boolean {
  if (text.charCodeAt(at) !== 0x64 || text.charCodeAt(at + 1) !== 0x61) return false;
  if (text.charCodeAt(at + 2) !== 0x74 || text.charCodeAt(at + 3) !== 0x61) return false;
  return text.charCodeAt(at + 4) === COLON || at + 4 === end;
}

function isEvent(text: string, at: number, end: number): boolean {
  if (text.charCodeAt(at) !== 0x65 || text.charCodeAt(at + 1) !== 0x76) return false;
  if (text.charCodeAt(at + 2) !== 0x65 || text.charCodeAt(at + 3) !== 0x6e) return false;
  return text.charCodeAt(at + 4) === 0x74 && (text.charCodeAt(at + 5) === COLON || at + 5 === end);
}

/** What stands behind the colon and one space; nothing where the line is nothing but a name. */
function valueFrom(text: string, colon: number, end: number): string {
  return text.slice(text.charCodeAt(colon + 1) === SPACE ? colon + 2 : colon + 1, end);
}
