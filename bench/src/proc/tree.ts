// A process with everything that it has started, and the memory of it all.

import { readdirSync } from "node:fs";
import { memoryBytesFrom, processStatFrom } from "./parse.ts";
import { readIfThere } from "./read.ts";

export interface Memory {
  readonly rssBytes: number;
  /** Pages that several processes share are counted by their part. */
  readonly pssBytes: number;
  /** The largest that each process ever was, summed. */
  readonly peakRssBytes: number;
}

export function treeOf(root: number): readonly number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const text = readIfThere(`/proc/${name}/stat`);
    if (text !== undefined) parents.set(Number(name), processStatFrom(text).parent);
  }
  const tree = parents.has(root) ? [root] : [];
  for (const pid of tree) for (const [child, parent] of parents) if (parent === pid) tree.push(child);
  return tree;
}

export function readMemory(tree: readonly number[]): Memory {
  const sum = { rssBytes: 0, pssBytes: 0, peakRssBytes: 0 };
  for (const pid of tree) {
    const rollup = readIfThere(`/proc/${pid}/smaps_rollup`) ?? "";
    const status = readIfThere(`/proc/${pid}/status`) ?? "";
    const rssBytes = memoryBytesFrom(status, "VmRSS") ?? 0;
    sum.rssBytes += rssBytes;
    sum.pssBytes += memoryBytesFrom(rollup, "Pss") ?? rssBytes;
    sum.peakRssBytes += memoryBytesFrom(status, "VmHWM") ?? 0;
  }
  return sum;
}
