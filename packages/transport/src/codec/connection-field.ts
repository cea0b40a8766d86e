// What the Connection field says: whether the connection goes on, and which other fields end here.

import { isNamed } from "./bytes.ts";
import { FieldKind } from "./field-kind.ts";
import { Mark } from "./fields.ts";
import type { Fields } from "./fields.ts";

/** Whether the sender of these fields would use the connection again; the answer differs in HTTP/1.0. */
export function keepsAlive(fields: Fields, seen: number, minorVersion: number): boolean {
  if ((seen & (1 << FieldKind.connection)) === 0) return minorVersion === 1;
  let keeps = minorVersion === 1;
  for (let i = 0; i < fields.count; i++) {
    if (fields.mark(i, Mark.kind) !== FieldKind.connection) continue;
    if (isKeepAlive(fields, i)) {
      keeps = true;
      continue;
    }
    const options = listed(fields, i);
    if (options.includes("close")) return false;
    if (options.includes("keep-alive")) keeps = true;
  }
  return keeps;
}

/**
 * Which fields end at this connection although their names do not say so: those that a Connection field names, in
 * lower case. `undefined` for the usual case, none. A set of text, because a client decides how many names there are:
 * thousands must not be compared with every field.
 */
export function fieldsNamedByConnection(fields: Fields): ReadonlySet<string> | undefined {
  let named: Set<string> | undefined;
  for (let i = 0; i < fields.count; i++) {
    if (fields.mark(i, Mark.kind) !== FieldKind.connection || isPlainOption(fields, i)) continue;
    named ??= new Set();
    for (const option of listed(fields, i)) named.add(option);
  }
  return named;
}

/** `keep-alive` and `close`, the two values nearly every message has, need no list. */
function isPlainOption(fields: Fields, index: number): boolean {
  const start = fields.mark(index, Mark.valueStart);
  const isClose = fields.mark(index, Mark.valueEnd) - start === 5 && isNamed(fields.bytes, start, "close");
  return isClose || isKeepAlive(fields, index);
}

function isKeepAlive(fields: Fields, index: number): boolean {
  const start = fields.mark(index, Mark.valueStart);
  return fields.mark(index, Mark.valueEnd) - start === 10 && isNamed(fields.bytes, start, "keep-alive");
}

/** Options of a comma-separated list of tokens in a field's value, in lower case. */
function listed(fields: Fields, index: number): string[] {
  return fields
    .value(index)
    .toLowerCase()
    .split(",")
    .map((option) => option.trim());
}
