// A request body, gathered whole: it must be there again for the next road when this one fails.

/** Pieces below this size are copied together: a view of its own for each would cost more than what it holds. */
const SMALL = 4096;
const TAIL_BYTES = 16 * SMALL;

export class BodyCollector {
  readonly #limit: number;
  #pieces: Uint8Array[] = [];
  #length = 0;
  /** Where small pieces go. What is behind `#tailEnd` is room for more. */
  #tail: Uint8Array | undefined;
  /** What comes before is among the pieces already. */
  #tailStart = 0;
  #tailEnd = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Keeps a piece; `false` if the body would be over its limit, and then nothing of it is kept. */
  add(bytes: Uint8Array): boolean {
    if (this.#length + bytes.length > this.#limit) {
      this.#pieces = [];
      this.#length = 0;
      this.#tail = undefined;
      this.#tailStart = this.#tailEnd = 0;
      return false;
    }
    const isAlone = this.#length === 0;
    this.#length += bytes.length;
    if (isAlone || bytes.length >= SMALL) {
      this.#sealTail();
      this.#pieces.push(bytes);
    } else {
      this.#addSmall(bytes);
    }
    return true;
  }

  /** The body in one array; a body that came in one piece is that piece. */
  whole(): Uint8Array {
    this.#sealTail();
    const [first] = this.#pieces;
    if (first !== undefined && this.#pieces.length === 1) return first;
    const whole = new Uint8Array(this.#length);
    let at = 0;
    for (const piece of this.#pieces) {
      whole.set(piece, at);
      at += piece.length;
    }
    this.#pieces = [whole];
    return whole;
  }

  #addSmall(bytes: Uint8Array): void {
    if (this.#tail === undefined || this.#tailEnd + bytes.length > this.#tail.length) {
      this.#sealTail();
      this.#tail = new Uint8Array(TAIL_BYTES);
      this.#tailStart = this.#tailEnd = 0;
    }
    this.#tail.set(bytes, this.#tailEnd);
    this.#tailEnd += bytes.length;
  }

  /** The room that is left is kept: with a buffer for each, small pieces between large ones would cost 16 times the body. */
  #sealTail(): void {
    if (this.#tail === undefined || this.#tailStart === this.#tailEnd) return;
    this.#pieces.push(this.#tail.subarray(this.#tailStart, this.#tailEnd));
    this.#tailStart = this.#tailEnd;
  }
}
