// The ledger of one process: a writer in front, a thread with the store behind, and old records cleared away.

import { join } from "node:path";
import type { Snapshot } from "../contract/snapshot.ts";
import { errorFacts } from "../telemetry/log.ts";
import type { Log } from "../telemetry/log.ts";
import { createLedgerWriter } from "./ledger-writer.ts";
import type { LedgerWriter } from "./ledger-writer.ts";
import { startLedgerThread } from "./sqlite/ledger-thread.ts";

export interface Books {
  readonly ledger: LedgerWriter;
  /** Writes what waits, and lets the store go. */
  readonly close: () => Promise<void>;
}

/** The file of the embedded store in a data folder. */
export function storePath(dataFolder: string): string {
  return join(dataFolder, "holdfast.sqlite");
}

const pruneMs = 3_600_000;
/** A store that does not come to an end must not keep the process. */
const closeMs = 3_000;

export function openBooks(snapshot: () => Snapshot, log: Log): Books {
  const thread = startLedgerThread(storePath(snapshot().data));
  const ledger = createLedgerWriter({
    write: thread.write,
    after(ms, run) {
      const timer = setTimeout(run, ms);
      timer.unref();
      return () => clearTimeout(timer);
    },
    onTrouble(trouble) {
      if (trouble.kind === "recovered") log("info", "ledger-recovered", {});
      else log("error", "ledger-lost", { records: trouble.records, ...errorFacts(trouble.error) });
    },
  });
  const prune = (): void => {
    thread
      .prune(Date.now() - snapshot().ledgerKeepMs)
      .catch((error: unknown) => log("warn", "ledger-not-pruned", errorFacts(error)));
  };
  const pruning = setInterval(prune, pruneMs);
  pruning.unref();
  return {
    ledger,
    async close() {
      clearInterval(pruning);
      await Promise.race([ledger.flush(), new Promise((done) => setTimeout(done, closeMs).unref())]);
      thread.stop();
    },
  };
}
