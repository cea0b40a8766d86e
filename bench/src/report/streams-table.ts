// What thousands of open streams cost, as a table.

import type { ManyStreams } from "../run/many-streams.ts";
import { megabytes, number, percent, whole } from "./numbers.ts";
import { tableLines } from "./table.ts";
import type { Column } from "./table.ts";

const columns: readonly Column<ManyStreams>[] = [
  { title: "subject", align: "left", text: ({ subject }) => subject },
  { title: "streams", text: ({ streams }) => whole(streams) },
  { title: "events/s", text: ({ plateau }) => whole(plateau.events / plateau.seconds) },
  { title: "us CPU/event", text: ({ plateau }) => number(plateau.cpuNs / 1000 / plateau.events) },
  { title: "p50 us", text: ({ plateau }) => number(plateau.p50Us) },
  { title: "p99 us", text: ({ plateau }) => number(plateau.p99Us) },
  { title: "idle RSS/PSS MB", text: ({ idle }) => both(idle) },
  { title: "open RSS/PSS", text: ({ plateau }) => both(plateau.memory) },
  { title: "peak RSS", text: ({ closed }) => megabytes(closed.peakRssBytes) },
  { title: "ended RSS/PSS", text: ({ ended }) => both(ended) },
  { title: "closed RSS/PSS", text: ({ closed }) => both(closed) },
  { title: "core", text: ({ plateau }) => percent(plateau.cores.subject) },
  { title: "load core", text: ({ plateau }) => percent(plateau.cores.load) },
];

export function streamsLines(upstream: string, rows: readonly ManyStreams[]): readonly string[] {
  const reasons = rows.flatMap(({ subject, plateau }) =>
    plateau.rejected === undefined ? [] : [`  ${subject} was disturbed: ${plateau.rejected}`],
  );
  return [
    `streams at once, ${upstream} upstream, events paced, no stream disturbed`,
    ...tableLines(columns, rows),
    ...reasons,
  ];
}

function both({ rssBytes, pssBytes }: { readonly rssBytes: number; readonly pssBytes: number }): string {
  return `${megabytes(rssBytes)} / ${megabytes(pssBytes)}`;
}
