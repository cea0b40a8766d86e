// Keeps the ledger off the request path: records wait in memory for a moment and go to the store in one batch. A store
// that is slow, full or gone costs records, which are counted, and never a request.

import type { Ledger, RequestRecord } from "../dataplane/ledger.ts";

export interface LedgerWriterOptions {
  /** Writes a batch; rejects where the store cannot. */
  readonly write: (batch: readonly RequestRecord[]) => Promise<void>;
  /** Calls back once after so many milliseconds; returns what takes that back. */
  readonly after: (ms: number, run: () => void) => () => void;
  /** Hears of every batch that is lost, and of the first one that is written again. */
  readonly onTrouble: (trouble: LedgerTrouble) => void;
  readonly flushMs?: number;
  /** Records that wait at most; more are lost. */
  readonly capacity?: number;
}

export type LedgerTrouble =
  | { readonly kind: "lost"; readonly records: number; readonly error: unknown }
  | { readonly kind: "recovered" };

export interface LedgerWriter extends Ledger {
  readonly counts: () => LedgerCounts;
  /** Writes what waits. Resolves when that is done, or lost. */
  readonly flush: () => Promise<void>;
}

export interface LedgerCounts {
  readonly waiting: number;
  readonly written: number;
  readonly lost: number;
}

export function createLedgerWriter(options: LedgerWriterOptions): LedgerWriter {
  const { write, after, onTrouble, flushMs = 250, capacity = 20_000 } = options;
  let waiting: RequestRecord[] = [];
  let written = 0;
  let lost = 0;
  let isTroubled = false;
  let underWay: Promise<void> | undefined;
  let takeBack: (() => void) | undefined;

  const lose = (records: number, error: unknown): void => {
    lost += records;
    isTroubled = true;
    onTrouble({ kind: "lost", records, error });
  };
  const writeBatch = async (batch: readonly RequestRecord[]): Promise<void> => {
    try {
      await write(batch);
      written += batch.length;
      if (isTroubled) onTrouble({ kind: "recovered" });
      isTroubled = false;
    } catch (error) {
      lose(batch.length, error);
    }
  };
  const flush = async (): Promise<void> => {
    takeBack?.();
    takeBack = undefined;
    await underWay;
    if (waiting.length === 0) return;
    const batch = waiting;
    waiting = [];
    underWay = writeBatch(batch);
    await underWay;
    underWay = undefined;
  };
  const flushLater = (): void => {
    takeBack ??= after(flushMs, () => {
      takeBack = undefined;
      // While one batch is under way the next one waits, and grows.
      if (underWay !== undefined) return flushLater();
      flush().catch((error: unknown) => lose(0, error));
    });
  };
  return {
    record(record) {
      if (waiting.length >= capacity) {
        lose(1, new Error("the store is slower than the requests are"));
        return;
      }
      waiting.push(record);
      flushLater();
    },
    counts: () => ({ waiting: waiting.length, written, lost }),
    flush,
  };
}
