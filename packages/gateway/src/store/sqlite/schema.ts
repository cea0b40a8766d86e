// The tables of the embedded store, and how an older file becomes a newer one.

import type { Database } from "bun:sqlite";

/** Applied in order, each once, each in a transaction of its own. Only ever appended to. */
const migrations: readonly string[] = [
  `CREATE TABLE requests (
     id TEXT PRIMARY KEY,
     started_at INTEGER NOT NULL,
     took_ms REAL NOT NULL,
     first_content_ms REAL,
     dialect TEXT NOT NULL,
     operation TEXT NOT NULL,
     is_streamed INTEGER NOT NULL,
     model TEXT NOT NULL,
     route TEXT,
     workflow TEXT,
     client TEXT,
     end TEXT NOT NULL,
     failure TEXT,
     served_by TEXT,
     is_degraded INTEGER NOT NULL,
     losses TEXT NOT NULL,
     usage TEXT,
     cost_usd REAL,
     passed_over TEXT NOT NULL
   ) STRICT;
   CREATE INDEX requests_started_at ON requests (started_at);
   CREATE TABLE attempts (
     request_id TEXT NOT NULL REFERENCES requests (id) ON DELETE CASCADE,
     place INTEGER NOT NULL,
     provider TEXT NOT NULL,
     key INTEGER,
     model TEXT NOT NULL,
     dialect TEXT NOT NULL,
     started_after_ms REAL NOT NULL,
     took_ms REAL NOT NULL,
     first_content_ms REAL,
     outcome TEXT NOT NULL,
     status INTEGER,
     code TEXT,
     blame TEXT NOT NULL,
     why TEXT NOT NULL,
     usage TEXT,
     PRIMARY KEY (request_id, place)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE client_keys (
     id TEXT PRIMARY KEY,
     name TEXT NOT NULL,
     hash TEXT NOT NULL UNIQUE,
     models TEXT,
     workflow TEXT,
     requests_per_minute INTEGER,
     created_at INTEGER NOT NULL,
     revoked_at INTEGER
   ) STRICT;`,
];

export function migrate(database: Database): void {
  const found = database.query("PRAGMA user_version").values()[0]?.[0];
  const version = typeof found === "number" ? found : 0;
  for (const [index, sql] of migrations.entries()) {
    if (index < version) continue;
    database.transaction(() => {
      database.run(sql);
      database.run(`PRAGMA user_version = ${index + 1}`);
    })();
  }
}
