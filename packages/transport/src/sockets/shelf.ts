// Things that are large beside an idle connection, and needed only for moments: lent out, and taken back.

const KEPT = 64;

export class Shelf<Thing> {
  readonly #make: () => Thing;
  readonly #free: Thing[] = [];

  constructor(make: () => Thing) {
    this.#make = make;
  }

  take(): Thing {
    return this.#free.pop() ?? this.#make();
  }

  /** Takes a thing back; it must be as good as new. */
  give(thing: Thing): void {
    if (this.#free.length < KEPT) this.#free.push(thing);
  }
}
