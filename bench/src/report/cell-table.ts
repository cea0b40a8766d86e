// A cell's results as a table.

import type { Cell, Pace } from "../matrix.ts";
import { summarise } from "../measure/statistics.ts";
import type { Spread, Summary } from "../measure/statistics.ts";
import type { PaceResult } from "../run/cell.ts";
import { megabytes, number, percent, whole } from "./numbers.ts";
import { tableLines } from "./table.ts";
import type { Column } from "./table.ts";

export function cellLines({ cell, pace, ratePerSecond, samples }: PaceResult): readonly string[] {
  const rows = summarise(samples);
  const reasons = new Map<string, number>();
  for (const { rejected } of samples) {
    if (rejected !== undefined) reasons.set(rejected, (reasons.get(rejected) ?? 0) + 1);
  }
  return [
    title(cell, pace, ratePerSecond),
    ...tableLines(columnsOf(cell, pace), rows),
    ...[...reasons].map(([reason, count]) => `  ${count} rejected: ${reason}`),
  ];
}

function title({ work, upstream, connections }: Cell, pace: Pace, ratePerSecond: number | undefined): string {
  const how = {
    "flat-out": connections === 1 ? "one request after the other" : "flat out",
    "same-rate": `all at ${whole(ratePerSecond ?? Number.NaN)} requests/s`,
    paced: "events paced",
  }[pace];
  const count = connections === 1 ? "1 connection" : `${connections} connections`;
  return `${work}, ${upstream} upstream, ${count}, ${how}`;
}

function columnsOf({ work, connections }: Cell, pace: Pace): readonly Column<Summary>[] {
  const isStream = work.startsWith("stream");
  const showsAdded = connections === 1 || pace === "paced";
  const cpu = isStream ? "us CPU/event" : "us CPU/request";
  return [
    { title: "subject", align: "left", text: ({ subject }) => subject },
    { title: "requests/s", text: (row) => whole(row.requestsPerSecond.median) },
    ...(isStream ? [{ title: "events/s", text: (row: Summary) => whole(row.eventsPerSecond.median) }] : []),
    { title: cpu, text: (row) => proxied(row, number(row.cpuUsPerEvent.median)) },
    ...(isStream
      ? [
          {
            title: "us CPU/request",
            text: (row: Summary) => proxied(row, number(row.cpuUsPerRequest.median)),
          },
        ]
      : []),
    { title: "x nginx", text: ({ ratio }) => (ratio === undefined ? "" : ratio.median.toFixed(2)) },
    { title: "min-max", text: ({ ratio }) => range(ratio) },
    { title: "p50 us", text: (row) => number(row.p50Us.median) },
    { title: "p99 us", text: (row) => number(row.p99Us.median) },
    ...(showsAdded
      ? [
          { title: "+p50", text: ({ addedP50Us }: Summary) => added(addedP50Us) },
          { title: "+p99", text: ({ addedP99Us }: Summary) => added(addedP99Us) },
        ]
      : []),
    { title: "RSS MB", text: (row) => proxied(row, megabytes(row.rssBytes)) },
    { title: "PSS MB", text: (row) => proxied(row, megabytes(row.pssBytes)) },
    { title: "peak MB", text: (row) => proxied(row, megabytes(row.peakRssBytes)) },
    { title: "core", text: (row) => proxied(row, percent(row.subjectCore)) },
    { title: "load core", text: (row) => percent(row.loadCore) },
    {
      title: "rounds",
      text: ({ valid, rejected }) => (rejected === 0 ? `${valid}` : `${valid} (${rejected} rejected)`),
    },
  ];
}

/** There is no process to speak of where nothing is in between. */
function proxied({ subject }: Summary, text: string): string {
  return subject === "direct" ? "" : text;
}

function range(spread: Spread | undefined): string {
  return spread === undefined ? "" : `${spread.min.toFixed(2)}-${spread.max.toFixed(2)}`;
}

function added(spread: Spread | undefined): string {
  return spread === undefined ? "" : `${spread.median < 0 ? "" : "+"}${number(spread.median)}`;
}
