// One measured window: load is sent, and the CPU of everybody is read before and after.

import { Load } from "../load/load.ts";
import type { LoadOptions, Start } from "../load/load.ts";
import { disturbedBy, limitedBy } from "../measure/reject.ts";
import type { CoreUse, Sample } from "../measure/sample.ts";
import type { Options } from "../options.ts";
import { cpuBetween, readCore, readCpu, TICK_NS } from "../proc/cpu.ts";
import type { CoreTimes } from "../proc/parse.ts";
import { readMemory, treeOf } from "../proc/tree.ts";
import type { RunningSubject } from "../subjects/start.ts";
import type { Incident } from "./incident.ts";

export interface Window {
  readonly subject: RunningSubject;
  readonly round: number;
  readonly load: LoadOptions;
  readonly start: Start;
  /** Sent before anything is counted, so that connections and queues are as they stay. */
  readonly settleMs: number;
  readonly seconds: number;
  readonly options: Options;
  /** Ends the measurement when an answer is wrong. */
  readonly incident: Incident;
}

/** How long the answers to the last requests may take; the longest streams last ten seconds. */
const ANSWER_LIMIT_MS = 30_000;

export async function measure(window: Window): Promise<Sample> {
  const load = new Load(window.load);
  try {
    await window.incident.during(load.open());
    load.start(window.start);
    await window.incident.during(Bun.sleep(window.settleMs));
    const sample = await counted(load, window);
    await window.incident.during(load.stop(ANSWER_LIMIT_MS));
    return sample;
  } finally {
    load.close();
  }
}

/** What happens from here on, for as long as the window lasts; the load runs already. */
export async function counted(load: Load, window: Window): Promise<Sample> {
  const { subject, round, seconds } = window;
  const { ratePerSecond } = window.start;
  const tree = subject.root === undefined ? [] : treeOf(subject.root);
  const before = readAll(tree, window.options);
  load.clear();
  await window.incident.during(Bun.sleep(seconds * 1000));
  const { requests, events } = load.tally;
  if (events === 0) throw new Error(`${subject.name} answered nothing for ${seconds} s`);
  const after = readAll(tree, window.options);
  const [p50Us, p99Us] = [load.latencies.quantileUs(0.5), load.latencies.quantileUs(0.99)];
  const tookMs = after.at - before.at;
  const { cores, cpuNs } = usedBetween(before, after);
  const judged = {
    cores,
    isDirect: tree.length === 0,
    achievedPerSecond: (requests / tookMs) * 1000,
    ...(ratePerSecond === undefined ? {} : { ratePerSecond }),
  };
  const rejected = (window.options.keepsNoisy ? undefined : disturbedBy(judged)) ?? limitedBy(judged);
  return {
    subject: subject.name,
    round,
    seconds: tookMs / 1000,
    requests,
    events,
    cpuNs,
    p50Us,
    p99Us,
    cores,
    memory: readMemory(tree),
    ...(ratePerSecond === undefined ? {} : { ratePerSecond }),
    ...(rejected === undefined ? {} : { rejected }),
  };
}

interface Reading {
  readonly at: number;
  readonly subject: ReturnType<typeof readCpu>;
  readonly load: ReturnType<typeof readCpu>;
  readonly cores: readonly CoreTimes[];
}

function readAll(tree: readonly number[], { subjectCore, loadCore }: Options): Reading {
  const at = performance.now();
  const [subject, load] = [readCpu(tree), readCpu([process.pid])];
  return { at, subject, load, cores: [readCore(subjectCore), readCore(loadCore)] };
}

function usedBetween(before: Reading, after: Reading): { cores: CoreUse; cpuNs: number } {
  const tookNs = (after.at - before.at) * 1e6;
  const subject = cpuBetween(before.subject, after.subject);
  const load = cpuBetween(before.load, after.load);
  const stolen = after.cores.map((core, index) => core.stolen - (before.cores[index]?.stolen ?? 0));
  const cores = {
    subject: subject.ranNs / tookNs,
    load: load.ranNs / tookNs,
    subjectWaited: subject.waitedNs / tookNs,
    loadWaited: load.waitedNs / tookNs,
    stolen: (Math.max(...stolen) * TICK_NS) / tookNs,
  };
  return { cores, cpuNs: subject.ranNs };
}
