// Client keys in SQLite.

import type { ClientKey } from "../../contract/client-key.ts";
import type { KeyStore } from "../key-store.ts";
import { guarded } from "./guarded.ts";
import { openDatabase } from "./open.ts";

interface Row {
  readonly id: string;
  readonly name: string;
  readonly hash: string;
  readonly models: string | null;
  readonly workflow: string | null;
  readonly requests_per_minute: number | null;
  readonly created_at: number;
  readonly revoked_at: number | null;
}

export function openKeyStore(path: string): KeyStore {
  const database = guarded(path, () => openDatabase(path, "write"));
  return {
    add: (key) =>
      guarded(path, () => {
        database
          .query(
            `INSERT INTO client_keys (id, name, hash, models, workflow, requests_per_minute, created_at, revoked_at)
             VALUES ($id, $name, $hash, $models, $workflow, $requests_per_minute, $created_at, $revoked_at)`,
          )
          .run({ ...rowFrom(key) });
      }),
    revoke: (id, at) =>
      guarded(path, () => {
        const revoke = database.query(
          "UPDATE client_keys SET revoked_at = $at WHERE id = $id AND revoked_at IS NULL",
        );
        return revoke.run({ id, at }).changes === 1;
      }),
    list: () =>
      guarded(path, () =>
        database.query<Row, []>("SELECT * FROM client_keys ORDER BY created_at, id").all().map(keyFrom),
      ),
    version: () =>
      guarded(path, () => {
        const row = database
          .query<{ count: number; latest: number | null }, []>(
            "SELECT count(*) + count(revoked_at) AS count, max(created_at) AS latest FROM client_keys",
          )
          .get();
        return (row?.count ?? 0) + (row?.latest ?? 0);
      }),
    close: () => database.close(),
  };
}

function rowFrom(key: ClientKey): Row {
  return {
    id: key.id,
    name: key.name,
    hash: key.hash,
    models: key.models === undefined ? null : JSON.stringify(key.models),
    workflow: key.workflow ?? null,
    requests_per_minute: key.requestsPerMinute ?? null,
    created_at: key.createdAt,
    revoked_at: key.revokedAt ?? null,
  };
}

function keyFrom(row: Row): ClientKey {
  const models: unknown = row.models === null ? undefined : JSON.parse(row.models);
  return {
    id: row.id,
    name: row.name,
    hash: row.hash,
    models: Array.isArray(models) ? models.filter((model) => typeof model === "string") : undefined,
    workflow: row.workflow ?? undefined,
    requestsPerMinute: row.requests_per_minute ?? undefined,
    createdAt: row.created_at,
    revokedAt: row.revoked_at ?? undefined,
  };
}
