// Passing an answer on as it comes, no faster than the client takes it.

import type {
  Call,
  Exchange,
  Fields,
  PreparedFields,
  Reply,
  ReplyFraming,
  ResponseHead,
} from "@holdfast/transport";
import { notForClients } from "./private-fields.ts";

export interface RelayInput {
  readonly exchange: Exchange;
  readonly head: ResponseHead;
  /** Who answered: in the response's own fields. */
  readonly fields: PreparedFields;
  readonly call: Call;
}

/** An answer on its way to the client. */
export interface Relay {
  /** Whether whole chunks go on as they came, or the payload without framing. */
  readonly isFramed: boolean;
  readonly pass: (bytes: Uint8Array) => void;
  readonly end: (trailers: Fields | undefined) => void;
}

/** Begins the reply with the provider's own head. */
export function createRelay({ exchange, head, fields, call }: RelayInput): Relay {
  // An HTTP/1.0 client knows no chunks, so it gets the payload.
  const isFramed = head.framing.kind === "chunked" && exchange.head.minorVersion === 1;
  const reply: Reply = exchange.reply({
    status: head.status,
    reason: { bytes: head.fields.bytes, start: head.reasonStart, end: head.reasonEnd },
    forwarded: { fields: head.fields, without: notForClients },
    fields,
    framing: isFramed ? { kind: "chunked", isFramed } : framingFor(exchange, head),
  });
  const pass = (bytes: Uint8Array): void => {
    if (!reply.write(bytes)) call.pause();
  };
  return { isFramed, pass, end: (trailers) => reply.end(trailers) };
}

function framingFor(exchange: Exchange, head: ResponseHead): ReplyFraming {
  const { framing } = head;
  if (framing.kind === "length") return framing;
  if (framing.kind === "chunked" || framing.kind === "until-close") return { kind: "chunked" };
  // A 304 may say how long the body would have been, and so may the answer to HEAD.
  const declared = exchange.head.method === "HEAD" ? head.fields.get("content-length") : undefined;
  return declared !== undefined && /^\d{1,15}$/.test(declared)
    ? { kind: "length", length: Number(declared) }
    : framing;
}
