// The laws of reading a stream, checked by the property tests and by the fuzzer. Each returns the first law that a
// stream breaks, as a sentence, or undefined.

import { defaultCodecLimits } from "../src/codec/limits.ts";
import type { CodecLimits } from "../src/codec/limits.ts";
import type { RequestHead } from "../src/codec/request-head.ts";
import { targetOf } from "../src/codec/request-head.ts";
import type { ResponseHead } from "../src/codec/response-head.ts";
import type { Choose } from "./choose.ts";
import { lawBrokenByForwarding } from "./forwarding-law.ts";
import { concat, latin1, textOf } from "./latin1.ts";
import type { WrittenMessage, WrittenResponse } from "./message-writer.ts";
import { byteByByte, cut } from "./pieces.ts";
import { readRequests, readResponses } from "./read-stream.ts";
import type { StreamReading } from "./read-stream.ts";

type AnyReading = StreamReading<RequestHead | ResponseHead>;

/** Requests that follow one another are read as they were written, and so is every cut-off part of them. */
export function lawBrokenByRequests(written: readonly WrittenMessage[], choose: Choose): string | undefined {
  const stream = concat(...written.map(({ bytes }) => bytes));
  const whole = readRequests([stream]);
  return (
    misreading(whole, written) ??
    lawBrokenByRequestStream(stream, choose) ??
    truncation(whole, stream, choose, readRequests)
  );
}

export function lawBrokenByResponses(
  written: readonly WrittenResponse[],
  choose: Choose,
): string | undefined {
  const stream = concat(...written.map(({ bytes }) => bytes));
  const methods = written.filter(({ start }) => !start.startsWith("1")).map(({ method }) => method);
  const read = (pieces: readonly Uint8Array[]): AnyReading => readResponses(pieces, methods);
  const whole = read([stream]);
  return (
    misreading(whole, written) ??
    lawBrokenByResponseStream(stream, choose, methods) ??
    truncation(whole, stream, choose, read)
  );
}

/** Whatever a client sends, cutting it differently changes nothing, and nothing of it becomes a second request. */
export function lawBrokenByRequestStream(stream: Uint8Array, choose: Choose): string | undefined {
  const limits = writeLimits(choose);
  const whole = readRequests([stream], limits);
  for (const pieces of [byteByByte(stream), cut(stream, choose)]) {
    const read = readRequests(pieces, limits);
    const broken = difference(whole, read) ?? badRaw(read);
    if (broken !== undefined) return broken;
  }
  for (const message of whole.messages) {
    const broken = message.isWhole ? lawBrokenByForwarding(message) : undefined;
    if (broken !== undefined) return broken;
  }
  return badRaw(whole);
}

export function lawBrokenByResponseStream(
  stream: Uint8Array,
  choose: Choose,
  methods: readonly string[] = ["POST"],
): string | undefined {
  const limits = writeLimits(choose);
  const whole = readResponses([stream], methods, limits);
  for (const pieces of [byteByByte(stream), cut(stream, choose)]) {
    const read = readResponses(pieces, methods, limits);
    const broken = difference(whole, read) ?? badRaw(read);
    if (broken !== undefined) return broken;
  }
  return badRaw(whole);
}

/** The usual limits, or some that are reached now and then. */
function writeLimits(choose: Choose): CodecLimits {
  if (choose(3) !== 1) return defaultCodecLimits;
  return {
    headBytes: 20 + choose(600),
    fieldCount: 1 + choose(8),
    extensionBytes: choose(12),
    trailerBytes: 2 + choose(40),
    interimCount: 1,
  };
}

/** Everything that must not depend on how the bytes arrived. */
function account(reading: AnyReading): string {
  return JSON.stringify({
    violation: reading.violation,
    leftover: reading.leftover,
    messages: reading.messages.map((message) => ({
      start: startOf(message.head),
      fields: message.head.fields.entries(),
      framing: message.head.framing,
      keepsAlive: message.head.keepsAlive,
      expects: "expectsContinue" in message.head && message.head.expectsContinue,
      payload: textOf(message.payload),
      trailers: message.trailers?.entries(),
      isWhole: message.isWhole,
      end: message.end,
    })),
  });
}

