import { describe, expect, test } from "bun:test";
import type { RequestRecord } from "../dataplane/ledger.ts";
import { requestRecord } from "../../test/records.ts";
import { createLedgerWriter } from "./ledger-writer.ts";
import type { LedgerTrouble, LedgerWriter } from "./ledger-writer.ts";

interface Stand {
  readonly writer: LedgerWriter;
  readonly batches: (readonly RequestRecord[])[];
  readonly troubles: LedgerTrouble[];
  /** What happens with the next batch. */
  fate: () => Promise<void>;
  /** Lets the time pass that a flush waits for. */
  readonly tick: () => void;
  readonly waits: () => number;
}

function stand(capacity?: number): Stand {
  const timers = new Set<() => void>();
  const made: Stand = {
    batches: [],
    troubles: [],
    fate: () => Promise.resolve(),
    waits: () => timers.size,
    tick() {
      for (const run of Array.from(timers)) {
        timers.delete(run);
        run();
      }
    },
    writer: createLedgerWriter({
      write(batch) {
        made.batches.push(batch);
        return made.fate();
      },
      after(_, run) {
        timers.add(run);
        return () => timers.delete(run);
      },
      onTrouble: (trouble) => made.troubles.push(trouble),
      ...(capacity === undefined ? {} : { capacity }),
    }),
  };
  return made;
}

/** Lets what was resolved be heard. */
async function settled(): Promise<void> {
  for (let i = 0; i < 10; i++) await Promise.resolve();
}

describe("the ledger", () => {
  test("writes what came within a moment in one batch", async () => {
    const { writer, batches, tick } = stand();
    for (let i = 0; i < 5; i++) writer.record(requestRecord({ id: `r${i}` }));
    expect(batches).toEqual([]);
    tick();
    await settled();
    expect(batches.map((batch) => batch.length)).toEqual([5]);
    expect(writer.counts()).toEqual({ waiting: 0, written: 5, lost: 0 });
  });

  test("counts what a broken store loses, says so, and goes on", async () => {
    const made = stand();
    made.fate = () => Promise.reject(new Error("disk full"));
    made.writer.record(requestRecord());
    made.tick();
    await settled();
    expect(made.troubles).toMatchObject([{ kind: "lost", records: 1 }]);
    made.fate = () => Promise.resolve();
    made.writer.record(requestRecord());
    made.tick();
    await settled();
    expect(made.troubles.at(-1)).toEqual({ kind: "recovered" });
    expect(made.writer.counts()).toEqual({ waiting: 0, written: 1, lost: 1 });
  });

  test("keeps no more than its capacity while the store is stuck", async () => {
    const made = stand(100);
    const stuck = Promise.withResolvers<void>();
    made.fate = () => stuck.promise;
    made.writer.record(requestRecord());
    made.tick();
    await settled();
    for (let i = 0; i < 250; i++) made.writer.record(requestRecord());
    expect(made.writer.counts()).toEqual({ waiting: 100, written: 0, lost: 150 });
    stuck.resolve();
    await settled();
    made.tick();
    await settled();
    expect(made.writer.counts()).toEqual({ waiting: 0, written: 101, lost: 150 });
  });

  test("is written out when it is asked to be, and leaves no timer", async () => {
    const made = stand();
    made.writer.record(requestRecord());
    await made.writer.flush();
    expect(made.writer.counts().written).toBe(1);
    expect(made.waits()).toBe(0);
  });
});
