// Spans of time by label.

import { familyText, seriesKey } from "./prometheus-text.ts";
import type { Labels, Sample } from "./prometheus-text.ts";

export interface Histogram {
  readonly observe: (labels: Labels, seconds: number) => void;
  readonly text: () => string;
}

/** Upper edges in seconds: from a refused connection to a long answer. */
const edges = [0.005, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 120, 300, 600];
/** See the counter's; each has a line for every edge. */
const maxSeries = 200;

interface Series {
  readonly labels: Labels;
  /** For each edge what lies below it and above the one before; the last is beyond all. */
  readonly counts: number[];
  sum: number;
}

export function createHistogram(name: string, help: string): Histogram {
  const all = new Map<string, Series>();
  return {
    observe(labels, seconds) {
      const key = seriesKey(labels);
      const series = all.get(key) ?? {
        labels,
        counts: Array.from({ length: edges.length + 1 }, () => 0),
        sum: 0,
      };
      if (!all.has(key) && all.size >= maxSeries) return;
      all.set(key, series);
      const found = edges.findIndex((edge) => seconds <= edge);
      const index = found === -1 ? edges.length : found;
      series.counts[index] = (series.counts[index] ?? 0) + 1;
      series.sum += seconds;
    },
    text: () =>
      familyText(
        { name, help, type: "histogram" },
        [...all.values()].flatMap((one) => samplesOf(name, one)),
      ),
  };
}

/** Every edge, also where nothing lies below it: quantiles are reckoned between neighbours. */
function samplesOf(name: string, { labels, counts, sum }: Series): Sample[] {
  let below = 0;
  const buckets = counts.map((count, index) => {
    below += count;
    const edge = edges[index];
    return {
      name: `${name}_bucket`,
      labels: { ...labels, le: edge === undefined ? "+Inf" : String(edge) },
      value: below,
    };
  });
  return [
    ...buckets,
    { name: `${name}_sum`, labels, value: sum },
    { name: `${name}_count`, labels, value: below },
  ];
}
