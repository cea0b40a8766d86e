// Finds a whole message head in bytes that arrive in any pieces. One piece with the whole head, which is nearly
// always the case, is parsed where it lies; otherwise the pieces are gathered (bounded) and parsed line by line.

import { CR, LF, byteAt } from "./bytes.ts";
import { FieldScanner, Scan } from "./field-scanner.ts";
import type { Source } from "./field-scanner.ts";
import type { CodecLimits } from "./limits.ts";
import type { Violation } from "./violation.ts";

/** What differs between requests and responses: the first line, and what the whole head means. */
export interface HeadFormat<Head> {
  readonly source: Source;
  /** How many empty lines may stand before the start line. */
  readonly emptyLinesSkipped: number;
  /** Reads the start line; returns the position behind it, `MORE`, or a violation. */
  startLine(bytes: Uint8Array, start: number, end: number): number | Violation;
  /** Makes the head, or says what is wrong with it as a whole. */
  finish(bytes: Uint8Array, scanner: FieldScanner): Head | Violation;
}

/** The start line is not complete yet. */
export const MORE = -1;

export type HeadState<Head> =
  | { readonly kind: "reading" }
  | { readonly kind: "complete"; readonly head: Head }
  | { readonly kind: "refused"; readonly violation: Violation };

const reading = { kind: "reading" } as const;

/** Reads one head after another; `next` makes it ready for the following one. */
export class HeadParser<Head extends object> {
  state: HeadState<Head> = reading;
  readonly #format: HeadFormat<Head>;
  readonly #limits: CodecLimits;
  readonly #scanner: FieldScanner;
  #held: Uint8Array | undefined;
  #heldLength = 0;
  #inFields = false;

  constructor(format: HeadFormat<Head>, limits: CodecLimits) {
    this.#format = format;
    this.#limits = limits;
    this.#scanner = new FieldScanner(format.source, limits.fieldCount);
  }

  /** Whether nothing of a head has arrived yet. */
  get isEmpty(): boolean {
    return this.#heldLength === 0;
  }

  next(): void {
    this.state = reading;
    this.#held = undefined;
    this.#heldLength = 0;
    this.#inFields = false;
  }

  /** Reads on from `at`; returns the position behind what it used. Look at `state` afterwards; it stays until `next`. */
  push(bytes: Uint8Array, at: number): number {
    const before = this.state;
    if (before !== reading) return before.kind === "complete" ? at : bytes.length;
    if (this.#held !== undefined) return this.#pushHeld(this.#held, bytes, at);
    const end = Math.min(bytes.length, at + this.#limits.headBytes);
    this.#run(bytes, at, end);
    if (this.state.kind === "complete") return this.#scanner.at;
    if (this.state.kind === "refused") return bytes.length;
    if (end < bytes.length) {
      this.#refuse("head-too-large");
      return bytes.length;
    }
    this.#inFields = false;
    this.#held = new Uint8Array(Math.min(this.#limits.headBytes, Math.max(2048, 2 * (end - at))));
    this.#append(bytes, at, end);
    if (this.#heldLength === this.#limits.headBytes) this.#refuse("head-too-large");
    return bytes.length;
  }

  #pushHeld(held: Uint8Array, bytes: Uint8Array, at: number): number {
    const before = this.#heldLength;
    const end = Math.min(bytes.length, at + this.#limits.headBytes - before);
    let gathered = held;
    if (before + end - at > held.length) {
      gathered = new Uint8Array(
        Math.min(this.#limits.headBytes, Math.max(2 * held.length, before + end - at)),
      );
      gathered.set(held.subarray(0, before));
      this.#held = gathered;
    }
    this.#append(bytes, at, end);
    // A line is looked at only once its end is there: a head that drips in costs no more than one that pours.
    if (gathered.subarray(before, this.#heldLength).includes(LF)) this.#run(gathered, 0, this.#heldLength);
    if (this.state.kind === "complete") return at + this.#scanner.at - before;
    if (this.state.kind === "reading" && this.#heldLength === this.#limits.headBytes) {
      this.#refuse("head-too-large");
    }
    return bytes.length;
  }

  #append(bytes: Uint8Array, at: number, end: number): void {
    this.#held?.set(bytes.subarray(at, end), this.#heldLength);
    this.#heldLength += end - at;
  }

  #run(bytes: Uint8Array, start: number, end: number): void {
    if (!this.#inFields) {
      const from = behindEmptyLines(bytes, start, Math.min(end, start + 2 * this.#format.emptyLinesSkipped));
      const behind = this.#format.startLine(bytes, from, end);
      if (typeof behind === "string") return this.#refuseLine(behind, bytes.subarray(from, end));
      if (behind === MORE) return;
      this.#inFields = true;
      this.#scanner.reset(behind);
    }
    const scan = this.#scanner.scan(bytes, end);
    if (scan === Scan.more) return;
    if (scan === Scan.refused) {
      return this.#refuseLine(
        this.#scanner.violation ?? "field-name-malformed",
        bytes.subarray(this.#scanner.at, end),
      );
    }
    const head = this.#format.finish(bytes, this.#scanner);
    this.state = typeof head === "string" ? { kind: "refused", violation: head } : { kind: "complete", head };
  }

  /** A line is refused only once all of it is there, so that where the pieces were cut cannot change the verdict. */
  #refuseLine(violation: Violation, line: Uint8Array): void {
    if (line.includes(LF)) this.#refuse(violation);
  }

  #refuse(violation: Violation): void {
    this.state = { kind: "refused", violation };
  }
}

function behindEmptyLines(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at + 1 < end && byteAt(bytes, at) === CR && byteAt(bytes, at + 1) === LF) at += 2;
  return at;
}
