// Gathers the trailer section of a chunked body (bounded), then reads it with the same eyes as a head.

import { LF, byteAt } from "./bytes.ts";
import { FieldKind } from "./field-kind.ts";
import { FieldScanner, Scan } from "./field-scanner.ts";
import type { Source } from "./field-scanner.ts";
import { FieldSet, Mark } from "./fields.ts";
import type { Fields } from "./fields.ts";
import type { CodecLimits } from "./limits.ts";
import type { Violation } from "./violation.ts";

/** More trailer fields than this have not been seen in any use. */
const MAX_FIELDS = 64;

/**
 * Beside what concerns framing and the connection, these would route, authenticate or describe a message that has
 * been acted on already (RFC 9110, section 6.5.1).
 */
const forbidden = new FieldSet(
  [
    "authorization x-api-key api-key x-goog-api-key x-amz-security-token cookie set-cookie www-authenticate",
    "content-encoding content-type content-range cache-control location",
  ].flatMap((line) => line.split(" ")),
);

/**
 * Leniency `trailer-forbidden`: what a provider may not send in a trailer is dropped, as RFC 9110 allows: by then the
 * whole answer is there, and calling it broken would help nobody.
 */
export class TrailerReader {
  fields: Fields | undefined;
  violation: Violation | undefined;
  readonly #source: Source;
  readonly #scanner: FieldScanner;
  readonly #limit: number;
  #held: Uint8Array = new Uint8Array(256);
  #length = 0;

  constructor(source: Source, limits: CodecLimits) {
    this.#source = source;
    this.#scanner = new FieldScanner(source, Math.min(MAX_FIELDS, limits.fieldCount));
    this.#limit = limits.trailerBytes;
  }

  /** Reads on from `start`; returns the position behind the section, or the end of the piece. */
  push(bytes: Uint8Array, start: number): number {
    for (let at = start; at < bytes.length; at++) {
      if (this.#length === this.#limit) {
        this.violation = "trailer-too-large";
        return bytes.length;
      }
      if (this.#length === this.#held.length) this.#grow();
      this.#held[this.#length++] = byteAt(bytes, at);
      if (byteAt(bytes, at) !== LF) continue;
      const scan = this.#scanner.scan(this.#held, this.#length);
      if (scan === Scan.refused) {
        this.violation = this.#scanner.violation;
        return bytes.length;
      }
      if (scan === Scan.done) {
        this.#finish(this.#scanner.fields(this.#held));
        return at + 1;
      }
    }
    return bytes.length;
  }

  #grow(): void {
    const larger = new Uint8Array(2 * this.#held.length);
    larger.set(this.#held);
    this.#held = larger;
  }

  #finish(fields: Fields): void {
    const allowed: number[] = [];
    for (let i = 0; i < fields.count; i++) if (isAllowed(fields, i)) allowed.push(i);
    if (allowed.length === fields.count) this.fields = fields;
    else if (this.#source === "client") this.violation = "trailer-forbidden";
    else this.fields = fields.only(allowed);
  }
}

function isAllowed(fields: Fields, index: number): boolean {
  if (fields.mark(index, Mark.kind) !== FieldKind.other) return false;
  return !forbidden.has(fields.bytes, fields.mark(index, Mark.nameStart), fields.mark(index, Mark.nameEnd));
}
