// One Host, and the same as in the request line: two servers that choose differently route differently.

import { byteAt, textOf } from "./bytes.ts";
import { FieldKind } from "./field-kind.ts";
import { Mark } from "./fields.ts";
import type { Fields } from "./fields.ts";
import type { Violation } from "./violation.ts";

/** `authority` is that of a request line with a whole URL, else empty. */
export function hostProblem(fields: Fields, authority: string, minorVersion: number): Violation | undefined {
  let found = -1;
  for (let i = 0; i < fields.count; i++) {
    if (fields.mark(i, Mark.kind) !== FieldKind.host) continue;
    if (found !== -1) return "host-repeated";
    found = i;
  }
  if (found === -1) return minorVersion === 1 ? "host-missing" : undefined;
  const start = fields.mark(found, Mark.valueStart);
  const end = fields.mark(found, Mark.valueEnd);
  if (!isHost(fields.bytes, start, end)) return "host-malformed";
  if (authority === "" || authority.toLowerCase() === textOf(fields.bytes, start, end).toLowerCase()) {
    return undefined;
  }
  return "host-mismatch";
}

/** Letters, digits and `.-_~%:[]`: a registered name, an IPv4 or bracketed IPv6 address, and a port. */
const HOST_BYTE = new Uint8Array(256);
for (const character of "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_~%:[]") {
  HOST_BYTE[character.charCodeAt(0)] = 1;
}

function isHost(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (HOST_BYTE[byteAt(bytes, at)] !== 1) return false;
  return end > start;
}
