// From samples to what a table shows.

import type { Sample } from "./sample.ts";

export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export interface Summary {
  readonly subject: string;
  readonly valid: number;
  readonly rejected: number;
  readonly requestsPerSecond: Spread;
  readonly eventsPerSecond: Spread;
  readonly cpuUsPerRequest: Spread;
  readonly cpuUsPerEvent: Spread;
  /** CPU for each event (a whole answer is one) against the reference in the same round. */
  readonly ratio?: Spread;
  readonly p50Us: Spread;
  readonly p99Us: Spread;
  /** Against nothing in between, in the same round. */
  readonly addedP50Us?: Spread;
  readonly addedP99Us?: Spread;
  readonly rssBytes: number;
  readonly pssBytes: number;
  readonly peakRssBytes: number;
  readonly subjectCore: number;
  readonly loadCore: number;
}

function spreadOf(values: readonly number[]): Spread | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const [min, max] = [sorted[0], sorted.at(-1)];
  if (min === undefined || max === undefined) return undefined;
  const upper = sorted[Math.floor(sorted.length / 2)] ?? max;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? min;
  return { median: (lower + upper) / 2, min, max };
}

/** One summary for each subject, in their order of appearance; samples that were rejected only count as such. */
export function summarise(samples: readonly Sample[], reference = "nginx"): readonly Summary[] {
  const names = [...new Set(samples.map(({ subject }) => subject))];
  return names.map((subject) => {
    const all = samples.filter((sample) => sample.subject === subject);
    const valid = all.filter(({ rejected }) => rejected === undefined);
    const against = (other: string, compare: (mine: Sample, theirs: Sample) => number): Spread | undefined =>
      spreadOf(pairs(valid, samples, other).map(([mine, theirs]) => compare(mine, theirs)));
    const over = (value: (sample: Sample) => number): Spread => spreadOf(valid.map(value)) ?? nothing;
    const isProxy = subject !== "direct";
    const ratio = isProxy ? against(reference, (a, b) => cpuPerEvent(a) / cpuPerEvent(b)) : undefined;
    const addedP50Us = isProxy ? against("direct", (a, b) => a.p50Us - b.p50Us) : undefined;
    const addedP99Us = isProxy ? against("direct", (a, b) => a.p99Us - b.p99Us) : undefined;
    return {
      subject,
      valid: valid.length,
      rejected: all.length - valid.length,
      requestsPerSecond: over(({ requests, seconds }) => requests / seconds),
      eventsPerSecond: over(({ events, seconds }) => events / seconds),
      cpuUsPerRequest: over(({ cpuNs, requests }) => cpuNs / 1000 / requests),
      cpuUsPerEvent: over(cpuPerEvent),
      ...(ratio === undefined ? {} : { ratio }),
      p50Us: over(({ p50Us }) => p50Us),
      p99Us: over(({ p99Us }) => p99Us),
      ...(addedP50Us === undefined ? {} : { addedP50Us }),
      ...(addedP99Us === undefined ? {} : { addedP99Us }),
      rssBytes: over(({ memory }) => memory.rssBytes).median,
      pssBytes: over(({ memory }) => memory.pssBytes).median,
      peakRssBytes: over(({ memory }) => memory.peakRssBytes).max,
      subjectCore: over(({ cores }) => cores.subject).median,
      loadCore: over(({ cores }) => cores.load).median,
    };
  });
}

const nothing: Spread = { median: Number.NaN, min: Number.NaN, max: Number.NaN };

function cpuPerEvent({ cpuNs, events }: Sample): number {
  return cpuNs / 1000 / events;
}

/** Samples beside another subject's of the same round. */
function pairs(
  mine: readonly Sample[],
  all: readonly Sample[],
  other: string,
): readonly (readonly [Sample, Sample])[] {
  return mine.flatMap((sample) => {
    const theirs = all.find(
      ({ subject, round, rejected }) => subject === other && round === sample.round && rejected === undefined,
    );
    return theirs === undefined ? [] : [[sample, theirs] as const];
  });
}
