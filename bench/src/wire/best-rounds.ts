// The best of many rounds, in turns: what the machine can do when nobody else wants it, for all alike.

export interface Contender {
  readonly name: string;
  /** Does the whole work once, and returns how many events that were. */
  readonly run: () => number;
}

/** Nanoseconds an event, by contender. */
export function bestNanoseconds(contenders: readonly Contender[], rounds = 150): number[] {
  const best = contenders.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < rounds; round++) {
    for (const [index, { run }] of contenders.entries()) {
      const startedAt = performance.now();
      const events = run();
      const each = ((performance.now() - startedAt) * 1e6) / events;
      best[index] = Math.min(best[index] ?? each, each);
    }
  }
  return best;
}
