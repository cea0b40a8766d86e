// Progress while it runs, tables in the end, and everything as JSON for whoever wants to calculate.

import { writeFile } from "node:fs/promises";
import { summarise } from "../measure/statistics.ts";
import type { PaceResult } from "../run/cell.ts";
import type { ManyStreams } from "../run/many-streams.ts";
import type { Report } from "../run/run.ts";
import { cellLines } from "./cell-table.ts";
import { streamsLines } from "./streams-table.ts";

export interface FullReport extends Report {
  writeJson(file: string): Promise<void>;
  /** Prints the tables; the exit code, which is not 0 if somebody has no valid round. Speed never decides it. */
  finish(): number;
}

export function createReport(machine: readonly string[]): FullReport {
  const results: PaceResult[] = [];
  const streams = new Map<string, ManyStreams[]>();
  for (const line of machine) console.error(line);
  return {
    progress: (line) => console.error(line),
    measured(result) {
      results.push(result);
      console.error(["", ...cellLines(result), ""].join("\n"));
    },
    counted(result, upstream) {
      streams.set(upstream, [...(streams.get(upstream) ?? []), result]);
    },
    async writeJson(file) {
      const cells = results.map((result) => ({ ...result, summaries: summarise(result.samples) }));
      const data = { machine, cells, streams: Object.fromEntries(streams) };
      await writeFile(file, `${JSON.stringify(data, undefined, 2)}\n`);
    },
    finish() {
      const tables = [
        ...results.map(cellLines),
        ...[...streams].map(([upstream, rows]) => streamsLines(upstream, rows)),
      ];
      console.log([machine.join("\n"), ...tables.map((lines) => lines.join("\n"))].join("\n\n"));
      const empty = missingIn(results);
      for (const line of empty) console.error(line);
      return empty.length === 0 ? 0 : 1;
    },
  };
}

/** Who has no valid round in any pace of a cell. */
function missingIn(results: readonly PaceResult[]): readonly string[] {
  return [...Map.groupBy(results, ({ cell }) => cell)].flatMap(([cell, paces]) =>
    summarise(paces.flatMap(({ samples }) => samples))
      .filter(({ valid }) => valid === 0)
      .map(({ subject }) => `no valid round: ${subject}, ${cell.work} ${cell.upstream} x${cell.connections}`),
  );
}
