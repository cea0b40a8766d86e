import { afterEach, describe, expect, test } from "bun:test";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { hashOf } from "../dataplane/sign-in.ts";
import { HoldfastError } from "../errors.ts";
import { openKeyStore } from "./sqlite/key-store.ts";
import { watchClients } from "./watch-clients.ts";
import type { Doorkeeper } from "./watch-clients.ts";

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0).toReversed()) end();
});

function fresh(): string {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-clients-"));
  ends.push(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, "data", "holdfast.sqlite");
}

interface Stand {
  readonly doorkeeper: Doorkeeper;
  readonly look: () => void;
  readonly events: string[];
  readonly isLooking: () => boolean;
}

function watch(path: string): Stand {
  const events: string[] = [];
  let look: (() => void) | undefined;
  const doorkeeper = watchClients(path, {
    log: (_, event) => events.push(event),
    every(run) {
      look = run;
      return () => {
        look = undefined;
      };
    },
  });
  ends.push(doorkeeper.stop);
  return { doorkeeper, look: () => look?.(), events, isLooking: () => look !== undefined };
}

function add(path: string, key: string, requestsPerMinute?: number): void {
  const store = openKeyStore(path);
  store.add({
    id: `id of ${key}`,
    name: `name of ${key}`,
    hash: hashOf(key),
    models: undefined,
    workflow: undefined,
    requestsPerMinute,
    createdAt: Date.now(),
    revokedAt: undefined,
  });
  store.close();
}

function revoke(path: string, key: string): void {
  const store = openKeyStore(path);
  store.revoke(`id of ${key}`, Date.now());
  store.close();
}

function nameOf({ doorkeeper }: Stand, key: string): string | undefined {
  return doorkeeper.clients().find?.(key)?.name;
}

function isOpen({ doorkeeper }: Stand): boolean {
  return doorkeeper.clients().find === undefined;
}

describe("the keys in force", () => {
  test("are none without a store, and looking for them makes none", () => {
    const path = fresh();
    const stand = watch(path);
    stand.look();
    expect([isOpen(stand), existsSync(dirname(path))]).toEqual([true, false]);
  });

  test("are none where something else than a folder is in the store's place", () => {
    const path = fresh();
    writeFileSync(dirname(path), "");
    expect(isOpen(watch(path))).toBe(true);
  });

  test("are those of the store at the start, and change with it", () => {
    const path = fresh();
    add(path, "one");
    const stand = watch(path);
    expect([isOpen(stand), nameOf(stand, "one"), nameOf(stand, "two")]).toEqual([
      false,
      "name of one",
      undefined,
    ]);
    add(path, "two");
    stand.look();
    expect(nameOf(stand, "two")).toBe("name of two");
    revoke(path, "one");
    stand.look();
    expect([nameOf(stand, "one"), nameOf(stand, "two")]).toEqual([undefined, "name of two"]);
  });

  test("close the door when the first one is made, and keep it closed when the last one is revoked", () => {
    const path = fresh();
    const stand = watch(path);
    expect(isOpen(stand)).toBe(true);
    add(path, "one");
    stand.look();
    expect(isOpen(stand)).toBe(false);
    revoke(path, "one");
    stand.look();
    expect([isOpen(stand), nameOf(stand, "one")]).toEqual([false, undefined]);
  });

  test("keep their counts when others change", () => {
    const path = fresh();
    add(path, "one", 1);
    const stand = watch(path);
    expect(stand.doorkeeper.clients().find?.("one")?.take(0)).toBe("taken");
    add(path, "two");
    stand.look();
    expect(stand.doorkeeper.clients().find?.("one")?.take(0)).toBe(60_000);
  });
});

describe("a store that is lost", () => {
  test("leaves the last keys in force", () => {
    const path = fresh();
    add(path, "one");
    const stand = watch(path);
    rmSync(dirname(path), { recursive: true });
    stand.look();
    expect([nameOf(stand, "one"), nameOf(stand, "two"), stand.events]).toEqual([
      "name of one",
      undefined,
      [],
    ]);
    expect(existsSync(path)).toBe(false);
  });

  test("or that turns into something else is told of once, and again when it is back", () => {
    const path = fresh();
    add(path, "one");
    const stand = watch(path);
    renameSync(dirname(path), `${dirname(path)}-away`);
    mkdirSync(dirname(path));
    writeFileSync(path, "no database".repeat(1_000));
    stand.look();
    stand.look();
    expect(stand.events).toEqual(["client-keys-unreadable"]);
    expect([nameOf(stand, "one"), isOpen(stand)]).toEqual(["name of one", false]);
    rmSync(dirname(path), { recursive: true });
    renameSync(`${dirname(path)}-away`, dirname(path));
    add(path, "two");
    stand.look();
    expect(stand.events).toEqual(["client-keys-unreadable", "client-keys-readable"]);
    expect(nameOf(stand, "two")).toBe("name of two");
  });

  test("and replaced by another counts from then on", () => {
    const path = fresh();
    add(path, "one");
    const stand = watch(path);
    rmSync(dirname(path), { recursive: true });
    add(path, "two");
    stand.look();
    expect([nameOf(stand, "one"), nameOf(stand, "two")]).toEqual([undefined, "name of two"]);
  });
});

describe("a store that cannot be read at the start", () => {
  test("opens no door: nobody knows who has to stay outside", () => {
    const path = fresh();
    mkdirSync(dirname(path));
    writeFileSync(path, "no database".repeat(1_000));
    let thrown: unknown;
    try {
      watch(path);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(HoldfastError);
    expect(thrown).toMatchObject({ code: "store-failed" });
    expect(String(thrown)).toContain("move it away to start without keys and records");
  });
});

test("nothing is looked at after the end", () => {
  const stand = watch(fresh());
  expect(stand.isLooking()).toBe(true);
  stand.doorkeeper.stop();
  expect(stand.isLooking()).toBe(false);
});

test("an empty store in the place of one with keys opens no door", () => {
  const path = fresh();
  add(path, "hf-kept");
  const { doorkeeper, look } = watch(path);
  for (const ending of ["", "-wal", "-shm"]) rmSync(`${path}${ending}`, { force: true });
  openKeyStore(path).close();
  look();
  expect(doorkeeper.clients().find).toBeDefined();
});
