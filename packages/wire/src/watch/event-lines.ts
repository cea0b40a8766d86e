// The lines of an event stream (HTML standard, section 9.2.6) in bytes that come cut anywhere, without a copy of them.

import { byteAt } from "../json/bytes.ts";

/** Offsets are in the bytes that are being pushed. */
export interface EventLineHandler {
  /** A line `event:` begins. Its value comes in pieces, or not at all. */
  readonly nameStart: () => void;
  readonly name: (bytes: Uint8Array, start: number, end: number) => void;
  /** A line `data:` begins, the first one of an event or another. */
  readonly dataStart: () => void;
  readonly data: (bytes: Uint8Array, start: number, end: number) => void;
  /** An empty line has ended the event, right before `end`. Said again, one byte further, when a CR turns out to be CRLF. */
  readonly eventEnd: (end: number) => void;
}

export interface EventLines {
  readonly push: (bytes: Uint8Array) => void;
  /** Whether the bytes so far end with a line end, of whatever line. */
  readonly isAtLineStart: () => boolean;
}

const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const COLON = 0x3a;
const LETTER_D = 0x64;
const LETTER_E = 0x65;

const dataField = Uint8Array.of(LETTER_D, 0x61, 0x74, 0x61);
const eventField = Uint8Array.of(LETTER_E, 0x76, 0x65, 0x6e, 0x74);
const byteOrderMark = Uint8Array.of(0xef, 0xbb, 0xbf);

/** What of a line comes next. */
const Next = { lineStart: 0, field: 1, space: 2, value: 3, ignored: 4 } as const;

export function createEventLines(handler: EventLineHandler): EventLines {
  let next: number = Next.lineStart;
  /** The field that the line may have, and how much of its name has been there. */
  let field = dataField;
  let matched = 0;
  /** A LF that follows is a part of the line end, and of the event's end where that was one. */
  let isAfterCr = false;
  let isAfterEvent = false;
  /** How much of a byte order mark has been there, as long as nothing else has. */
  let marked = 0;
  /** The first CR that is not behind us, in the bytes that are being pushed. */
  let nextCr = 0;

  const readMark = (bytes: Uint8Array): number => {
    let at = 0;
    while (at < bytes.length && marked < byteOrderMark.length) {
      if (byteAt(bytes, at) !== byteAt(byteOrderMark, marked)) {
        // Half a mark is the beginning of some other line.
        if (marked > 0) next = Next.ignored;
        marked = byteOrderMark.length;
        return at;
      }
      at++;
      marked++;
    }
    return at;
  };

  const endLine = (byte: number): void => {
    next = Next.lineStart;
    isAfterCr = byte === CR;
    isAfterEvent = false;
  };

  const readLineStart = (bytes: Uint8Array, at: number): number => {
    const byte = byteAt(bytes, at);
    if (byte === LF || byte === CR) {
      const isSecondHalf = byte === LF && isAfterCr;
      if (!isSecondHalf || isAfterEvent) handler.eventEnd(at + 1);
      endLine(isSecondHalf ? LF : byte);
      isAfterEvent = !isSecondHalf;
      return at + 1;
    }
    field = byte === LETTER_D ? dataField : eventField;
    matched = 1;
    next = byte === LETTER_D || byte === LETTER_E ? Next.field : Next.ignored;
    return at + 1;
  };

  const startField = (): void => {
    if (field === dataField) handler.dataStart();
    else handler.nameStart();
  };

  const readField = (bytes: Uint8Array, start: number): number => {
    let at = start;
    while (at < bytes.length && matched < field.length && byteAt(bytes, at) === byteAt(field, matched)) {
      at++;
      matched++;
    }
    if (at === bytes.length) return at;
    const byte = byteAt(bytes, at);
    const isWhole = matched === field.length;
    if (byte === LF || byte === CR) {
      if (isWhole) startField();
      endLine(byte);
      return at + 1;
    }
    next = Next.ignored;
    if (byte !== COLON || !isWhole) return at;
    next = Next.space;
    startField();
    return at + 1;
  };

  const readRest = (bytes: Uint8Array, start: number): number => {
    const lf = bytes.indexOf(LF, start);
    if (nextCr < start) nextCr = firstCr(bytes, start);
    const end = lf < 0 || lf > nextCr ? nextCr : lf;
    if (next === Next.value && start < end) {
      if (field === dataField) handler.data(bytes, start, end);
      else handler.name(bytes, start, end);
    }
    if (end === bytes.length) return end;
    endLine(byteAt(bytes, end));
    return end + 1;
  };

  return {
    push(bytes) {
      nextCr = firstCr(bytes, 0);
      let at = marked < byteOrderMark.length ? readMark(bytes) : 0;
      while (at < bytes.length) {
        if (next === Next.lineStart) at = readLineStart(bytes, at);
        else if (next === Next.field) at = readField(bytes, at);
        else if (next === Next.space) {
          next = Next.value;
          if (byteAt(bytes, at) === SPACE) at++;
        } else at = readRest(bytes, at);
      }
    },
    isAtLineStart: () => next === Next.lineStart && (marked === 0 || marked === byteOrderMark.length),
  };
}

/** The length where there is none. */
function firstCr(bytes: Uint8Array, start: number): number {
  const cr = bytes.indexOf(CR, start);
  return cr < 0 ? bytes.length : cr;
}
