// Opens the embedded store's file.

import { Database } from "bun:sqlite";
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { migrate } from "./schema.ts";

/** `read`: beside a gateway that writes; the file must be there. */
export function openDatabase(path: string, mode: "write" | "read"): Database {
  if (mode === "read") return new Database(path, { readonly: true, strict: true });
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const database = new Database(path, { create: true, strict: true });
  // A crash of the process loses nothing that was committed; one of the machine, at most the last moments. Never the file.
  database.run("PRAGMA journal_mode = WAL");
  database.run("PRAGMA synchronous = NORMAL");
  database.run("PRAGMA busy_timeout = 2000");
  database.run("PRAGMA foreign_keys = ON");
  migrate(database);
  return database;
}
