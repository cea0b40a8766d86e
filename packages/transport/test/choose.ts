// Every generated message is decided by a list of choices: fast-check shrinks such a list, the fuzzer draws it from
// a seed.

/** Picks one of `count` alternatives, 0 being the plainest. */
export type Choose = (count: number) => number;

/** The choices of a list; when it ends, everything else is plain, so that every message ends. */
export function chooseFrom(choices: readonly number[]): Choose {
  let next = 0;
  return (count) => (choices[next++] ?? 0) % count;
}

/** An endless, repeatable stream of choices (xorshift32). */
export function chooseBySeed(seed: number): Choose {
  let state = Math.imul(seed, 0x9e3779b1) ^ 0x5bd1e995;
  if (state === 0) state = 1;
  return (count) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % count;
  };
}

export function pick<Item>(choose: Choose, items: readonly Item[]): Item {
  const item = items[choose(items.length)];
  if (item === undefined) throw new RangeError("nothing to pick from");
  return item;
}

/** True once in `count` times. */
export function rarely(choose: Choose, count: number): boolean {
  return choose(count) === 1;
}

export function times<Item>(count: number, make: () => Item): Item[] {
  return Array.from({ length: count }, make);
}
