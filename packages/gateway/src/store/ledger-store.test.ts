// One contract, every adapter.

import { Database } from "bun:sqlite";
import { afterEach, describe, expect, test } from "bun:test";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HoldfastError } from "../errors.ts";
import { attemptRecord, requestRecord } from "../../test/records.ts";
import { openLedgerStore } from "./sqlite/ledger-store.ts";
import { startLedgerThread } from "./sqlite/ledger-thread.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function fresh(): string {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-store-"));
  folders.push(folder);
  return join(folder, "inner", "holdfast.sqlite");
}

const full = requestRecord({
  id: "hf_full",
  workflow: "support",
  client: "ci",
  failure: "It broke.",
  end: "broken",
  isDegraded: true,
  losses: ["dropped sampling.topK"],
  passedOver: ["p/m: it takes no images"],
  attempts: [
    attemptRecord({
      outcome: "overloaded",
      status: 529,
      code: "overloaded_error",
      blame: "provider",
      usage: { outputTokens: 3 },
    }),
    attemptRecord({ provider: "openai", key: undefined, firstContentMs: undefined }),
  ],
});
const bare = requestRecord({
  id: "hf_bare",
  firstContentMs: undefined,
  route: undefined,
  servedBy: undefined,
  usage: undefined,
  costUsd: undefined,
  attempts: [],
});

describe.each([["sqlite", openLedgerStore] as const])("the %s ledger store", (_, open) => {
  test("gives back what was written, all of it", () => {
    const store = open(fresh());
    store.append([full, bare]);
    expect(store.find("hf_full")).toEqual(full);
    expect(store.find("hf_bare")).toEqual(bare);
    expect(store.find("hf_none")).toBeUndefined();
    store.close();
  });

  test("lists the newest first", () => {
    const store = open(fresh());
    store.append([1, 3, 2].map((second) => requestRecord({ id: `hf_${second}`, startedAt: second * 1_000 })));
    expect(store.recent(2).map(({ id }) => id)).toEqual(["hf_3", "hf_2"]);
    store.close();
  });

  test("keeps the first record of a request that comes twice", () => {
    const store = open(fresh());
    store.append([bare]);
    store.append([{ ...bare, tookMs: 1 }, full]);
    expect(store.find("hf_bare")).toEqual(bare);
    expect(store.find("hf_full")).toEqual(full);
    store.close();
  });

  test("forgets what is older than asked, with its attempts", () => {
    const path = fresh();
    const store = open(path);
    store.append([1, 2, 3].map((second) => requestRecord({ id: `hf_${second}`, startedAt: second * 1_000 })));
    expect(store.prune(2_500)).toBe(2);
    expect(store.recent(9).map(({ id }) => id)).toEqual(["hf_3"]);
    store.close();
    const left = new Database(path).query("SELECT count(*) AS n FROM attempts").get();
    expect(left).toEqual({ n: 1 });
  });

  test("is there again for whoever opens it next, also beside a writer", () => {
    const path = fresh();
    const store = open(path);
    store.append([full]);
    const reader = open(path, "read");
    expect(reader.find("hf_full")).toEqual(full);
    reader.close();
    store.close();
    const again = open(path);
    expect(again.find("hf_full")).toEqual(full);
    again.close();
  });

  test("says which file it is that cannot be used", () => {
    const path = fresh();
    expect(() => open(path, "read")).toThrow(HoldfastError);
    expect(() => open(path, "read")).toThrow(path);
  });

  test("refuses a file that is something else, and leaves it as it is", () => {
    const path = fresh();
    open(path).close();
    rmSync(`${path}-wal`, { force: true });
    writeFileSync(path, "this is no database, whatever its name says".repeat(100));
    expect(() => open(path)).toThrow(HoldfastError);
    expect(readFileSync(path, "utf8")).toStartWith("this is no database");
  });

  test("writes all of a batch or none", () => {
    const store = open(fresh());
    // A number that SQLite keeps as NULL, where the column takes none.
    const broken = requestRecord({ id: "hf_broken", tookMs: Number.NaN });
    expect(() => store.append([full, broken])).toThrow(HoldfastError);
    expect(store.find("hf_full")).toBeUndefined();
    store.close();
  });
});

describe("the store's thread", () => {
  test("writes, and a reader sees it", async () => {
    const path = fresh();
    const thread = startLedgerThread(path);
    await thread.write([full]);
    const store = openLedgerStore(path, "read");
    expect(store.find("hf_full")).toEqual(full);
    store.close();
    thread.stop();
  });

  test("tells of a disk that takes nothing, and writes again when it does", async () => {
    const path = fresh();
    const folder = join(path, "..", "..");
    // A file where the folder should be: nothing can be made below it, for root neither.
    writeFileSync(join(folder, "inner"), "");
    const thread = startLedgerThread(path);
    const outcome = await thread.write([full]).catch((error: unknown) => error);
    expect(outcome).toBeInstanceOf(HoldfastError);
    rmSync(join(folder, "inner"));
    await thread.write([full]);
    expect(existsSync(path)).toBe(true);
    thread.stop();
  });
});
