// Chunked framing (RFC 9112, section 7.1): payload out, and beside it the framed bytes as they travelled, so that a
// relay can pass whole chunks on without building them anew.

import type { BodySink, BodyState } from "./body-sink.ts";
import { BACKSLASH, CR, FIELD_VALUE, HEX, HTAB, LF, QUOTE, SEMICOLON, SP, byteAt } from "./bytes.ts";
import type { Source } from "./field-scanner.ts";
import { noFields } from "./fields.ts";
import type { Fields } from "./fields.ts";
import type { CodecLimits } from "./limits.ts";
import { TrailerReader } from "./trailer-reader.ts";
import type { Violation } from "./violation.ts";

/** Where the reader is; everything before `data` belongs to a size line. */
const In = {
  size: 0,
  padding: 1,
  extension: 2,
  quoted: 3,
  escaped: 4,
  sizeLf: 5,
  extensionLf: 6,
  data: 7,
  dataCr: 8,
  dataLf: 9,
  trailer: 10,
} as const;

/** 2^48: far beyond any body, far below where numbers lose precision. */
const MAX_DIGITS = 12;

/** Reads one chunked body. Extensions are checked, bounded and dropped; trailers are bounded and kept apart. */
export class ChunkedReader {
  state: BodyState = "reading";
  violation: Violation | undefined;
  trailers: Fields | undefined;
  readonly #source: Source;
  readonly #limits: CodecLimits;
  #in: number = In.size;
  #size = 0;
  #digits = 0;
  #extensionBytes = 0;
  #trailer: TrailerReader | undefined;

  constructor(source: Source, limits: CodecLimits) {
    this.#source = source;
    this.#limits = limits;
  }

  /** Reads on from `at`; returns the position behind what belongs to this body. */
  push(bytes: Uint8Array, start: number, sink: BodySink): number {
    const run: RawRun = { start: this.#isInLine() || this.#in === In.trailer ? -1 : start, line: start };
    const at = this.#read(bytes, start, sink, run);
    // A size line that this piece did not finish is passed on once it is whole.
    if (this.state === "reading") passRaw(sink, bytes, run.start, this.#isInLine() ? run.line : at);
    return at;
  }

  #isInLine(): boolean {
    return this.#in === In.size ? this.#digits > 0 : this.#in < In.data;
  }

  #read(bytes: Uint8Array, start: number, sink: BodySink, run: RawRun): number {
    let at = start;
    while (at < bytes.length && this.state === "reading") {
      switch (this.#in) {
        case In.data:
          at = this.#data(bytes, at, sink);
          break;
        case In.dataCr:
          if (byteAt(bytes, at++) !== CR) return this.#refuse("chunk-end-malformed", bytes);
          this.#in = In.dataLf;
          break;
        case In.dataLf:
          if (byteAt(bytes, at++) !== LF) return this.#refuse("chunk-end-malformed", bytes);
          this.#in = In.size;
          this.#digits = 0;
          this.#size = 0;
          break;
        case In.trailer:
          at = this.#trailers(bytes, at);
          break;
        default:
          at = this.#sizeLine(bytes, at, sink, run);
      }
    }
    return at;
  }

