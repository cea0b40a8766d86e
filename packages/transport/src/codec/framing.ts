// How long a body is, decided once from a head (RFC 9112, section 6.3). Any doubt is a violation.

import { byteAt, isNamed } from "./bytes.ts";
import { FieldKind } from "./field-kind.ts";
import { Mark } from "./fields.ts";
import type { Fields } from "./fields.ts";
import type { Violation } from "./violation.ts";

export type Framing =
  | { readonly kind: "none" }
  | { readonly kind: "length"; readonly length: number }
  | { readonly kind: "chunked" }
  | { readonly kind: "until-close" };

const noBody: Framing = { kind: "none" };
const chunkedBody: Framing = { kind: "chunked" };
const untilClose: Framing = { kind: "until-close" };

/** The framing of a request's body. */
export function requestFraming(fields: Fields, seen: number, minorVersion: number): Framing | Violation {
  const lengthSeen = (seen & (1 << FieldKind.contentLength)) !== 0;
  if ((seen & (1 << FieldKind.transferEncoding)) !== 0) {
    if (minorVersion === 0) return "coding-in-http10";
    if (lengthSeen) return "length-beside-coding";
    return isExactlyChunked(fields) ? chunkedBody : "coding-unknown";
  }
  return lengthSeen ? framingOf(declaredLength(fields)) : noBody;
}

/** What a response's framing depends on beside its own head. */
export interface ResponseContext {
  readonly method: string;
  readonly status: number;
  readonly minorVersion: number;
}

/**
 * The framing of a response's body. Leniency `length-beside-coding`: a provider that sends both is read as chunked,
 * as RFC 9112 demands; the length is dropped and the connection is not used again.
 */
export function responseFraming(fields: Fields, seen: number, context: ResponseContext): Framing | Violation {
  const { status } = context;
  if (status < 200 || status === 204 || status === 304 || context.method === "HEAD") return noBody;
  if ((seen & (1 << FieldKind.transferEncoding)) !== 0) {
    if (context.minorVersion === 0) return "coding-in-http10";
    return isExactlyChunked(fields) ? chunkedBody : "coding-unknown";
  }
  return (seen & (1 << FieldKind.contentLength)) !== 0 ? framingOf(declaredLength(fields)) : untilClose;
}

/** The one length that all Content-Length fields agree on. */
function declaredLength(fields: Fields): number | Violation {
  let length = -1;
  for (let i = 0; i < fields.count; i++) {
    if (fields.mark(i, Mark.kind) !== FieldKind.contentLength) continue;
    const value = decimal(fields.bytes, fields.mark(i, Mark.valueStart), fields.mark(i, Mark.valueEnd));
    if (value === -1) return "length-malformed";
    if (length !== -1 && value !== length) return "length-conflict";
    length = value;
  }
  return length === -1 ? "length-malformed" : length;
}

function framingOf(length: number | Violation): Framing | Violation {
  return typeof length === "string" ? length : { kind: "length", length };
}

/** Fifteen digits stay well under 2^53. */
const MAX_DIGITS = 15;

function decimal(bytes: Uint8Array, start: number, end: number): number {
  if (start === end || end - start > MAX_DIGITS) return -1;
  let value = 0;
  for (let at = start; at < end; at++) {
    const digit = byteAt(bytes, at) - 0x30;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

function isExactlyChunked(fields: Fields): boolean {
  let found = 0;
  for (let i = 0; i < fields.count; i++) {
    if (fields.mark(i, Mark.kind) !== FieldKind.transferEncoding) continue;
    const start = fields.mark(i, Mark.valueStart);
    if (fields.mark(i, Mark.valueEnd) - start !== 7 || !isNamed(fields.bytes, start, "chunked")) return false;
    found++;
  }
  return found === 1;
}
