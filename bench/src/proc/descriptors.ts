// How many files, sockets among them, one process may have open.

import { readFileSync } from "node:fs";

/** Bun raises the soft limit to the hard one when it starts: this is what can be had. */
export function descriptorLimit(): number {
  const soft = /^Max open files +(\d+)/m.exec(readFileSync("/proc/self/limits", "utf8"))?.[1];
  return soft === undefined ? Number.POSITIVE_INFINITY : Number(soft);
}

/** Each stream is a socket towards the client and one towards the upstream, on either core. */
export function descriptorsFor(streams: number): number {
  return 2 * streams + 200;
}
