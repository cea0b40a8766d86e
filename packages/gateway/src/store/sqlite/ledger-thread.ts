// The main thread's end of the ledger's worker.

import { HoldfastError } from "../../errors.ts";
import type { RequestRecord } from "../../dataplane/ledger.ts";
import type { FromWorker, ToWorker } from "./ledger-worker.ts";

export interface LedgerThread {
  /** Rejects where the batch is not in the store. */
  readonly write: (batch: readonly RequestRecord[]) => Promise<void>;
  readonly prune: (beforeMs: number) => Promise<void>;
  readonly stop: () => void;
}

export function startLedgerThread(path: string): LedgerThread {
  const worker = new Worker(new URL("ledger-worker.ts", import.meta.url), { type: "module" });
  const open = new Map<number, PromiseWithResolvers<void>>();
  let serial = 0;
  worker.addEventListener("message", ({ data }: MessageEvent<FromWorker>) => {
    const waiting = open.get(data.serial);
    open.delete(data.serial);
    if (data.error === undefined) waiting?.resolve();
    else waiting?.reject(new HoldfastError("store-failed", data.error, { details: { path } }));
  });
  worker.addEventListener("error", (event) => {
    const error = new HoldfastError("store-failed", `The store's thread failed: ${event.message}.`, {
      details: { path },
    });
    for (const waiting of open.values()) waiting.reject(error);
    open.clear();
  });
  worker.unref();
  const ask = async (message: (serial: number) => ToWorker): Promise<void> => {
    serial++;
    const answer = Promise.withResolvers<void>();
    open.set(serial, answer);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads of one process have no origins
    worker.postMessage(message(serial));
    await answer.promise;
  };
  return {
    write: (batch) =>
      ask((number) => ({ kind: "write", serial: number, path, batch: JSON.stringify(batch) })),
    prune: (beforeMs) => ask((number) => ({ kind: "prune", serial: number, path, beforeMs })),
    stop: () => worker.terminate(),
  };
}
