// Bytes that have arrived before they can be read, in order and counted.

/** However little a peer sends at a time, this many pieces are enough: each of them costs far more than its bytes. */
const MAX_PIECES = 32;

export class Stash {
  readonly #pieces: Uint8Array[] = [];
  readonly #limit: number;
  #bytes = 0;

  /** `limit` is where it is full; it takes what comes nevertheless, since it cannot be put back. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get isEmpty(): boolean {
    return this.#pieces.length === 0;
  }

  get isFull(): boolean {
    return this.#bytes > this.#limit || this.#pieces.length > MAX_PIECES;
  }

  add(bytes: Uint8Array): void {
    this.#pieces.push(bytes);
    this.#bytes += bytes.length;
  }

  /** Puts what is left of a piece back to the front. */
  putBack(bytes: Uint8Array): void {
    this.#pieces.unshift(bytes);
    this.#bytes += bytes.length;
  }

  take(): Uint8Array | undefined {
    const bytes = this.#pieces.shift();
    if (bytes !== undefined) this.#bytes -= bytes.length;
    return bytes;
  }
}
