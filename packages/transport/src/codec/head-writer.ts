// Serialising: heads are written as bytes into a buffer that is used again for every message.

import { COLON, CR, LF, byteAt } from "./bytes.ts";
import { fieldsNamedByConnection } from "./connection-field.ts";
import { FieldKind } from "./field-kind.ts";
import { Mark } from "./fields.ts";
import type { FieldSet, Fields } from "./fields.ts";

/** A growing run of bytes. What it holds is valid until the next `clear`. */
export class HeadWriter {
  bytes: Uint8Array;
  length = 0;

  constructor(capacity: number) {
    this.bytes = new Uint8Array(capacity);
  }

  clear(): void {
    this.length = 0;
  }

  /** Characters up to U+00FF, one byte each. Callers pass text that is known to be free of line ends. */
  text(text: string): void {
    this.#reserve(text.length);
    const { bytes } = this;
    const start = this.length;
    for (let i = 0; i < text.length; i++) bytes[start + i] = text.charCodeAt(i);
    this.length = start + text.length;
  }

  copy(from: Uint8Array, start: number, end: number): void {
    if (start >= end) return;
    this.#reserve(end - start);
    // A view costs as much as copying this many bytes one by one.
    if (end - start <= 96) {
      const { bytes } = this;
      let to = this.length;
      for (let at = start; at < end; at++) bytes[to++] = byteAt(from, at);
      this.length = to;
      return;
    }
    this.bytes.set(start === 0 && end === from.length ? from : from.subarray(start, end), this.length);
    this.length += end - start;
  }

  lineEnd(): void {
    this.#reserve(2);
    this.bytes[this.length++] = CR;
    this.bytes[this.length++] = LF;
  }

  #reserve(count: number): void {
    if (this.length + count <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(2 * this.bytes.length, this.length + count));
    larger.set(this.bytes.subarray(0, this.length));
    this.bytes = larger;
  }
}

/** Fields of one message to pass on with another: all but hop-by-hop ones, Host, framing, and those in `without`. */
export interface Forwarded {
  readonly fields: Fields;
  readonly without?: FieldSet;
}

/** Writes the fields that go on, in order, case and repetition as they came. */
export function writeForwarded(writer: HeadWriter, forwarded: Forwarded): void {
  const { fields, without } = forwarded;
  const named = fieldsNamedByConnection(fields);
  const { bytes } = fields;
  let runStart = -1;
  let runEnd = -1;
  for (let i = 0; i < fields.count; i++) {
    const start = fields.mark(i, Mark.nameStart);
    const nameEnd = fields.mark(i, Mark.nameEnd);
    if (fields.mark(i, Mark.kind) !== FieldKind.other) continue;
    if (without?.has(bytes, start, nameEnd) === true) continue;
    if (named?.has(fields.name(i).toLowerCase()) === true) continue;
    const lineEnd = fields.mark(i, Mark.lineEnd);
    if (byteAt(bytes, nameEnd) !== COLON || byteAt(bytes, lineEnd - 2) !== CR) {
      writer.copy(bytes, runStart, runEnd);
      runStart = runEnd = -1;
      writeField(writer, fields, i);
    } else if (start === runEnd) {
      runEnd = lineEnd;
    } else {
      writer.copy(bytes, runStart, runEnd);
      runStart = start;
      runEnd = lineEnd;
    }
  }
  writer.copy(bytes, runStart, runEnd);
}

/** A line that came in a lenient form is written in the strict one. */
function writeField(writer: HeadWriter, fields: Fields, index: number): void {
  writer.copy(fields.bytes, fields.mark(index, Mark.nameStart), fields.mark(index, Mark.nameEnd));
  writer.text(": ");
  writer.copy(fields.bytes, fields.mark(index, Mark.valueStart), fields.mark(index, Mark.valueEnd));
  writer.lineEnd();
}

/** A range of bytes inside a larger array. */
export interface ByteRange {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
}

export interface RequestLineParts {
  readonly method: string;
  /** Path and query; text must be what `isTarget` accepts. An empty range stands for `/`, as in a `RequestHead`. */
  readonly target: string | ByteRange;
  /** The value of the Host field. */
  readonly host: string;
}

export function writeRequestLine(writer: HeadWriter, parts: RequestLineParts): void {
  writer.text(parts.method);
  writer.text(" ");
  if (typeof parts.target === "string") writer.text(parts.target);
  else if (parts.target.start === parts.target.end) writer.text("/");
  else writer.copy(parts.target.bytes, parts.target.start, parts.target.end);
  writer.text(" HTTP/1.1\r\nhost: ");
  writer.text(parts.host);
  writer.lineEnd();
}

export interface StatusLineParts {
  readonly status: number;
  readonly reason?: ByteRange | string;
}

export function writeStatusLine(writer: HeadWriter, parts: StatusLineParts): void {
  writer.text("HTTP/1.1 ");
  writer.text(String(parts.status));
  writer.text(" ");
  const reason = parts.reason ?? "";
  if (typeof reason === "string") writer.text(reason);
  else writer.copy(reason.bytes, reason.start, reason.end);
  writer.lineEnd();
}

/** The framing that a sender declares. */
export type DeclaredFraming =
  | { readonly kind: "none" }
  | { readonly kind: "length"; readonly length: number }
  | { readonly kind: "chunked" };

export function writeFraming(writer: HeadWriter, framing: DeclaredFraming): void {
  if (framing.kind === "length") {
    writer.text("content-length: ");
    writer.text(String(framing.length));
    writer.lineEnd();
  } else if (framing.kind === "chunked") {
    writer.text("transfer-encoding: chunked\r\n");
  }
}
