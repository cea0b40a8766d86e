// One cell: all subjects in turn, round by round, in each pace.

import type { Cell, Pace } from "../matrix.ts";
import { commonRate } from "../measure/common-rate.ts";
import { loadWasTheLimit } from "../measure/reject.ts";
import type { Sample } from "../measure/sample.ts";
import { measure } from "./measure.ts";
import { windowOf } from "./window.ts";
import type { CellRun } from "./window.ts";

export interface PaceResult {
  readonly cell: Cell;
  readonly pace: Pace;
  readonly ratePerSecond?: number;
  readonly samples: readonly Sample[];
}

/** How often a round is tried again for a subject before it has to do without. */
const TRIES = 4;
/** Longer after each try: what disturbs mostly passes. */
const PAUSE_MS = 700;

export async function runCell(run: CellRun): Promise<readonly PaceResult[]> {
  const results: PaceResult[] = [];
  for (const pace of run.cell.paces) {
    const ratePerSecond = pace === "same-rate" ? await rateFor(run, results) : undefined;
    const held = ratePerSecond === undefined ? {} : { ratePerSecond };
    const samples = await rounds(run, { pace, rounds: run.options.rounds, ...held });
    results.push({ cell: run.cell, pace, samples, ...held });
  }
  return results;
}

async function rateFor(run: CellRun, results: readonly PaceResult[]): Promise<number> {
  const { rate, share } = run.options;
  if (rate !== undefined) return rate;
  const measured = results.find(({ pace }) => pace === "flat-out")?.samples;
  return commonRate(measured ?? (await rounds(run, { pace: "flat-out", rounds: 1 })), share);
}

interface Rounds {
  readonly pace: Pace;
  readonly rounds: number;
  readonly ratePerSecond?: number;
}

async function rounds(
  run: CellRun,
  { pace, rounds: count, ratePerSecond }: Rounds,
): Promise<readonly Sample[]> {
  const { running } = run.stage;
  const { seconds } = run.options;
  const held = ratePerSecond === undefined ? {} : { ratePerSecond };
  const samples: Sample[] = [];
  for (let round = 1; round <= count; round++) {
    for (const index of running.keys()) {
      // Another one begins each round, so that none is always measured after the same neighbour.
      const subject = running[(index + round - 1) % running.length];
      if (subject === undefined) continue;
      for (let tries = 0; tries < TRIES; tries++) {
        if (tries > 0) await run.stage.incident.during(Bun.sleep(PAUSE_MS * tries));
        const sample = await measure(windowOf(run, { subject, round, pace, seconds, ...held }));
        samples.push(sample);
        run.progress(progressLine(run.cell, pace, sample));
        if (sample.rejected === undefined || sample.rejected === loadWasTheLimit) break;
      }
    }
  }
  return samples;
}

function progressLine(cell: Cell, pace: Pace, sample: Sample): string {
  const { subject, round, seconds, events, cpuNs, p50Us, cores, rejected } = sample;
  const each = cpuNs === 0 ? "" : `, ${(cpuNs / 1000 / events).toFixed(2)} us of CPU each`;
  const use = `cores ${(cores.subject * 100).toFixed(0)} % / ${(cores.load * 100).toFixed(0)} %`;
  const where = `${cell.work} ${cell.upstream} x${cell.connections} ${pace}`;
  const what = `${(events / seconds).toFixed(0)}/s${each}, p50 ${p50Us.toFixed(0)} us, ${use}`;
  return `${where}, round ${round}, ${subject}: ${what}${rejected === undefined ? "" : ` - REJECTED: ${rejected}`}`;
}
