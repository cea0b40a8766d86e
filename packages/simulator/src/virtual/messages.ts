// Heads without a wire: the transport's outgoing request as a provider reads it, and a provider's head as the transport's
// client would have parsed it.

import { Fields } from "@holdfast/transport";
import type { Forwarded, OutgoingRequest, ResponseHead } from "@holdfast/transport";
import type { HeadStep } from "../course.ts";
import type { ProviderHead } from "../provider-request.ts";
import { reasonPhrases } from "../reason-phrases.ts";
import type { HeaderEntry } from "../said.ts";

/** In the order in which the transport writes them: Host, what is passed on, fields of our own, the framing. */
export function requestHeadFrom(
  { method, target, forwarded, fields, body }: OutgoingRequest,
  host: string,
): ProviderHead {
  const framing: HeaderEntry[] =
    body.kind === "whole"
      ? [["content-length", String(body.pieces.reduce((sum, { length }) => sum + length, 0))]]
      : body.kind === "stream"
        ? [
            body.length === undefined
              ? ["transfer-encoding", "chunked"]
              : ["content-length", String(body.length)],
          ]
        : [];
  const own = fields === undefined ? [] : entriesIn(latin1(fields));
  return {
    method,
    target: typeof target === "string" ? target : latin1(target.bytes.subarray(target.start, target.end)),
    headers: [["host", host], ...(forwarded === undefined ? [] : passedOn(forwarded)), ...own, ...framing],
  };
}

/** A field's kind, as the transport's codec files it; here only what a simulated provider sends. */
const kinds: Readonly<Record<string, number>> = { "content-length": 2, "transfer-encoding": 3 };
const OTHER = 0;

export function responseHeadFrom({ status, headers, framing }: HeadStep): ResponseHead {
  const reason = reasonPhrases[status] ?? "";
  const declared: HeaderEntry =
    framing.kind === "chunked"
      ? ["transfer-encoding", "chunked"]
      : ["content-length", String(framing.length)];
  const start = `HTTP/1.1 ${status} `;
  let text = `${start}${reason}\r\n`;
  const marks: number[] = [];
  for (const [name, value] of [...headers, declared]) {
    const at = text.length;
    const valueAt = at + name.length + 2;
    const kind = kinds[name.toLowerCase()] ?? OTHER;
    text += `${name}: ${value}\r\n`;
    marks.push(at, at + name.length, valueAt, valueAt + value.length, text.length, kind);
  }
  return {
    status,
    reasonStart: start.length,
    reasonEnd: start.length + reason.length,
    minorVersion: 1,
    fields: new Fields(bytesOfLatin1(text), Int32Array.from(marks)),
    framing,
    keepsAlive: true,
  };
}

/** As the wire has it: the size, the bytes, and the line ends around them. */
export function chunkOf(bytes: Uint8Array): Uint8Array {
  const size = bytesOfLatin1(`${bytes.length.toString(16)}\r\n`);
  const chunk = new Uint8Array(size.length + bytes.length + 2);
  chunk.set(size);
  chunk.set(bytes, size.length);
  chunk.set([0x0d, 0x0a], size.length + bytes.length);
  return chunk;
}

function passedOn({ fields, without }: Forwarded): HeaderEntry[] {
  const named = new Set((fields.get("connection") ?? "").toLowerCase().split(/\s*,\s*/));
  return fields.entries().filter(([name], index) => {
    if (fields.mark(index, KIND) !== OTHER || named.has(name.toLowerCase())) return false;
    const start = fields.mark(index, NAME_START);
    return without?.has(fields.bytes, start, start + name.length) !== true;
  });
}

/** Which number of a field tells where its name begins, and which its kind. */
const NAME_START = 0;
const KIND = 5;

function entriesIn(lines: string): HeaderEntry[] {
  return lines
    .split("\r\n")
    .filter((line) => line !== "")
    .map((line): HeaderEntry => {
      const colon = line.indexOf(": ");
      return [line.slice(0, colon), line.slice(colon + 2)];
    });
}

function latin1(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

function bytesOfLatin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
