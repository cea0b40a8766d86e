import { isNamed } from "./bytes.ts";

/** Fields that the codec itself must know; everything else is `other` and none of its business. */
export const FieldKind = {
  other: 0,
  host: 1,
  contentLength: 2,
  transferEncoding: 3,
  connection: 4,
  expect: 5,
  /** Concerns one connection only, so it is never passed on (RFC 9110, section 7.6.1). */
  hopByHop: 6,
  /** Imitates a framing field: some servers read `content_length` as `content-length`. */
  confusing: 7,
} as const;

// The length decides first: most names end here after one look-up.
const known: readonly (readonly Known[] | undefined)[] = tableOf([
  ["te", FieldKind.hopByHop],
  ["host", FieldKind.host],
  ["expect", FieldKind.expect],
  ["upgrade", FieldKind.hopByHop],
  ["trailer", FieldKind.hopByHop],
  ["connection", FieldKind.connection],
  ["keep-alive", FieldKind.hopByHop],
  ["content-length", FieldKind.contentLength],
  ["content_length", FieldKind.confusing],
  ["http2-settings", FieldKind.hopByHop],
  ["proxy-connection", FieldKind.hopByHop],
  ["transfer-encoding", FieldKind.transferEncoding],
  ["transfer_encoding", FieldKind.confusing],
  ["proxy-authenticate", FieldKind.hopByHop],
  ["proxy-authorization", FieldKind.hopByHop],
  ["proxy-authentication-info", FieldKind.hopByHop],
]);

/** The kind of a field name, given as a range of token characters. */
export function fieldKind(bytes: Uint8Array, start: number, end: number): number {
  const candidates = known[end - start];
  if (candidates === undefined) return FieldKind.other;
  for (let i = 0; i < candidates.length; i++) {
    const candidate = candidates[i];
    if (candidate === undefined) break;
    if (isNamed(bytes, start, candidate.name)) return candidate.kind;
  }
  return FieldKind.other;
}

interface Known {
  readonly name: string;
  readonly kind: number;
}

function tableOf(entries: readonly (readonly [string, number])[]): Known[][] {
  const table: Known[][] = [];
  for (const [name, kind] of entries) (table[name.length] ??= []).push({ name, kind });
  return table;
}
