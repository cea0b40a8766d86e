// The headers of an event stream's frame: names and typed values.

import { byteAt } from "../json/bytes.ts";

/** Integers of 64 bits and instants (in milliseconds since 1970) are bigints, UUIDs are text. */
export type HeaderValue = boolean | number | bigint | string | Uint8Array;

export type FrameHeaders = ReadonlyMap<string, HeaderValue>;

const Type = {
  true: 0,
  false: 1,
  byte: 2,
  short: 3,
  integer: 4,
  long: 5,
  bytes: 6,
  text: 7,
  instant: 8,
  uuid: 9,
} as const;

/** How many bytes a value has, by type; those that say so themselves begin with two bytes for it. */
const fixedSizes = [0, 0, 1, 2, 4, 8, undefined, undefined, 8, 16];

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

/** What stands from `start` up to `end`; undefined where that is no list of headers. */
export function readHeaders(bytes: Uint8Array, start: number, end: number): FrameHeaders | undefined {
  const headers = new Map<string, HeaderValue>();
  let at = start;
  while (at < end) {
    const typeAt = at + 1 + byteAt(bytes, at);
    if (typeAt >= end) return undefined;
    const size = sizeOfValue(bytes, typeAt, end);
    if (size === undefined || typeAt + 1 + size > end) return undefined;
    const name = utf8.decode(bytes.subarray(at + 1, typeAt));
    at = typeAt + 1 + size;
    headers.set(name, valueAt(bytes, typeAt, at));
  }
  return headers;
}

/** Undefined where the type is not known, or where the bytes end too soon to say. */
function sizeOfValue(bytes: Uint8Array, typeAt: number, end: number): number | undefined {
  const type = byteAt(bytes, typeAt);
  if (type !== Type.bytes && type !== Type.text) return fixedSizes[type];
  return end - typeAt < 3 ? undefined : 2 + uint16(bytes, typeAt + 1);
}

/** The value whose type stands at `typeAt`, and which ends at `end`. */
function valueAt(bytes: Uint8Array, typeAt: number, end: number): HeaderValue {
  const at = typeAt + 1;
  switch (byteAt(bytes, typeAt)) {
    case Type.true:
      return true;
    case Type.byte:
      return (byteAt(bytes, at) << 24) >> 24;
    case Type.short:
      return (uint16(bytes, at) << 16) >> 16;
    case Type.integer:
      return uint32(bytes, at) | 0;
    case Type.long:
    case Type.instant:
      return BigInt.asIntN(64, (BigInt(uint32(bytes, at)) << 32n) | BigInt(uint32(bytes, at + 4)));
    case Type.bytes:
      return bytes.slice(at + 2, end);
    case Type.text:
      return utf8.decode(bytes.subarray(at + 2, end));
    case Type.uuid:
      return uuidFrom(bytes.subarray(at, end));
    default:
      return false;
  }
}

function uuidFrom(bytes: Uint8Array): string {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

function uint16(bytes: Uint8Array, at: number): number {
  return (byteAt(bytes, at) << 8) | byteAt(bytes, at + 1);
}

/** Of four bytes that are there. */
export function uint32(bytes: Uint8Array, at: number): number {
  return ((uint16(bytes, at) << 16) | uint16(bytes, at + 2)) >>> 0;
}
