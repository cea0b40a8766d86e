// Which rounds do not count, and why.

import type { CoreUse } from "./sample.ts";

export interface Judged {
  readonly cores: CoreUse;
  /** Nothing was in between: there the load is the limit by nature. */
  readonly isDirect: boolean;
  readonly achievedPerSecond: number;
  /** What was aimed at, if the rate was held. */
  readonly ratePerSecond?: number;
}

/** Above this a core has nothing left to give; the rest goes to timer ticks and the kernel's own threads. */
const FULL = 0.95;
/** What other programs may take of a core, as a part of the time. */
const DISTURBED = 0.05;
const STOLEN = 0.02;
/** How much of the aimed rate must be reached. */
const REACHED = 0.98;

/** It would be so again: there is no use in another try. */
export const loadWasTheLimit = "the load's core was the limit";

export function limitedBy({ cores, isDirect, achievedPerSecond, ratePerSecond }: Judged): string | undefined {
  const isSaturated = cores.subject >= FULL;
  if (cores.load >= FULL && !isSaturated && !isDirect) return loadWasTheLimit;
  const isMissed = ratePerSecond !== undefined && achievedPerSecond < ratePerSecond * REACHED;
  if (isMissed && !isSaturated) return "the rate was missed, though the subject's core had time left";
  return undefined;
}

export function disturbedBy({ cores, isDirect }: Judged): string | undefined {
  if (cores.subjectWaited > DISTURBED && !isDirect) return "something else ran on the subject's core";
  if (cores.loadWaited > DISTURBED) return "something else ran on the load's core";
  return cores.stolen > STOLEN ? "the hypervisor took time away" : undefined;
}
