// Reads header lines out of bytes, one complete line at a time, so that any chunking gives the same result.

import { COLON, CR, FIELD_VALUE, HTAB, LF, SP, TOKEN, byteAt, isUtf8 } from "./bytes.ts";
import { FieldKind, fieldKind } from "./field-kind.ts";
import { Fields, MARKS, Mark } from "./fields.ts";
import type { Violation } from "./violation.ts";

/** Who wrote the bytes: strict towards clients, where desync attacks live; lenient towards providers, where it is safe. */
export type Source = "client" | "provider";

/** How far a scan came. */
export const Scan = { more: 0, done: 1, refused: 2 } as const;

/**
 * Leniencies towards a provider, each harmless because every line is rebuilt with CRLF before it is passed on:
 * `bare-lf` line ends, `space-before-colon` (a proxy must remove it, RFC 9112, section 5.1), `text-not-utf8` values.
 */
export class FieldScanner {
  /** Where the next line begins; after `done`, where the body begins. */
  at = 0;
  /** One bit for each `FieldKind` that was seen. */
  seen = 0;
  violation: Violation | undefined;
  readonly #source: Source;
  readonly #fieldCount: number;
  #marks: Int32Array;
  #length = 0;
  #valueStart = 0;
  #lineEndAt = 0;

  constructor(source: Source, fieldCount: number) {
    this.#source = source;
    this.#fieldCount = fieldCount;
    this.#marks = new Int32Array(Math.min(fieldCount, USUAL_FIELDS) * MARKS);
  }

  reset(at: number): void {
    this.at = at;
    this.seen = 0;
    this.violation = undefined;
    this.#length = 0;
  }

  /** The fields read so far; `bytes` must be those that were scanned. */
  fields(bytes: Uint8Array): Fields {
    const marks = new Int32Array(this.#length);
    // A native copy costs more than this loop over the few dozen numbers of a usual head.
    for (let i = 0; i < marks.length; i++) marks[i] = this.#marks[i] ?? 0;
    return new Fields(bytes, marks);
  }

  /** Reads complete lines up to `end`; stops behind the empty line. */
  scan(bytes: Uint8Array, end: number): number {
    for (;;) {
      const start = this.at;
      if (start >= end) return Scan.more;
      const first = byteAt(bytes, start);
      if (first === CR) {
        if (start + 1 >= end) return Scan.more;
        if (byteAt(bytes, start + 1) !== LF) return this.#refuse("bare-cr");
        this.at = start + 2;
        return Scan.done;
      }
      if (first === LF) {
        if (this.#source === "client") return this.#refuse("bare-lf");
        this.at = start + 1;
        return Scan.done;
      }
      if (first === SP || first === HTAB) return this.#refuse("line-folded");
      const state = this.#line(bytes, start, end);
      if (state !== Scan.done) return state;
    }
  }

  #line(bytes: Uint8Array, start: number, end: number): number {
    let nameEnd = start;
    while (nameEnd < end && TOKEN[byteAt(bytes, nameEnd)] === 1) nameEnd++;
    let at = nameEnd;
    if (at < end && byteAt(bytes, at) !== COLON) {
      at = skipBlanks(bytes, at, end);
      if (at === nameEnd || (at < end && byteAt(bytes, at) !== COLON)) {
        return this.#refuse("field-name-malformed");
      }
      if (this.#source === "client") return this.#refuse("space-before-colon");
    }
    if (at >= end) return Scan.more;
    if (nameEnd === start) return this.#refuse("field-name-malformed");

    const valueStart = skipBlanks(bytes, at + 1, end);
    let classes = 1;
    at = valueStart;
    for (; at < end; at++) {
      const byte = byteAt(bytes, at);
      if (byte >= SP && byte < 0x7f) continue;
      const kind = byteAt(FIELD_VALUE, byte);
      if (kind === 0) break;
      classes |= kind;
    }
    if (at >= end) return Scan.more;
    const lineEnd = this.#lineEnd(bytes, at, end);
    if (lineEnd < 0) return lineEnd === NOT_YET ? Scan.more : Scan.refused;
    if (classes !== 1 && this.#source === "client" && !isUtf8(bytes, valueStart, at)) {
      return this.#refuse("text-not-utf8");
    }
    this.#valueStart = valueStart;
    this.#lineEndAt = lineEnd;
    return this.#keep(bytes, start, nameEnd, at);
  }

  /** The position behind the line end that begins at `at`, or a negative number. */
  #lineEnd(bytes: Uint8Array, at: number, end: number): number {
    const byte = byteAt(bytes, at);
    if (byte === CR) {
      if (at + 1 >= end) return NOT_YET;
      if (byteAt(bytes, at + 1) === LF) return at + 2;
      this.#refuse("bare-cr");
    } else if (byte === LF) {
      if (this.#source === "provider") return at + 1;
      this.#refuse("bare-lf");
    } else {
      this.#refuse("control-character");
    }
    return REFUSED;
  }

  // Four numbers instead of an object: this runs for every line of every head.
  #keep(bytes: Uint8Array, start: number, nameEnd: number, textEnd: number): number {
    const kind = fieldKind(bytes, start, nameEnd);
    if (kind === FieldKind.confusing && this.#source === "client") {
      return this.#refuse("field-name-confusing");
    }
    const at = this.#length;
    if (at === this.#marks.length && !this.#grow()) return this.#refuse("too-many-fields");
    const marks = this.#marks;
    let valueEnd = textEnd;
    while (valueEnd > this.#valueStart && isBlank(byteAt(bytes, valueEnd - 1))) valueEnd--;
    marks[at + Mark.nameStart] = start;
    marks[at + Mark.nameEnd] = nameEnd;
    marks[at + Mark.valueStart] = this.#valueStart;
    marks[at + Mark.valueEnd] = valueEnd;
    marks[at + Mark.lineEnd] = this.#lineEndAt;
    marks[at + Mark.kind] = kind;
    this.#length = at + MARKS;
    this.seen |= 1 << kind;
    this.at = this.#lineEndAt;
    return Scan.done;
  }

  #grow(): boolean {
    const count = Math.min(this.#fieldCount, (2 * this.#marks.length) / MARKS);
    if (count * MARKS <= this.#marks.length) return false;
    const larger = new Int32Array(count * MARKS);
    larger.set(this.#marks);
    this.#marks = larger;
    return true;
  }

  #refuse(violation: Violation): number {
    this.violation = violation;
    return Scan.refused;
  }
}

/** Room for the largest allowed head on each of thousands of connections would be most of their memory. */
const USUAL_FIELDS = 24;

const NOT_YET = -1;
const REFUSED = -2;

function skipBlanks(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && isBlank(byteAt(bytes, at))) at++;
  return at;
}

function isBlank(byte: number): boolean {
  return byte === SP || byte === HTAB;
}
