// What one subject did in one round, as measured.

import type { Memory } from "../proc/tree.ts";

export interface Sample {
  readonly subject: string;
  readonly round: number;
  readonly seconds: number;
  readonly requests: number;
  readonly events: number;
  /** Of the subject's whole process tree. */
  readonly cpuNs: number;
  /** From the request to its whole answer; where events are paced, from an event's being written to its being read. */
  readonly p50Us: number;
  readonly p99Us: number;
  readonly memory: Memory;
  readonly cores: CoreUse;
  readonly ratePerSecond?: number;
  /** Why it does not count. */
  readonly rejected?: string;
}

/** All as parts (0..1) of the measured time. */
export interface CoreUse {
  /** Used by the subject on its core. */
  readonly subject: number;
  /** Used by load and upstream on theirs. */
  readonly load: number;
  /** How long the subject, and the load, waited for their core because something else ran on it. */
  readonly subjectWaited: number;
  readonly loadWaited: number;
  /** Taken by the hypervisor, on the worse of both cores. */
  readonly stolen: number;
}