function startOf(head: RequestHead | ResponseHead): string {
  if ("method" in head) return `${head.method} ${targetOf(head)} ${head.minorVersion}`;
  const reason = textOf(head.fields.bytes.subarray(head.reasonStart, head.reasonEnd));
  return `${head.status} ${reason} ${head.minorVersion}`;
}

function difference(one: AnyReading, other: AnyReading): string | undefined {
  const [left, right] = [account(one), account(other)];
  return left === right ? undefined : `read whole: ${left}\nread in pieces: ${right}`;
}

/** Reading stops behind a message after which the connection is not used again; until then, all is as written. */
function misreading(reading: AnyReading, written: readonly WrittenMessage[]): string | undefined {
  const lastAt = written.findIndex(({ keepsAlive, start }) => !keepsAlive && !start.startsWith("1"));
  const expected = lastAt === -1 ? written : written.slice(0, lastAt + 1);
  if (reading.violation !== undefined) return `a valid stream is refused: ${reading.violation}`;
  if (reading.messages.length !== expected.length) {
    return `${reading.messages.length} messages of ${expected.length}`;
  }
  let end = 0;
  for (const [index, message] of expected.entries()) {
    const read = reading.messages[index];
    if (read === undefined) return "a message is missing";
    const isLast = "endsByClose" in message && message.endsByClose === true;
    end = isLast ? written.reduce((sum, { bytes }) => sum + bytes.length, 0) : end + message.bytes.length;
    const payload = isLast
      ? concat(...[message, ...written.slice(index + 1)].map(bodyOrBytes(message)))
      : message.payload;
    const seen = JSON.stringify([
      startOf(read.head),
      read.head.fields.entries(),
      textOf(read.payload),
      read.trailers?.entries() ?? [],
      read.head.keepsAlive,
      read.isWhole,
      read.end,
    ]);
    const meant = JSON.stringify([
      message.start,
      message.fields,
      textOf(payload),
      message.trailers,
      message.keepsAlive,
      true,
      end,
    ]);
    if (seen !== meant) return `written: ${meant}\nread: ${seen}`;
  }
  return undefined;
}

/** Behind a head without a length everything up to the end of the connection is its payload. */
function bodyOrBytes(first: WrittenMessage): (message: WrittenMessage) => Uint8Array {
  return (message) => (message === first ? message.payload : message.bytes);
}

/** A stream that ends early holds the messages that had ended by then, and calls nothing else whole. */
function truncation(
  whole: AnyReading,
  stream: Uint8Array,
  choose: Choose,
  read: (pieces: readonly Uint8Array[]) => AnyReading,
): string | undefined {
  const lengths =
    stream.length < 300 ? stream.keys() : Array.from({ length: 40 }, () => choose(stream.length));
  for (const length of lengths) {
    const reading = read([stream.subarray(0, length)]);
    if (reading.violation !== undefined) return `cut to ${length} bytes it is refused: ${reading.violation}`;
    for (const [index, message] of reading.messages.entries()) {
      const full = whole.messages[index];
      const endsByClose = message.head.framing.kind === "until-close";
      const isHere = full !== undefined && full.end <= length;
      if (message.isWhole !== (isHere || endsByClose)) {
        return `cut to ${length} bytes, message ${index} is whole`;
      }
      if (full === undefined || !startsWith(full.payload, message.payload)) {
        return `cut to ${length} bytes: other payload`;
      }
    }
  }
  return undefined;
}

const lastChunk = latin1("0\r\n\r\n");

/** Chunks as they travelled are chunks in their strict form, and hold the payload: with the last one they are a body. */
function badRaw(reading: AnyReading): string | undefined {
  for (const message of reading.messages) {
    if (message.head.framing.kind !== "chunked" || !message.isWhole) continue;
    const head = latin1("POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n");
    const stream = concat(head, message.raw, lastChunk);
    const again = readRequests([stream]);
    const [only] = again.messages;
    const isSame = only !== undefined && only.isWhole && textOf(only.payload) === textOf(message.payload);
    if (!isSame || only.end !== stream.length) return `raw chunks ${JSON.stringify(textOf(message.raw))}`;
  }
  return undefined;
}

function startsWith(whole: Uint8Array, part: Uint8Array): boolean {
  return textOf(whole).startsWith(textOf(part));
}
