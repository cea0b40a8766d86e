// Where the ledger is kept. One contract suite runs over every adapter.

import type { RequestRecord } from "../dataplane/ledger.ts";

/** Everything throws a `HoldfastError` with code `store-failed` where the store cannot do it. */
export interface LedgerStore {
  /** All of them or none. */
  readonly append: (records: readonly RequestRecord[]) => void;
  readonly find: (requestId: string) => RequestRecord | undefined;
  /** The newest first. */
  readonly recent: (limit: number) => readonly RequestRecord[];
  /** Forgets requests that began before this instant; returns how many. */
  readonly prune: (beforeMs: number) => number;
  readonly close: () => void;
}
