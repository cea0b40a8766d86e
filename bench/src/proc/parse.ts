// The files of /proc, as text, to numbers.

export interface CoreTimes {
  /** Taken by the hypervisor for somebody else, in ticks. */
  readonly stolen: number;
}

export interface ProcessStat {
  readonly parent: number;
  /** User and system time of all its threads, the ended ones too, in ticks. */
  readonly ticks: number;
  /** When it was started, in ticks since the machine was: with the number it names a process for good. */
  readonly startedAt: number;
}

export interface ThreadTimes {
  readonly ranNs: number;
  /** Ready to run, but somebody else was on the core. */
  readonly waitedNs: number;
}

/** From /proc/stat: one line for each core. */
export function coreTimesFrom(text: string, core: number): CoreTimes {
  const line = new RegExp(`^cpu${core} (.*)$`, "m").exec(text)?.[1];
  if (line === undefined) throw new Error(`/proc/stat knows no core ${core}`);
  return { stolen: Number(line.trim().split(/ +/)[7] ?? 0) };
}

/** From /proc/PID/stat; the name in it may hold spaces and parentheses. */
export function processStatFrom(text: string): ProcessStat {
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return {
    parent: Number(fields[1]),
    ticks: Number(fields[11]) + Number(fields[12]),
    startedAt: Number(fields[19]),
  };
}

/** From /proc/PID/task/TID/schedstat. */
export function threadTimesFrom(text: string): ThreadTimes {
  const [ranNs, waitedNs] = text.split(" ", 2).map(Number);
  return { ranNs: ranNs ?? Number.NaN, waitedNs: waitedNs ?? Number.NaN };
}

/** Bytes of one line of /proc/PID/status or smaps_rollup; `undefined` where it is missing. */
export function memoryBytesFrom(text: string, name: string): number | undefined {
  const kilobytes = new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(text)?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
}
