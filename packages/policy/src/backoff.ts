// Pauses with chance in them, so that those who failed together do not come back together.

/** Full jitter: anything between nothing and `baseMs` doubled with every try, at most `capMs`. */
export function fullJitter(
  tries: number,
  { baseMs, capMs }: { readonly baseMs: number; readonly capMs: number },
  chance: () => number,
): number {
  return chance() * Math.min(capMs, baseMs * 2 ** Math.max(0, tries - 1));
}

/** `ms`, up to `ratio` more or less. */
export function around(ms: number, ratio: number, chance: () => number): number {
  return ms * (1 - ratio + 2 * ratio * chance());
}
