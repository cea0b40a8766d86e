// The head of a request, as a client wrote it. Strict: whatever two servers could read differently is refused.

import { CR, LF, SP, TOKEN, byteAt, isHttp1, textOf } from "./bytes.ts";
import { keepsAlive } from "./connection-field.ts";
import { FieldKind } from "./field-kind.ts";
import type { FieldScanner } from "./field-scanner.ts";
import type { Fields } from "./fields.ts";
import { requestFraming } from "./framing.ts";
import type { Framing } from "./framing.ts";
import { MORE } from "./head-parser.ts";
import type { HeadFormat } from "./head-parser.ts";
import { hostProblem } from "./host-field.ts";
import type { Violation } from "./violation.ts";

/** A request's head. The target is kept as bytes: it is passed on and compared exactly as it was sent. */
export interface RequestHead {
  readonly method: string;
  /** Where the path and query stand in `fields.bytes`; an empty range means `/`. */
  readonly targetStart: number;
  readonly targetEnd: number;
  readonly minorVersion: 0 | 1;
  readonly fields: Fields;
  readonly framing: Framing;
  /** Whether the client would use the connection again. */
  readonly keepsAlive: boolean;
  /** Whether the client waits for 100 (Continue) before it sends the body. */
  readonly expectsContinue: boolean;
}

/** Path and query as text. */
export function targetOf(head: RequestHead): string {
  return head.targetStart === head.targetEnd
    ? "/"
    : textOf(head.fields.bytes, head.targetStart, head.targetEnd);
}

/** Reads request heads from a client. Each connection needs its own: it remembers the line it is in. */
export function createRequestFormat(): HeadFormat<RequestHead> {
  const line: RequestLine = {
    method: "",
    targetStart: 0,
    targetEnd: 0,
    minorVersion: 1,
    authority: "",
    hasFragment: false,
  };
  return {
    source: "client",
    // Some old clients send an empty line after a body; RFC 9112, section 2.2 asks to skip at least one.
    emptyLinesSkipped: 4,
    startLine: (bytes, start, end) => readRequestLine(bytes, start, end, line),
    finish: (bytes, scanner) => requestHeadFrom(bytes, scanner, line),
  };
}

interface RequestLine {
  method: string;
  targetStart: number;
  targetEnd: number;
  minorVersion: 0 | 1;
  /** Host and port of an absolute-form target, else empty. */
  authority: string;
  hasFragment: boolean;
}

const HASH = 0x23;

/** The longest registered method has 17 letters (`UPDATEREDIRECTREF`). */
const LONGEST_METHOD = 24;

// Four parameters: the line is filled in place so that a request costs no object for it.
function readRequestLine(
  bytes: Uint8Array,
  start: number,
  end: number,
  line: RequestLine,
): number | Violation {
  let at = start;
  while (at < end && TOKEN[byteAt(bytes, at)] === 1) at++;
  if (at >= end) return MORE;
  if (byteAt(bytes, at) !== SP || at === start) return "request-line-malformed";
  if (at - start > LONGEST_METHOD) return "method-unsupported";
  line.method = methodOf(bytes, start, at);
  const targetStart = ++at;
  line.hasFragment = false;
  // Visible ASCII only: white space, control characters and raw non-ASCII bytes do not belong in a URL.
  for (; at < end; at++) {
    const byte = byteAt(bytes, at);
    if (byte <= SP || byte >= 0x7f) break;
    if (byte === HASH) line.hasFragment = true;
  }
  if (at >= end) return MORE;
  if (byteAt(bytes, at) !== SP) {
    return isLineEnd(byteAt(bytes, at)) ? "request-line-malformed" : "target-malformed";
  }
  line.targetStart = targetStart;
  line.targetEnd = at;
  const problem = readTarget(bytes, line);
  if (problem !== undefined) return problem;
  return readVersion(bytes, at + 1, end, line);
}

function readVersion(bytes: Uint8Array, start: number, end: number, line: RequestLine): number | Violation {
  if (
    start + 10 <= end &&
    isHttp1(bytes, start) &&
    byteAt(bytes, start + 8) === CR &&
    byteAt(bytes, start + 9) === LF
  ) {
    const minor = byteAt(bytes, start + 7) - 0x30;
    if (minor === 0 || minor === 1) {
      line.minorVersion = minor;
      return start + 10;
    }
  }
  const length = bytes.subarray(start, end).indexOf(LF);
  return length === -1 ? MORE : versionProblem(textOf(bytes, start, start + length));
}

function versionProblem(text: string): Violation {
  if (!text.endsWith("\r")) return "bare-lf";
  if (text.slice(0, -1).includes("\r")) return "bare-cr";
  return /^HTTP\/\d(\.\d)?\r$/.test(text) ? "version-unsupported" : "request-line-malformed";
}

function readTarget(bytes: Uint8Array, line: RequestLine): Violation | undefined {
  if (line.method === "CONNECT") return "method-unsupported";
  line.authority = "";
  if (line.targetStart === line.targetEnd) return "request-line-malformed";
  const first = byteAt(bytes, line.targetStart);
  if (first === 0x2f) return line.hasFragment ? "target-malformed" : undefined;
  const text = textOf(bytes, line.targetStart, line.targetEnd);
  if (text === "*" && line.method === "OPTIONS") return undefined;
  const absolute = /^https?:\/\/([\w.\-~%:[\]]+)(\/[^#]*)?$/i.exec(text);
  if (absolute === null) return "target-malformed";
  line.authority = absolute[1] ?? "";
  line.targetStart = line.targetEnd - (absolute[2] ?? "").length;
  return undefined;
}

function requestHeadFrom(
  bytes: Uint8Array,
  scanner: FieldScanner,
  line: RequestLine,
): RequestHead | Violation {
  const fields = scanner.fields(bytes);
  const problem = hostProblem(fields, line.authority, line.minorVersion);
  if (problem !== undefined) return problem;
  const framing = requestFraming(fields, scanner.seen, line.minorVersion);
  if (typeof framing === "string") return framing;
  const expectation = (scanner.seen & (1 << FieldKind.expect)) !== 0;
  if (expectation && !expectsOnlyContinue(fields)) return "expectation-unsupported";
  return {
    method: line.method,
    targetStart: line.targetStart,
    targetEnd: line.targetEnd,
    minorVersion: line.minorVersion,
    fields,
    framing,
    keepsAlive: keepsAlive(fields, scanner.seen, line.minorVersion),
    // RFC 9110, section 10.1.1: an expectation in HTTP/1.0 is ignored.
    expectsContinue: expectation && line.minorVersion === 1 && framing.kind !== "none",
  };
}

function expectsOnlyContinue(fields: Fields): boolean {
  return fields.getAll("expect").every((value) => value.toLowerCase() === "100-continue");
}

function methodOf(bytes: Uint8Array, start: number, end: number): string {
  if (end - start === 4 && byteAt(bytes, start) === 0x50 && isExactly(bytes, start, "POST")) return "POST";
  if (end - start === 3 && byteAt(bytes, start) === 0x47 && isExactly(bytes, start, "GET")) return "GET";
  return textOf(bytes, start, end);
}

function isExactly(bytes: Uint8Array, start: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (byteAt(bytes, start + i) !== text.charCodeAt(i)) return false;
  return true;
}

function isLineEnd(byte: number): boolean {
  return byte === CR || byte === LF;
}
