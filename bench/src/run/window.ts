// How a subject is loaded in one measured window of a cell.

import type { Cell, Pace } from "../matrix.ts";
import type { Options } from "../options.ts";
import type { RunningSubject } from "../subjects/start.ts";
import type { Window } from "./measure.ts";
import type { Stage } from "./stage.ts";

export interface CellRun {
  readonly stage: Stage;
  readonly cell: Cell;
  readonly options: Options;
  readonly progress: (line: string) => void;
}

export interface Turn {
  readonly subject: RunningSubject;
  readonly round: number;
  readonly pace: Pace;
  readonly seconds: number;
  readonly ratePerSecond?: number;
}

const SETTLE_MS = 200;

export function windowOf({ stage, cell, options }: CellRun, turn: Turn): Window {
  const { subject, round, pace, seconds, ratePerSecond } = turn;
  const isPaced = pace === "paced";
  const spreadMs = streamMs(stage);
  return {
    subject,
    round,
    seconds,
    options,
    incident: stage.incident,
    load: stage.loadFor(subject, { connections: cell.connections, isPaced }),
    start: isPaced ? { spreadMs } : ratePerSecond === undefined ? {} : { ratePerSecond },
    settleMs: isPaced ? spreadMs + SETTLE_MS : SETTLE_MS,
  };
}

/** How long a paced stream lasts. */
function streamMs({ group }: Stage): number {
  const { answer } = group.workload;
  return answer.kind === "stream" ? answer.events.length * answer.intervalMs : 0;
}
