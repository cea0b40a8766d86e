// What this machine must have, and what a reader of the numbers should know about it.

import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import type { Options } from "../options.ts";
import { descriptorLimit, descriptorsFor } from "../proc/descriptors.ts";
import { subjects } from "../subjects/index.ts";

/** Why nothing can be measured here; `undefined` if it can. */
export function unfitBecause({ only, work, subjectCore, loadCore }: Options): string | undefined {
  if (process.platform !== "linux") return "The bench reads /proc and needs Linux.";
  if (Bun.which("taskset") === null) return "taskset is not installed; on Debian and Ubuntu: util-linux";
  const cores = cpus().length;
  if (Math.max(subjectCore, loadCore) >= cores) return `--cores names a core beyond this machine's ${cores}.`;
  const limit = descriptorLimit();
  if (work?.includes("streams-5000") === true && limit < descriptorsFor(5_000)) {
    const needed = descriptorsFor(5_000);
    return `streams-5000 needs ${needed} open files for one process and may have ${limit}: ulimit -Hn ${needed} (as root)`;
  }
  for (const name of only) {
    const missing = subjects[name].missing?.();
    if (missing !== undefined) return `${missing}; or leave it out with --only.`;
  }
  return undefined;
}

/** Moves this process, with all its threads, to the load's core. */
export function pinTo(core: number): void {
  const { exitCode, stderr } = Bun.spawnSync([
    "taskset",
    "-a",
    "-c",
    "-p",
    String(core),
    String(process.pid),
  ]);
  if (exitCode !== 0) throw new Error(`taskset: ${stderr.toString().trim()}`);
}

export function machineLines({ subjectCore, loadCore }: Options): readonly string[] {
  const siblings = read(`/sys/devices/system/cpu/cpu${subjectCore}/topology/thread_siblings_list`);
  const isShared = coresIn(siblings).includes(loadCore);
  const [processor] = cpus();
  const kernel = read("/proc/sys/kernel/osrelease");
  return [
    `${processor?.model ?? "unknown processor"}, ${cpus().length} cores, Linux ${kernel}, Bun ${Bun.version}`,
    `Subjects alone on core ${subjectCore}, load and upstream on core ${loadCore}`,
    ...(isShared ? ["These are two threads of ONE physical core: each slows the other down."] : []),
  ];
}

/** Such as "0,4" or "0-3". */
function coresIn(list: string): readonly number[] {
  return list.split(",").flatMap((range) => {
    const [from = Number.NaN, to = from] = range.split("-").map(Number);
    const count = Number.isInteger(from) ? to - from + 1 : 0;
    return Array.from({ length: count }, (_, index) => from + index);
  });
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return "";
  }
}
