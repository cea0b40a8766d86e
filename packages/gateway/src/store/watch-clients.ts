// The client keys in force, read from the store and looked after: a key that is made or revoked counts within seconds,
// and a store that is lost leaves the last ones in force.

import { statSync } from "node:fs";
import { clientsFrom, openToAll } from "../dataplane/sign-in.ts";
import type { Clients, Purses } from "../dataplane/sign-in.ts";
import { HoldfastError } from "../errors.ts";
import { errorFacts } from "../telemetry/log.ts";
import type { Log } from "../telemetry/log.ts";
import type { KeyStore } from "./key-store.ts";
import { openKeyStore } from "./sqlite/key-store.ts";

export interface Doorkeeper {
  readonly clients: () => Clients;
  readonly stop: () => void;
}

export interface WatchClientsOptions {
  readonly log: Log;
  /** Calls back every now and then; what it returns ends that. */
  readonly every?: (run: () => void) => () => void;
}

/** Throws where the store is there and cannot be read: nobody knows then whether strangers have to be kept out. */
export function watchClients(
  path: string,
  { log, every = everyTwoSeconds }: WatchClientsOptions,
): Doorkeeper {
  const purses: Purses = new Map();
  const reader = readerOf(path);
  let clients = openToAll;
  let isTroubled = false;

  const look = (): void => {
    const keys = reader.changed();
    if (keys === undefined) return;
    // Keys are revoked, never removed: none after some means that another file stands there, and it opens no door.
    if (keys.length > 0 || clients.find === undefined) clients = clientsFrom(keys, purses);
  };
  const lookAgain = (): void => {
    try {
      look();
      if (isTroubled) log("info", "client-keys-readable", {});
      isTroubled = false;
    } catch (error) {
      if (!isTroubled) log("error", "client-keys-unreadable", errorFacts(error));
      isTroubled = true;
    }
  };
  try {
    look();
  } catch (cause) {
    reader.close();
    throw unknowable(path, cause);
  }
  const stopLooking = every(lookAgain);
  return {
    clients: () => clients,
    stop() {
      stopLooking();
      reader.close();
    },
  };
}

function unknowable(path: string, cause: unknown): HoldfastError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new HoldfastError(
    "store-failed",
    `The client keys cannot be read, so that nobody knows who may ask: ${why} ` +
      `Restore \`${path}\`, or move it away to start without keys and records.`,
    { details: { path }, cause },
  );
}

interface Reader {
  /** All keys, if they may be others than before. */
  readonly changed: () => ReturnType<KeyStore["list"]> | undefined;
  readonly close: () => void;
}

function readerOf(path: string): Reader {
  let open: { readonly store: KeyStore; readonly file: string; version: number | undefined } | undefined;
  const close = (): void => {
    open?.store.close();
    open = undefined;
  };
  return {
    changed() {
      const file = fileAt(path);
      // Nobody has made a key yet, or the store is lost: looking must not make one.
      if (file === undefined) return undefined;
      // Another file in its place, such as one restored: the open one is a ghost that never changes again.
      if (open !== undefined && open.file !== file) close();
      try {
        open ??= { store: openKeyStore(path), file, version: undefined };
        const version = open.store.version();
        if (version === open.version) return undefined;
        const keys = open.store.list();
        open.version = version;
        return keys;
      } catch (error) {
        close();
        throw error;
      }
    },
    close,
  };
}

/** Which file it is; undefined: none. */
function fileAt(path: string): string | undefined {
  try {
    const { dev, ino } = statSync(path, { bigint: true });
    return `${dev}:${ino}`;
  } catch (error) {
    const code = errorFacts(error)["code"];
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw error;
  }
}

function everyTwoSeconds(run: () => void): () => void {
  const timer = setInterval(run, 2_000);
  timer.unref();
  return () => clearInterval(timer);
}
