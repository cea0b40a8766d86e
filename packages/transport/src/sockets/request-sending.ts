// A request on its way into an outbox.

import { writeForwarded, writeFraming, writeRequestLine } from "../codec/head-writer.ts";
import type { DeclaredFraming } from "../codec/head-writer.ts";
import type { OutgoingBody, OutgoingRequest } from "./call.ts";
import type { Outbox } from "./outbox.ts";

/** Sends the head, and a body that is here as a whole. */
export function sendRequest(outbox: Outbox, request: OutgoingRequest, authority: string): void {
  const writer = outbox.open();
  const start = writer.length;
  try {
    writeRequestLine(writer, { method: request.method, target: request.target, host: authority });
    if (request.forwarded !== undefined) writeForwarded(writer, request.forwarded);
    if (request.fields !== undefined) writer.copy(request.fields, 0, request.fields.length);
    writeFraming(writer, declaredFraming(request.method, request.body));
    writer.lineEnd();
  } catch (error) {
    // Half a head must not reach the provider in front of another one.
    outbox.rollBack(start);
    throw error;
  }
  outbox.commit();
  if (request.body.kind === "whole") for (const piece of request.body.pieces) outbox.send(piece);
}

/** Whether a body's pieces must be sent as chunks. */
export function isSentChunked(body: OutgoingBody): boolean {
  return body.kind === "stream" && body.length === undefined;
}

function declaredFraming(method: string, body: OutgoingBody): DeclaredFraming {
  if (body.kind === "whole") return { kind: "length", length: sizeOf(body.pieces) };
  if (body.kind === "stream" && body.length === undefined) return { kind: "chunked" };
  if (body.kind === "stream") return { kind: "length", length: body.length ?? 0 };
  // RFC 9110, section 8.6: methods that expect a body say so when there is none.
  return method === "POST" || method === "PUT" || method === "PATCH"
    ? { kind: "length", length: 0 }
    : { kind: "none" };
}

function sizeOf(pieces: readonly Uint8Array[]): number {
  let size = 0;
  for (const piece of pieces) size += piece.length;
  return size;
}
