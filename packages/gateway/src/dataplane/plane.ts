// Everything that one request's life needs from outside: clocks, chance, roads and listeners. Made once, in compose.ts.

import type { Budgets, Clocks, Health } from "@holdfast/policy";
import type { ClockWheel } from "@holdfast/transport";
import type { Catalogue, Learned, OpenProof, SealProof, Usage } from "@holdfast/wire";
import type { Snapshot } from "../contract/snapshot.ts";
import type { CandidatesFor } from "./candidates.ts";
import type { Destinations } from "./destination.ts";
import type { Ledger } from "./ledger.ts";
import type { Clients } from "./sign-in.ts";
import type { Report } from "./report.ts";

export interface Plane {
  /** The configuration in force; read once for each request. */
  readonly snapshot: () => Snapshot;
  /** Who may ask; read once for each request. */
  readonly clients: () => Clients;
  readonly catalogue: Catalogue;
  readonly candidatesFor: CandidatesFor;
  readonly destinations: Destinations;
  /** What providers have refused lately. */
  readonly learned: Learned;
  readonly health: Health;
  readonly budgets: Budgets;
  readonly clocks: Clocks;
  /** Deadlines, and the monotonic clock. */
  readonly wheel: ClockWheel;
  /** Milliseconds since 1970. */
  readonly wallNow: () => number;
  /** From 0 up to, not including, 1. */
  readonly chance: () => number;
  readonly seal: SealProof;
  readonly open: OpenProof;
  readonly nextRequestId: () => string;
  /** USD, where the price is known. */
  readonly costOf: (model: string, usage: Usage) => number | undefined;
  readonly ledger: Ledger;
  readonly report: Report;
}
