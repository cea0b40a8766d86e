// The whole run: group by group, each with processes of its own.

import { cellsOf, groupsOf } from "../matrix.ts";
import type { Group } from "../matrix.ts";
import type { Options } from "../options.ts";
import { runCell } from "./cell.ts";
import type { PaceResult } from "./cell.ts";
import type { Certificate } from "./certificate.ts";
import type { Cleanup } from "./cleanup.ts";
import { runManyStreams } from "./many-streams.ts";
import type { ManyStreams } from "./many-streams.ts";
import { startStage } from "./stage.ts";
import type { Stage } from "./stage.ts";
import { warmUp } from "./warm-up.ts";

export interface Report {
  readonly progress: (line: string) => void;
  readonly measured: (result: PaceResult) => void;
  readonly counted: (result: ManyStreams, upstream: string) => void;
}

export interface Surroundings {
  readonly options: Options;
  readonly folder: string;
  readonly certificate: Certificate;
  readonly cleanup: Cleanup;
}

export async function runAll(around: Surroundings, report: Report): Promise<void> {
  for (const group of groupsOf(cellsOf(around.options))) {
    if (group.workload.name !== "streams-5000") {
      await onStage(around, { group, options: around.options }, (stage) =>
        runGroup(stage, around.options, report),
      );
      continue;
    }
    // One at a time, so that no other process has a part in its memory.
    for (const name of around.options.only.filter((subject) => subject !== "direct")) {
      const options = { ...around.options, only: [name] };
      await onStage(around, { group, options }, (stage) => runStreams(stage, options, report));
    }
  }
}

async function runGroup(stage: Stage, options: Options, report: Report): Promise<void> {
  const { progress } = report;
  for (const subject of stage.running) {
    progress(`${stage.group.workload.name} ${stage.group.upstream}: warming ${subject.name} up`);
    await warmUp(stage, subject);
  }
  for (const cell of stage.group.cells) {
    for (const result of await runCell({ stage, cell, options, progress })) report.measured(result);
  }
}

async function runStreams(stage: Stage, options: Options, { progress, counted }: Report): Promise<void> {
  for (const cell of stage.group.cells) {
    counted(await runManyStreams({ stage, cell, options, progress }), cell.upstream);
  }
}

interface Cast {
  readonly group: Group;
  readonly options: Options;
}

async function onStage(
  around: Surroundings,
  cast: Cast,
  use: (stage: Stage) => Promise<void>,
): Promise<void> {
  const { folder, certificate, cleanup } = around;
  const stage = await startStage({ ...cast, folder, certificate, onStart: cleanup.add });
  try {
    await use(stage);
  } catch (error) {
    const logs = await Promise.all(stage.running.map(async ({ name, log }) => ({ name, text: await log() })));
    const told = logs.filter(({ text }) => text !== "").map(({ name, text }) => `${name} printed:\n${text}`);
    throw new Error(["the run was broken off", ...told].join("\n"), { cause: error });
  }
  await stage.stop();
}
