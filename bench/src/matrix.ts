// What can be measured, and what is measured by default.

import { streamWorkload, wholeWorkload } from "./workloads/workload.ts";
import type { Workload } from "./workloads/workload.ts";

/** In the order in which tables show them. */
export const subjectNames = ["direct", "nginx", "transport", "holdfast", "fetch-hop"] as const;
export const workNames = ["json-1k5", "json-68k", "stream", "stream-paced", "streams-5000"] as const;
export const upstreams = ["plain", "tls"] as const;
export const connectionCounts = [1, 32, 256] as const;
export const paces = ["flat-out", "same-rate", "paced"] as const;

export type SubjectName = (typeof subjectNames)[number];
export type WorkName = (typeof workNames)[number];
export type UpstreamKind = (typeof upstreams)[number];

/**
 * How requests follow each other: each connection's next one at once; so many a second, the same for all subjects;
 * or at once with the answer's events a few milliseconds apart.
 */
export type Pace = (typeof paces)[number];

export interface Cell {
  readonly work: WorkName;
  readonly upstream: UpstreamKind;
  readonly connections: number;
  readonly paces: readonly Pace[];
}

/** Cells that are measured with the same processes. */
export interface Group {
  readonly workload: Workload;
  readonly upstream: UpstreamKind;
  readonly cells: readonly Cell[];
}

export interface Choice {
  readonly work?: readonly WorkName[];
  readonly upstream?: readonly UpstreamKind[];
  readonly connections?: readonly number[];
  readonly pace?: readonly Pace[];
  readonly isFull: boolean;
}

const usualCells: readonly Cell[] = [
  cell("json-1k5", "plain", 1),
  cell("json-1k5", "plain", 32),
  cell("json-68k", "plain", 32),
  cell("stream", "plain", 32),
  cell("stream-paced", "plain", 256),
  cell("json-1k5", "tls", 32),
];

/** With nothing chosen the usual cells; otherwise all that was chosen, on a plain upstream with 32 connections unless said. */
export function cellsOf(choice: Choice): readonly Cell[] {
  const { work, upstream, connections, pace, isFull } = choice;
  const isChosen = isFull || work !== undefined || upstream !== undefined || connections !== undefined;
  const cells = isChosen ? crossed(choice) : usualCells;
  return cells
    .map((one) => ({ ...one, paces: one.paces.filter((each) => pace?.includes(each) ?? true) }))
    .filter((one) => one.paces.length > 0);
}

export function groupsOf(cells: readonly Cell[]): readonly Group[] {
  const groups = new Map<string, { workload: Workload; upstream: UpstreamKind; cells: Cell[] }>();
  for (const one of cells) {
    const name = workloadNames[one.work];
    const key = `${name} ${one.upstream}`;
    const group = groups.get(key) ?? { workload: workloads[name](), upstream: one.upstream, cells: [] };
    group.cells.push(one);
    groups.set(key, group);
  }
  return [...groups.values()];
}

const workloadNames = {
  "json-1k5": "json-1k5",
  "json-68k": "json-68k",
  stream: "stream",
  "stream-paced": "stream",
  "streams-5000": "streams-5000",
} as const satisfies Record<WorkName, string>;

const workloads = {
  "json-1k5": () => wholeWorkload("json-1k5", 1_500),
  "json-68k": () => wholeWorkload("json-68k", 68 * 1024),
  stream: () => streamWorkload("stream", 100, 10),
  // Ten seconds each, so that 5,000 make 20,000 events a second.
  "streams-5000": () => streamWorkload("streams-5000", 40, 250),
};

function crossed({ work, upstream, connections, isFull }: Choice): readonly Cell[] {
  const works = work ?? workNames.filter((name) => name !== "streams-5000");
  const kinds = upstream ?? (isFull ? upstreams : ["plain" as const]);
  const counts = connections ?? (isFull ? connectionCounts : [32]);
  return works.flatMap((name) =>
    kinds.flatMap((kind) =>
      name === "streams-5000" ? [cell(name, kind, 5_000)] : counts.map((count) => cell(name, kind, count)),
    ),
  );
}

function cell(work: WorkName, upstream: UpstreamKind, connections: number): Cell {
  if (work === "stream-paced" || work === "streams-5000") {
    return { work, upstream, connections, paces: ["paced"] };
  }
  // One connection waits most of the time: there is nothing to hold back.
  return { work, upstream, connections, paces: connections === 1 ? ["flat-out"] : ["flat-out", "same-rate"] };
}
