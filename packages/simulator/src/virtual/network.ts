// How long things take between a client and a provider in virtual time.

import { chanceOf } from "../hash.ts";

export interface Network {
  /** From one side to the other. */
  readonly oneWayMs: number;
  /** Up to this much more, by seeded chance. */
  readonly jitterMs: number;
  readonly dnsMs: number;
  /** Beyond the round trips. */
  readonly tlsMs: number;
  /** How long a provider keeps a connection without a request. */
  readonly keepAliveMs: number;
}

export const usualNetwork: Network = { oneWayMs: 1, jitterMs: 0, dnsMs: 1, tlsMs: 1, keepAliveMs: 60_000 };

/** The delays of one provider, one after the other; the same for the same seed. */
export function createDelays({ oneWayMs, jitterMs }: Network, seed: number): () => number {
  let count = 0;
  return () => (jitterMs === 0 ? oneWayMs : oneWayMs + jitterMs * chanceOf(String(count++), seed));
}
