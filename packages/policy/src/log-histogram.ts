// Quantiles of spans, in little memory: buckets that grow by a tenth, and an age at which all counts are halved.

const GROWTH = Math.log(1.1);
const BUCKETS = 160;

export interface LogHistogram {
  readonly add: (value: number) => void;
  /** How many values it remembers, halvings included. */
  readonly count: () => number;
  /** The upper edge of the bucket that holds the quantile; 0 where nothing is known. */
  readonly quantile: (ratio: number) => number;
}

/** Of values from 1 up to about 4 million. `memory` values count in full before older ones fade. */
export function createLogHistogram(memory: number): LogHistogram {
  const counts = new Float64Array(BUCKETS);
  let total = 0;
  return {
    add(value) {
      const bucket = Math.min(BUCKETS - 1, Math.max(0, Math.ceil(Math.log(Math.max(1, value)) / GROWTH)));
      counts[bucket] = (counts[bucket] ?? 0) + 1;
      total++;
      if (total < 2 * memory) return;
      total = 0;
      for (const [index, count] of counts.entries()) total += counts[index] = count / 2;
    },
    count: () => total,
    quantile(ratio) {
      let left = total * ratio;
      if (total === 0) return 0;
      for (const [index, count] of counts.entries()) {
        left -= count;
        if (left <= 0) return Math.exp(index * GROWTH);
      }
      return Math.exp((BUCKETS - 1) * GROWTH);
    },
  };
}
