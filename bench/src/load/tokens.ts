// How many requests may have been started by now, at a given rate.

export class Tokens {
  readonly #perMs: number;
  #since: number | undefined;
  #taken = 0;

  constructor(perSecond: number) {
    this.#perMs = perSecond / 1000;
  }

  take(now: number): boolean {
    if (this.#perMs === Number.POSITIVE_INFINITY) return true;
    this.#since ??= now;
    if (this.#taken >= (now - this.#since) * this.#perMs) return false;
    this.#taken++;
    return true;
  }
}
