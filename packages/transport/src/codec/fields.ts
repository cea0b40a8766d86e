// Header fields as positions in the bytes that arrived: nothing is copied or made a string before somebody asks.

import { isNamed, textOf } from "./bytes.ts";

/** Numbers kept for one field line, at these offsets. */
export const Mark = { nameStart: 0, nameEnd: 1, valueStart: 2, valueEnd: 3, lineEnd: 4, kind: 5 } as const;

/** How many numbers one field line takes. */
export const MARKS = 6;

/** The header or trailer fields of one message, in order, case and repetition as they came. */
export class Fields {
  readonly bytes: Uint8Array;
  readonly #marks: Int32Array;

  constructor(bytes: Uint8Array, marks: Int32Array) {
    this.bytes = bytes;
    this.#marks = marks;
  }

  get count(): number {
    return this.#marks.length / MARKS;
  }

  /** One of the numbers of the field at `index`. */
  mark(index: number, which: number): number {
    return numberAt(this.#marks, index * MARKS + which);
  }

  name(index: number): string {
    return textOf(this.bytes, this.mark(index, Mark.nameStart), this.mark(index, Mark.nameEnd));
  }

  value(index: number): string {
    return textOf(this.bytes, this.mark(index, Mark.valueStart), this.mark(index, Mark.valueEnd));
  }

  /** The value of the first field with this lower-case name. */
  get(lowerCaseName: string): string | undefined {
    const index = this.find(lowerCaseName, 0);
    return index === -1 ? undefined : this.value(index);
  }

  /** All values of the fields with this lower-case name, in order. */
  getAll(lowerCaseName: string): string[] {
    const values: string[] = [];
    for (let i = this.find(lowerCaseName, 0); i !== -1; i = this.find(lowerCaseName, i + 1)) {
      values.push(this.value(i));
    }
    return values;
  }

  has(lowerCaseName: string): boolean {
    return this.find(lowerCaseName, 0) !== -1;
  }

  /** The fields at these indexes alone. */
  only(indexes: readonly number[]): Fields {
    const marks = indexes.flatMap((index) => [...this.#marks.subarray(index * MARKS, (index + 1) * MARKS)]);
    return new Fields(this.bytes, Int32Array.from(marks));
  }

  /** Every field as it was written, for logs and tests; not for the fast path. */
  entries(): [name: string, value: string][] {
    return Array.from({ length: this.count }, (_, i) => [this.name(i), this.value(i)]);
  }

  /** The index of the first field with this lower-case name at or after `from`, or -1. */
  find(lowerCaseName: string, from: number): number {
    for (let i = from; i < this.count; i++) {
      const start = this.mark(i, Mark.nameStart);
      if (
        this.mark(i, Mark.nameEnd) - start === lowerCaseName.length &&
        isNamed(this.bytes, start, lowerCaseName)
      ) {
        return i;
      }
    }
    return -1;
  }
}

/** No fields at all. */
export const noFields = new Fields(new Uint8Array(0), new Int32Array(0));

/** A number the caller knows to be inside the array. */
function numberAt(numbers: Int32Array, at: number): number {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- guarantee: `at` is within the array, so the element is there
  return numbers[at] as number;
}

/** A small set of field names that can be asked about bytes. */
export class FieldSet {
  readonly #byLength: (string[] | undefined)[] = [];

  constructor(names: Iterable<string>) {
    for (const name of names) (this.#byLength[name.length] ??= []).push(name.toLowerCase());
  }

  has(bytes: Uint8Array, start: number, end: number): boolean {
    const candidates = this.#byLength[end - start];
    if (candidates === undefined) return false;
    for (const name of candidates) if (isNamed(bytes, start, name)) return true;
    return false;
  }
}
