// A data plane with nothing behind it but what a test gives.

import { createBudgets, createClocks, createHealth, usualBudgets, usualClocks } from "@holdfast/policy";
import { wheel } from "@holdfast/transport";
import type { Pool } from "@holdfast/transport";
import { createCatalogue, createLearned } from "@holdfast/wire";
import type { Snapshot } from "../src/contract/snapshot.ts";
import { createCandidates } from "../src/dataplane/candidates.ts";
import { createDestinations } from "../src/dataplane/destination.ts";
import type { RequestRecord } from "../src/dataplane/ledger.ts";
import type { Plane } from "../src/dataplane/plane.ts";
import type { Report } from "../src/dataplane/report.ts";
import { openToAll } from "../src/dataplane/sign-in.ts";
import { createProofSealer } from "../src/proofs/seal.ts";

export interface PlaneParts {
  readonly snapshot: Snapshot;
  readonly pool: Pool;
  readonly report: Report;
  readonly records?: RequestRecord[];
}

export function planeWith({ snapshot, pool, report, records = [] }: PlaneParts): Plane {
  const chance = (): number => 0.5;
  const catalogue = createCatalogue();
  return {
    snapshot: () => snapshot,
    clients: () => openToAll,
    catalogue,
    candidatesFor: createCandidates(catalogue),
    destinations: createDestinations(pool),
    learned: createLearned(),
    health: createHealth({ chance }),
    budgets: createBudgets(usualBudgets),
    clocks: createClocks(usualClocks),
    wheel,
    wallNow: () => Date.now(),
    chance,
    ...createProofSealer([new Uint8Array(32)]),
    nextRequestId: () => "hf_1",
    costOf: () => undefined,
    ledger: { record: (record) => records.push(record) },
    report,
  };
}
