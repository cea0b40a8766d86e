// The ledger in SQLite.

import type { Database } from "bun:sqlite";
import type { AttemptRecord, RequestRecord } from "../../dataplane/ledger.ts";
import type { LedgerStore } from "../ledger-store.ts";
import { guarded } from "./guarded.ts";
import { attemptFrom, attemptRow, requestFrom, requestRow } from "./ledger-rows.ts";
import type { AttemptRow, RequestRow } from "./ledger-rows.ts";
import { openDatabase } from "./open.ts";

/** `path` is the file. `read`: beside a gateway that writes it. */
export function openLedgerStore(path: string, mode: "write" | "read" = "write"): LedgerStore {
  const database = guarded(path, () => openDatabase(path, mode));
  const statements = guarded(path, () => statementsOf(database));
  const withAttempts = (row: RequestRow): RequestRecord => {
    const attempts: AttemptRecord[] = statements.attemptsOf.all({ id: row.id }).map(attemptFrom);
    return requestFrom(row, attempts);
  };
  return {
    append: (records) =>
      guarded(path, () => {
        database.transaction(() => {
          for (const record of records) {
            statements.addRequest.run({ ...requestRow(record) });
            for (const [place, attempt] of record.attempts.entries()) {
              statements.addAttempt.run({ ...attemptRow(record.id, place, attempt) });
            }
          }
        })();
      }),
    find: (id) =>
      guarded(path, () => {
        const row = statements.find.get({ id });
        return row === null ? undefined : withAttempts(row);
      }),
    recent: (limit) => guarded(path, () => statements.recent.all({ limit }).map(withAttempts)),
    prune: (beforeMs) => guarded(path, () => statements.prune.run({ before: beforeMs }).changes),
    close: () => database.close(),
  };
}

const requestColumns =
  "id started_at took_ms first_content_ms dialect operation is_streamed model route workflow client end failure served_by is_degraded losses usage cost_usd passed_over";
const attemptColumns =
  "request_id place provider key model dialect started_after_ms took_ms first_content_ms outcome status code blame why usage";

function statementsOf(database: Database) {
  return {
    addRequest: database.query(insertInto("requests", requestColumns)),
    addAttempt: database.query(insertInto("attempts", attemptColumns)),
    find: database.query<RequestRow, { id: string }>("SELECT * FROM requests WHERE id = $id"),
    recent: database.query<RequestRow, { limit: number }>(
      "SELECT * FROM requests ORDER BY started_at DESC, id DESC LIMIT $limit",
    ),
    attemptsOf: database.query<AttemptRow, { id: string }>(
      "SELECT * FROM attempts WHERE request_id = $id ORDER BY place",
    ),
    prune: database.query<never, { before: number }>("DELETE FROM requests WHERE started_at < $before"),
  };
}

/** A request that is written twice keeps its first record: a batch may be sent again. */
function insertInto(table: string, columns: string): string {
  const names = columns.split(" ");
  return `INSERT OR IGNORE INTO ${table} (${names.join(", ")}) VALUES (${names.map((name) => `$${name}`).join(", ")})`;
}
