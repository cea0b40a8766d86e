// The head of a response, as a provider wrote it. Lenient where providers are sloppy and nothing can be smuggled.

import { CR, FIELD_VALUE, LF, SP, byteAt, isHttp1 } from "./bytes.ts";
import { keepsAlive } from "./connection-field.ts";
import { FieldKind } from "./field-kind.ts";
import type { Fields } from "./fields.ts";
import { responseFraming } from "./framing.ts";
import type { Framing } from "./framing.ts";
import { MORE } from "./head-parser.ts";
import type { HeadFormat } from "./head-parser.ts";
import type { Violation } from "./violation.ts";

export interface ResponseHead {
  readonly status: number;
  /** Where the reason phrase stands in `fields.bytes`. */
  readonly reasonStart: number;
  readonly reasonEnd: number;
  readonly minorVersion: 0 | 1;
  readonly fields: Fields;
  readonly framing: Framing;
  /** Whether another request may follow on the connection. */
  readonly keepsAlive: boolean;
}

/** A reader of response heads; `method` is that of the request being answered, which decides whether a body follows. */
export interface ResponseFormat extends HeadFormat<ResponseHead> {
  method: string;
}

export function createResponseFormat(): ResponseFormat {
  const line: StatusLine = { method: "GET", status: 0, reasonStart: 0, reasonEnd: 0, minorVersion: 1 };
  const format: ResponseFormat = {
    source: "provider",
    emptyLinesSkipped: 0,
    method: "GET",
    startLine: (bytes, start, end) => readStatusLine(bytes, start, end, line),
    finish: (bytes, scanner) => {
      line.method = format.method;
      return responseHeadFrom(scanner.fields(bytes), scanner.seen, line);
    },
  };
  return format;
}

interface StatusLine {
  method: string;
  status: number;
  reasonStart: number;
  reasonEnd: number;
  minorVersion: 0 | 1;
}

/** Shortest status line: `HTTP/1.1 200` LF. */
const SHORTEST = 13;

/** Leniencies: `missing-reason` (no space and no words behind the code) and `bare-lf`. */
function readStatusLine(bytes: Uint8Array, start: number, end: number, line: StatusLine): number | Violation {
  if (start + SHORTEST > end) return bytes.subarray(start, end).includes(LF) ? "status-line-malformed" : MORE;
  const minor = byteAt(bytes, start + 7) - 0x30;
  if (!isHttp1(bytes, start) || (minor !== 0 && minor !== 1)) return "status-line-malformed";
  const status = readStatus(bytes, start + 8);
  if (status === 0) return "status-line-malformed";
  let at = start + 12;
  if (byteAt(bytes, at) === SP) at++;
  else if (byteAt(bytes, at) !== CR && byteAt(bytes, at) !== LF) return "status-line-malformed";
  line.reasonStart = at;
  while (at < end && byteAt(FIELD_VALUE, byteAt(bytes, at)) !== 0) at++;
  if (at >= end) return MORE;
  line.status = status;
  line.reasonEnd = at;
  line.minorVersion = minor;
  if (byteAt(bytes, at) === LF) return at + 1;
  if (byteAt(bytes, at) !== CR) return "status-line-malformed";
  if (at + 1 >= end) return MORE;
  return byteAt(bytes, at + 1) === LF ? at + 2 : "bare-cr";
}

/** SP and three digits from 100 to 999, or 0. */
function readStatus(bytes: Uint8Array, at: number): number {
  const hundreds = byteAt(bytes, at + 1) - 0x30;
  const tens = byteAt(bytes, at + 2) - 0x30;
  const ones = byteAt(bytes, at + 3) - 0x30;
  const isNumber = hundreds >= 1 && hundreds <= 9 && tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9;
  return isNumber && byteAt(bytes, at) === SP ? hundreds * 100 + tens * 10 + ones : 0;
}

const BOTH_LENGTHS = (1 << FieldKind.contentLength) | (1 << FieldKind.transferEncoding);

function responseHeadFrom(fields: Fields, seen: number, line: StatusLine): ResponseHead | Violation {
  if (line.status === 101) return "switch-unasked";
  const framing = responseFraming(fields, seen, line);
  if (typeof framing === "string") return framing;
  const isDoubtful = (seen & BOTH_LENGTHS) === BOTH_LENGTHS || framing.kind === "until-close";
  return {
    status: line.status,
    reasonStart: line.reasonStart,
    reasonEnd: line.reasonEnd,
    minorVersion: line.minorVersion,
    fields,
    framing,
    keepsAlive: !isDoubtful && keepsAlive(fields, seen, line.minorVersion),
  };
}
