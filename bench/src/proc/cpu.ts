// CPU time of processes, to the nanosecond.

import { readdirSync, readFileSync } from "node:fs";
import { coreTimesFrom, processStatFrom, threadTimesFrom } from "./parse.ts";
import type { CoreTimes, ThreadTimes } from "./parse.ts";
import { readIfThere } from "./read.ts";

interface ProcessCpu {
  readonly ticks: number;
  readonly threads: ReadonlyMap<number, ThreadTimes>;
}

export type CpuReading = ReadonlyMap<number, ProcessCpu>;

/** The kernel's USER_HZ, which is 100 on every Linux that Bun runs on. */
export const TICK_NS = 10_000_000;

export function readCpu(tree: readonly number[]): CpuReading {
  const processes = new Map<number, ProcessCpu>();
  for (const pid of tree) {
    const stat = readIfThere(`/proc/${pid}/stat`);
    if (stat === undefined) throw new Error(`process ${pid} of what is measured has ended`);
    const threads = new Map<number, ThreadTimes>();
    for (const name of readdirSync(`/proc/${pid}/task`)) {
      const text = readIfThere(`/proc/${pid}/task/${name}/schedstat`);
      if (text !== undefined) threads.set(Number(name), threadTimesFrom(text));
    }
    if (threads.size === 0) throw new Error("this kernel has no /proc/PID/schedstat (CONFIG_SCHED_INFO)");
    processes.set(pid, { ticks: processStatFrom(stat).ticks, threads });
  }
  return processes;
}

/** What the processes of a tree used between two readings, and how long its busiest thread waited for others' sake. */
export function cpuBetween(before: CpuReading, after: CpuReading): ThreadTimes {
  let ranNs = 0;
  let busiest: ThreadTimes = { ranNs: 0, waitedNs: 0 };
  for (const [pid, { ticks, threads }] of after) {
    const earlier = before.get(pid) ?? { ticks: 0, threads: new Map<number, ThreadTimes>() };
    let sumNs = 0;
    for (const [tid, now] of threads) {
      const then = earlier.threads.get(tid) ?? { ranNs: 0, waitedNs: 0 };
      const spent = { ranNs: now.ranNs - then.ranNs, waitedNs: now.waitedNs - then.waitedNs };
      sumNs += spent.ranNs;
      if (spent.ranNs > busiest.ranNs) busiest = spent;
    }
    // The time of a thread that has ended is only in the sum of its process, which counts in ticks.
    const hasEnded = [...earlier.threads.keys()].some((tid) => !threads.has(tid));
    ranNs += hasEnded ? Math.max(sumNs, (ticks - earlier.ticks) * TICK_NS) : sumNs;
  }
  // While it waited, the tree's other threads may have been what ran: compilers and collectors are its own affair.
  return { ranNs, waitedNs: Math.max(0, busiest.waitedNs - (ranNs - busiest.ranNs)) };
}

export function readCore(core: number): CoreTimes {
  return coreTimesFrom(readFileSync("/proc/stat", "utf8"), core);
}
