// Counts by label.

import { familyText, seriesKey } from "./prometheus-text.ts";
import type { Labels } from "./prometheus-text.ts";

export interface Counter {
  readonly add: (labels: Labels, value: number) => void;
  readonly text: () => string;
}

/** What labels are made of comes from the configuration and from closed sets; should that ever fail, memory is bounded. */
const maxSeries = 2_000;

export function createCounter(name: string, help: string): Counter {
  const series = new Map<string, { readonly labels: Labels; value: number }>();
  return {
    add(labels, value) {
      const key = seriesKey(labels);
      const known = series.get(key);
      if (known !== undefined) known.value += value;
      else if (series.size < maxSeries) series.set(key, { labels, value });
    },
    text() {
      const samples = [...series.values()].map(({ labels, value }) => ({ name, labels, value }));
      return familyText({ name, help, type: "counter" }, samples);
    },
  };
}
