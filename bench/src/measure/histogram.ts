// Latencies in buckets that grow with the value: constant memory, under one percent of error, no allocation to record.

/** Buckets for each doubling. */
const STEPS = 128;
const UNITS_PER_MS = 10_000;
const LARGEST = 0x7fff_ffff;

export class Histogram {
  readonly #counts = new Uint32Array(26 * STEPS);
  #total = 0;

  get total(): number {
    return this.#total;
  }

  record(ms: number): void {
    const units = Math.min(Math.max(0, ms * UNITS_PER_MS), LARGEST) | 0;
    const shift = Math.max(0, 24 - Math.clz32(units));
    const bucket = shift * STEPS + (units >>> shift);
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
    this.#total++;
  }

  clear(): void {
    this.#counts.fill(0);
    this.#total = 0;
  }

  /** Microseconds below which this part (0..1) of the values lies; NaN of none. */
  quantileUs(part: number): number {
    let left = Math.max(1, Math.ceil(part * this.#total));
    for (const [bucket, count] of this.#counts.entries()) {
      left -= count;
      if (left <= 0) return (middleOf(bucket) * 1000) / UNITS_PER_MS;
    }
    return Number.NaN;
  }
}

function middleOf(bucket: number): number {
  const shift = bucket < 2 * STEPS ? 0 : Math.floor(bucket / STEPS) - 1;
  return (bucket - shift * STEPS + 0.5) * 2 ** shift;
}
