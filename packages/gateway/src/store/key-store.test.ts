// One contract, every adapter.

import { afterEach, describe, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { ClientKey } from "../contract/client-key.ts";
import { HoldfastError } from "../errors.ts";
import { openKeyStore } from "./sqlite/key-store.ts";
import { openLedgerStore } from "./sqlite/ledger-store.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function fresh(): string {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-keys-"));
  folders.push(folder);
  return join(folder, "inner", "holdfast.sqlite");
}

function clientKey(more: Partial<ClientKey> = {}): ClientKey {
  return {
    id: "id-1",
    name: "ci",
    hash: "hash-1",
    models: undefined,
    workflow: undefined,
    requestsPerMinute: undefined,
    createdAt: 1_000,
    revokedAt: undefined,
    ...more,
  };
}

const full = clientKey({
  id: "id-2",
  hash: "hash-2",
  models: ["claude-*", 'odd "name"'],
  workflow: "support",
  requestsPerMinute: 60,
  createdAt: 2_000,
});

describe.each([["sqlite", openKeyStore] as const])("the %s key store", (_, open) => {
  test("gives back what was added, all of it, the oldest first", () => {
    const store = open(fresh());
    expect(store.list()).toEqual([]);
    store.add(full);
    store.add(clientKey());
    expect(store.list()).toEqual([clientKey(), full]);
    store.close();
  });

  test("keeps a revoked key, revokes it once, and knows no others", () => {
    const store = open(fresh());
    store.add(clientKey());
    expect(store.revoke("id-1", 5_000)).toBe(true);
    expect(store.revoke("id-1", 6_000)).toBe(false);
    expect(store.revoke("id-9", 6_000)).toBe(false);
    expect(store.list()).toEqual([clientKey({ revokedAt: 5_000 })]);
    store.close();
  });

  test("has another version after every change, whoever made it, and the same one without", () => {
    const path = fresh();
    const [ours, theirs] = [open(path), open(path)];
    const versions = [ours.version()];
    theirs.add(clientKey());
    versions.push(ours.version());
    theirs.add(clientKey({ id: "id-2", hash: "hash-2" }));
    versions.push(ours.version());
    theirs.revoke("id-1", 5_000);
    versions.push(ours.version());
    theirs.revoke("id-2", 1);
    versions.push(ours.version());
    expect(new Set(versions).size).toBe(versions.length);
    expect(ours.version()).toBe(ours.version());
    expect(theirs.revoke("id-2", 2)).toBe(false);
    expect(ours.version()).toBe(versions.at(-1) ?? NaN);
    ours.close();
    theirs.close();
  });

  test("takes no key twice", () => {
    const store = open(fresh());
    store.add(clientKey());
    expect(() => store.add(clientKey({ id: "another" }))).toThrow(HoldfastError);
    expect(() => store.add(clientKey({ hash: "another" }))).toThrow(HoldfastError);
    expect(store.list()).toEqual([clientKey()]);
    store.close();
  });

  test("is there again for whoever opens it next, and shares its file with the ledger", () => {
    const path = fresh();
    const store = open(path);
    store.add(full);
    store.close();
    openLedgerStore(path).close();
    const again = open(path);
    expect(again.list()).toEqual([full]);
    again.close();
  });

  test("says which file it is that cannot be used", () => {
    const path = fresh();
    mkdirSync(dirname(path));
    writeFileSync(path, "this is no database, whatever its name says".repeat(100));
    expect(() => open(path)).toThrow(HoldfastError);
    expect(() => open(path)).toThrow(path);
  });
});
