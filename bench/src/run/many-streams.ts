// Thousands of streams at once through each subject, one subject after the other: what do they cost in memory?

import { Load } from "../load/load.ts";
import type { Sample } from "../measure/sample.ts";
import { readMemory, treeOf } from "../proc/tree.ts";
import type { Memory } from "../proc/tree.ts";
import type { RunningSubject } from "../subjects/start.ts";
import { counted } from "./measure.ts";
import type { Stage } from "./stage.ts";
import { windowOf } from "./window.ts";
import type { CellRun } from "./window.ts";

export interface ManyStreams {
  readonly subject: string;
  readonly streams: number;
  /** Before the first connection. */
  readonly idle: Memory;
  /** While all streams run, with what that took. */
  readonly plateau: Sample;
  /** After the last event, connections still open. */
  readonly ended: Memory;
  readonly closed: Memory;
}

const PLATEAU_SECONDS = 5;
/** Time for what is freed to be given back. */
const REST_MS = 3_000;
const ANSWER_LIMIT_MS = 30_000;

export async function runManyStreams(run: CellRun): Promise<ManyStreams> {
  const { stage, cell, progress } = run;
  const [subject] = stage.running;
  if (subject === undefined) throw new Error("there is nothing to measure");
  const window = windowOf(run, { subject, round: 1, pace: "paced", seconds: PLATEAU_SECONDS });
  const load = new Load(window.load);
  const { during } = stage.incident;
  try {
    const idle = memoryOf(subject);
    await during(load.open());
    load.start(window.start);
    await during(Bun.sleep(window.settleMs));
    progress(`${cell.work} ${cell.upstream}, ${subject.name}: ${cell.connections} streams are open`);
    const plateau = await counted(load, window);
    await during(load.stop(ANSWER_LIMIT_MS));
    const ended = await rested(stage, subject);
    load.close();
    const closed = await rested(stage, subject);
    return { subject: subject.name, streams: cell.connections, idle, plateau, ended, closed };
  } finally {
    load.close();
  }
}

async function rested(stage: Stage, subject: RunningSubject): Promise<Memory> {
  await stage.incident.during(Bun.sleep(REST_MS));
  return memoryOf(subject);
}

function memoryOf({ root }: RunningSubject): Memory {
  return readMemory(root === undefined ? [] : treeOf(root));
}