  #data(bytes: Uint8Array, at: number, sink: BodySink): number {
    const end = Math.min(bytes.length, at + this.#size);
    this.#size -= end - at;
    if (this.#size === 0) this.#in = In.dataCr;
    sink.data?.(at === 0 && end === bytes.length ? bytes : bytes.subarray(at, end));
    return end;
  }

  #sizeLine(bytes: Uint8Array, start: number, sink: BodySink, run: RawRun): number {
    let at = start;
    if (this.#in === In.size) {
      if (this.#digits === 0) run.line = at;
      for (; at < bytes.length; at++) {
        const digit = byteAt(HEX, byteAt(bytes, at));
        if (digit === 255) break;
        if (++this.#digits > MAX_DIGITS) return this.#refuse("chunk-size-too-large", bytes);
        this.#size = this.#size * 16 + digit;
      }
      if (at === bytes.length) return at;
      if (this.#digits === 0) return this.#refuse("chunk-size-malformed", bytes);
      if (byteAt(bytes, at) !== CR) {
        passRaw(sink, bytes, run.start, run.line);
        run.start = -1;
        this.#in = In.padding;
      } else {
        this.#in = In.sizeLf;
        at++;
      }
    }
    if (this.#in < In.sizeLf) at = this.#extension(bytes, at);
    if (at === bytes.length || this.state !== "reading") return at;
    if (byteAt(bytes, at++) !== LF) {
      return this.#refuse(
        this.#in === In.sizeLf ? "chunk-size-malformed" : "chunk-extension-malformed",
        bytes,
      );
    }
    this.#openChunk(bytes, at, sink, run);
    return at;
  }

  /**
   * Leniency `chunk-size-padding`: some servers pad the size with blanks. Extensions end at CRLF and nowhere else; a
   * quoted text that holds a CRLF would end elsewhere for a server that knows quotes than for one that does not.
   */
  #extension(bytes: Uint8Array, start: number): number {
    let at = start;
    for (; at < bytes.length; at++) {
      const byte = byteAt(bytes, at);
      if (byte === CR && this.#in <= In.extension) {
        this.#in = this.#in === In.padding ? In.sizeLf : In.extensionLf;
        return at + 1;
      }
      if (++this.#extensionBytes > this.#limits.extensionBytes) {
        return this.#refuse("chunk-extension-too-long", bytes);
      }
      if (this.#in === In.padding) {
        if (byte === SEMICOLON) this.#in = In.extension;
        else if ((byte !== SP && byte !== HTAB) || this.#source === "client") {
          return this.#refuse("chunk-size-malformed", bytes);
        }
      } else if (FIELD_VALUE[byte] === 0) {
        return this.#refuse("chunk-extension-malformed", bytes);
      } else {
        this.#in = behindExtensionByte(this.#in, byte);
      }
    }
    return at;
  }

  #openChunk(bytes: Uint8Array, at: number, sink: BodySink, run: RawRun): void {
    // A client's body must end some day; a provider's stream may go on for hours and pad every line of it.
    if (this.#source === "provider") this.#extensionBytes = 0;
    if (this.#size === 0) {
      passRaw(sink, bytes, run.start, run.line);
      run.start = -1;
      this.#in = In.trailer;
      return;
    }
    this.#in = In.data;
    if (run.start !== -1) return;
    // The line came in pieces or with an extension: it goes on in its plain form.
    if (sink.raw !== undefined) sink.raw(sizeLine(this.#size));
    run.start = at;
  }

  #trailers(bytes: Uint8Array, start: number): number {
    // The usual trailer section is empty and costs no reader.
    if (this.#trailer === undefined && isLineEnd(bytes, start)) {
      this.trailers = noFields;
      this.state = "ended";
      return start + 2;
    }
    this.#trailer ??= new TrailerReader(this.#source, this.#limits);
    const at = this.#trailer.push(bytes, start);
    if (this.#trailer.violation !== undefined) return this.#refuse(this.#trailer.violation, bytes);
    if (this.#trailer.fields !== undefined) {
      this.trailers = this.#trailer.fields;
      this.state = "ended";
    }
    return at;
  }

  #refuse(violation: Violation, bytes: Uint8Array): number {
    this.state = "refused";
    this.violation = violation;
    return bytes.length;
  }
}

function behindExtensionByte(state: number, byte: number): number {
  if (state === In.escaped) return In.quoted;
  if (byte === QUOTE) return state === In.quoted ? In.extension : In.quoted;
  return byte === BACKSLASH && state === In.quoted ? In.escaped : state;
}

/** The stretch of the current piece that may be passed on as it stands, and where its last size line begins. */
interface RawRun {
  start: number;
  line: number;
}

function passRaw(sink: BodySink, bytes: Uint8Array, start: number, end: number): void {
  if (sink.raw === undefined || start === -1 || end <= start) return;
  sink.raw(start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end));
}

function isLineEnd(bytes: Uint8Array, at: number): boolean {
  return at + 1 < bytes.length && byteAt(bytes, at) === CR && byteAt(bytes, at + 1) === LF;
}

/** A chunk's size line in its plain form. */
export function sizeLine(size: number): Uint8Array {
  const digits = size.toString(16);
  const line = new Uint8Array(digits.length + 2);
  for (let i = 0; i < digits.length; i++) line[i] = digits.charCodeAt(i);
  line[digits.length] = CR;
  line[digits.length + 1] = LF;
  return line;
}
