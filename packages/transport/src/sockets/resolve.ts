// Names to addresses, in the order in which they are tried.

import { lookup } from "node:dns/promises";

export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

/** Finds the addresses of a name; rejects with the system's error where there are none. */
export type Resolve = (name: string) => Promise<readonly ResolvedAddress[]>;

/** Asks the system, which knows its hosts file and its preference between families. */
export const systemResolve: Resolve = (name) => lookup(name, { all: true, order: "verbatim" });

/** Families in turn (RFC 8305, section 4), beginning with the one that the system prefers; each address once. */
export function inTurns(found: readonly ResolvedAddress[]): string[] {
  const first = found[0]?.family;
  const preferred = addressesOf(found.filter(({ family }) => family === first));
  const others = addressesOf(found.filter(({ family }) => family !== first));
  const turns = Array.from({ length: Math.max(preferred.length, others.length) }, (_, i) => [
    preferred[i],
    others[i],
  ]);
  return turns.flat().filter((address) => address !== undefined);
}

function addressesOf(found: readonly ResolvedAddress[]): string[] {
  return [...new Set(found.map(({ address }) => address))];
}
