// Reads a whole connection's bytes with the codec, the way a server and a client do, and tells what came of it.

import { BodyReader } from "../src/codec/body.ts";
import type { Source } from "../src/codec/field-scanner.ts";
import type { Fields } from "../src/codec/fields.ts";
import type { Framing } from "../src/codec/framing.ts";
import { HeadParser } from "../src/codec/head-parser.ts";
import { defaultCodecLimits } from "../src/codec/limits.ts";
import type { CodecLimits } from "../src/codec/limits.ts";
import { createRequestFormat } from "../src/codec/request-head.ts";
import type { RequestHead } from "../src/codec/request-head.ts";
import { createResponseFormat } from "../src/codec/response-head.ts";
import type { ResponseHead } from "../src/codec/response-head.ts";
import type { Violation } from "../src/codec/violation.ts";
import { concat } from "./latin1.ts";

export interface ReadMessage<Head> {
  readonly head: Head;
  readonly payload: Uint8Array;
  /** Of a chunked body: whole chunks, framing included. */
  readonly raw: Uint8Array;
  readonly trailers: Fields | undefined;
  /** Whether the framing, or the end of the connection where it frames, says that nothing is missing. */
  readonly isWhole: boolean;
  /** Position in the stream behind the last byte that belongs to this message. */
  readonly end: number;
}

export interface StreamReading<Head> {
  readonly messages: readonly ReadMessage<Head>[];
  readonly violation: Violation | undefined;
  /** Bytes behind the last message: of an unfinished head, or of whatever follows when the connection is not used again. */
  readonly leftover: number;
}

interface AnyHead {
  readonly fields: Fields;
  readonly framing: Framing;
  readonly keepsAlive: boolean;
}

export function readRequests(
  pieces: readonly Uint8Array[],
  limits: CodecLimits = defaultCodecLimits,
): StreamReading<RequestHead> {
  const parser = new HeadParser(createRequestFormat(), limits);
  return readStream(parser, pieces, { source: "client", limits, goesOn: (head) => head.keepsAlive });
}

/** Reads answers to requests with these methods, the last one for all that follow. */
export function readResponses(
  pieces: readonly Uint8Array[],
  methods: readonly string[] = ["GET"],
  limits: CodecLimits = defaultCodecLimits,
): StreamReading<ResponseHead> {
  const format = createResponseFormat();
  let answered = 0;
  format.method = methods[0] ?? "GET";
  const parser = new HeadParser(format, limits);
  const goesOn = (head: ResponseHead): boolean => {
    if (head.status < 200) return true;
    answered = Math.min(answered + 1, methods.length - 1);
    format.method = methods[answered] ?? "GET";
    return head.keepsAlive;
  };
  return readStream(parser, pieces, { source: "provider", limits, goesOn });
}

interface Reader<Head> {
  readonly source: Source;
  readonly limits: CodecLimits;
  /** Asked once behind each whole message. */
  goesOn(head: Head): boolean;
}

function readStream<Head extends AnyHead>(
  parser: HeadParser<Head>,
  pieces: readonly Uint8Array[],
  reader: Reader<Head>,
): StreamReading<Head> {
  const messages: ReadMessage<Head>[] = [];
  let current: Reading<Head> | undefined;
  let violation: Violation | undefined;
  let isOpen = true;
  let base = 0;
  let total = 0;
  for (const piece of pieces) total += piece.length;

  const finishIfEnded = (end: number): void => {
    if (current?.body.state !== "ended") return;
    messages.push(messageFrom(current, end));
    isOpen = reader.goesOn(current.head);
    current = undefined;
  };

  for (const piece of pieces) {
    for (let at = 0; at < piece.length && isOpen;) {
      if (current === undefined) {
        at = parser.push(piece, at);
        if (parser.state.kind === "refused") violation = parser.state.violation;
        if (parser.state.kind === "complete") {
          current = readingOf(
            parser.state.head,
            new BodyReader(parser.state.head.framing, reader.source, reader.limits),
          );
          parser.next();
        }
      } else {
        at = current.body.push(piece, at, current);
        violation = current.body.violation;
      }
      if (violation !== undefined) isOpen = false;
      finishIfEnded(base + at);
    }
    base += piece.length;
  }
  const behind = messages.at(-1)?.end ?? 0;
  if (current !== undefined) {
    const isWhole = current.body.close() === "complete";
    messages.push({ ...messageFrom(current, total), isWhole });
  }
  return { messages, violation, leftover: current === undefined ? total - behind : 0 };
}

interface Reading<Head> {
  readonly head: Head;
  readonly body: BodyReader;
  readonly payload: Uint8Array[];
  readonly framed: Uint8Array[];
  data(bytes: Uint8Array): void;
  raw(bytes: Uint8Array): void;
}

function readingOf<Head>(head: Head, body: BodyReader): Reading<Head> {
  const payload: Uint8Array[] = [];
  const framed: Uint8Array[] = [];
  return {
    head,
    body,
    payload,
    framed,
    data: (bytes) => payload.push(bytes),
    raw: (bytes) => framed.push(bytes),
  };
}

function messageFrom<Head>(reading: Reading<Head>, end: number): ReadMessage<Head> {
  const { head, body } = reading;
  const [payload, raw] = [concat(...reading.payload), concat(...reading.framed)];
  return { head, payload, raw, trailers: body.trailers, isWhole: body.state === "ended", end };
}
