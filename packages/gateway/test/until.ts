// Waiting for a condition over real sockets: bounded, and over as soon as it holds.

/** A loaded machine of two cores takes its time; a healthy one never comes near this. */
const DEFAULT_MS = 15_000;

/** Resolves with the first value that is neither `undefined` nor `false`; rejects saying what never came. */
export async function until<Value>(
  what: string,
  look: () => Value | undefined | false,
  withinMs = DEFAULT_MS,
): Promise<Value> {
  const giveUpAt = performance.now() + withinMs;
  for (;;) {
    const value = look();
    if (value !== undefined && value !== false) return value;
    if (performance.now() > giveUpAt) throw new Error(`Not within ${withinMs} ms: ${what}`);
    await Bun.sleep(2);
  }
}
