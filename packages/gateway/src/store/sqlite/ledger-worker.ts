// The only writer of the embedded store, in a thread of its own: SQLite waits for the disk, and the event loop must not.

import type { RequestRecord } from "../../dataplane/ledger.ts";
import type { LedgerStore } from "../ledger-store.ts";
import { openLedgerStore } from "./ledger-store.ts";

export type ToWorker =
  | {
      readonly kind: "write";
      readonly serial: number;
      readonly path: string;
      /** Records as JSON: a text crosses at a fraction of what cloned objects cost. */
      readonly batch: string;
    }
  | { readonly kind: "prune"; readonly serial: number; readonly path: string; readonly beforeMs: number };

export interface FromWorker {
  readonly serial: number;
  /** Undefined: done. */
  readonly error?: string;
}

declare const self: Worker;

let store: LedgerStore | undefined;

self.addEventListener("message", ({ data }: MessageEvent<ToWorker>): void => {
  const { serial } = data;
  try {
    // Opened again after a failure: the disk may be back, or the file may have been replaced.
    store ??= openLedgerStore(data.path);
    if (data.kind === "write") store.append(recordsFrom(data.batch));
    else store.prune(data.beforeMs);
    answer({ serial });
  } catch (error) {
    store = undefined;
    answer({ serial, error: error instanceof Error ? error.message : String(error) });
  }
});

function recordsFrom(batch: string): RequestRecord[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- guarantee: the other end of this thread has written it
  return JSON.parse(batch) as RequestRecord[];
}

function answer(message: FromWorker): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads of one process have no origins
  self.postMessage(message);
}
