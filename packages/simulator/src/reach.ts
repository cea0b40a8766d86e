// What a provider's address is like at a given time: faults of the connection, before there is any request.

import type { Reach } from "./faults/entry.ts";
import { entryOf } from "./faults/table.ts";
import type { Script } from "./script.ts";
import { holdsAt, nextChange } from "./windows.ts";

const open: Reach = { kind: "open" };

/** The first rule that holds counts. */
export function reachAt({ rules = [] }: Script, elapsedMs: number): Reach {
  for (const { when = {}, fault } of rules) {
    if (fault === undefined || !holdsAt(when, elapsedMs)) continue;
    const reach = entryOf(fault).reach?.(fault);
    if (reach !== undefined) return reach;
  }
  return open;
}

/** The next instant at which it may be another; undefined if it stays. */
export function nextReachChange({ rules = [] }: Script, elapsedMs: number): number | undefined {
  const changes = rules.flatMap(({ when = {}, fault }) => {
    if (fault === undefined || entryOf(fault).reach === undefined) return [];
    return nextChange(when, elapsedMs) ?? [];
  });
  return changes.length === 0 ? undefined : Math.min(...changes);
}

/** Whether the connections of a provider are cut by it: its port is closed, or shows another certificate. */
export function isCutting({ kind }: Reach): boolean {
  return kind === "refused" || kind === "wrong-certificate";
}

/** Whether it was such at any time between the two, the first of them left out. */
export function wasCutBetween(script: Script, fromMs: number, toMs: number): boolean {
  let at = nextReachChange(script, fromMs);
  while (at !== undefined && at <= toMs) {
    if (isCutting(reachAt(script, at))) return true;
    at = nextReachChange(script, at);
  }
  return isCutting(reachAt(script, toMs));
}

/** Everything that it is like at one time or another. */
export function reachesOf({ rules = [] }: Script): Reach[] {
  return rules.flatMap(({ fault }) => (fault === undefined ? [] : (entryOf(fault).reach?.(fault) ?? [])));
}
