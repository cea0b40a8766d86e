// Walks the top-level members of a JSON object in bytes. The top level is checked strictly; what is inside nested
// values is skipped (bytes.ts says what of it is checked).

import { type BodyFault, fault, unexpected } from "./body-fault.ts";
import {
  CLOSE_OBJECT,
  COLON,
  COMMA,
  OPEN_OBJECT,
  QUOTE,
  byteAt,
  peek,
  skipBlanks,
  skipString,
  skipValue,
} from "./bytes.ts";

/** Bytes from `start` up to, not including, `end`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** One `"key": value`; both ranges are whole tokens, quotes included. */
export interface Member {
  readonly key: ByteRange;
  readonly value: ByteRange;
}

/**
 * Calls `visit` for each member in order. The first fault, of the body or returned by `visit`, ends the walk. The
 * member is the same object each time: of what is kept, a copy must be made.
 */
export function walkMembers(
  body: Uint8Array,
  visit: (member: Member) => BodyFault | undefined,
): BodyFault | undefined {
  let at = skipBlanks(body, byteOrderMarkSize(body));
  if (at === body.length) return fault("empty", at, "a JSON object");
  if (byteAt(body, at) !== OPEN_OBJECT) return fault("not-an-object", at, "a JSON object");
  at = skipBlanks(body, at + 1);
  if (peek(body, at) === CLOSE_OBJECT) return endFault(body, at + 1);
  const member = { key: { start: 0, end: 0 }, value: { start: 0, end: 0 } };
  for (;;) {
    const objection = readMember(body, at, member) ?? visit(member);
    if (objection !== undefined) return objection;
    at = skipBlanks(body, member.value.end);
    const next = peek(body, at);
    if (next === CLOSE_OBJECT) return endFault(body, at + 1);
    if (next !== COMMA) return unexpected(body, at, 'a "," or "}"');
    at = skipBlanks(body, at + 1);
  }
}

interface WritableMember {
  readonly key: { start: number; end: number };
  readonly value: { start: number; end: number };
}

function readMember(body: Uint8Array, start: number, member: WritableMember): BodyFault | undefined {
  if (peek(body, start) !== QUOTE) return unexpected(body, start, "a key in double quotes");
  const keyEnd = skipString(body, start + 1);
  if (keyEnd < 0) return unexpected(body, ~keyEnd, 'the closing "');
  const colon = skipBlanks(body, keyEnd);
  if (peek(body, colon) !== COLON) return unexpected(body, colon, 'a ":"');
  const valueStart = skipBlanks(body, colon + 1);
  const valueEnd = skipValue(body, valueStart);
  if (valueEnd < 0) return unexpected(body, ~valueEnd, "a complete JSON value");
  member.key.start = start;
  member.key.end = keyEnd;
  member.value.start = valueStart;
  member.value.end = valueEnd;
  return undefined;
}

/** Nothing may follow: a parser that takes a stream of documents could read a second one. */
function endFault(body: Uint8Array, from: number): BodyFault | undefined {
  const at = skipBlanks(body, from);
  return at === body.length ? undefined : unexpected(body, at, "the end of the body");
}

/** A UTF-8 byte order mark is skipped, as `TextDecoder` and most parsers do (RFC 8259, section 8.1 allows it). */
function byteOrderMarkSize(body: Uint8Array): number {
  return peek(body, 0) === 0xef && peek(body, 1) === 0xbb && peek(body, 2) === 0xbf ? 3 : 0;
}
