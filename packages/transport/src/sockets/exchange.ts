// A request's life on the server side, as types: read it, reply once, write, end. Exactly one `ended` closes it.

import type { Fields } from "../codec/fields.ts";
import type { Forwarded, ByteRange } from "../codec/head-writer.ts";
import type { PreparedFields } from "../codec/prepared-fields.ts";
import type { RequestHead } from "../codec/request-head.ts";
import type { Violation } from "../codec/violation.ts";

/** Answers requests. Called once for each head; returns who reads the body and hears the end. */
export type RequestHandler = (exchange: Exchange) => RequestReader;

/** What a handler hears. Nothing is called after `ended`. */
export interface RequestReader {
  /** A piece of the body; it may be kept without copying. */
  data?(bytes: Uint8Array): void;
  /** The body is whole. Called for a request without one, too. */
  end?(): void;
  /** The reply takes bytes again after a write that returned `false`. */
  drained?(): void;
  /** The exchange is over, for this reason. Called exactly once. */
  ended(end: ExchangeEnd): void;
}

export type ExchangeEnd =
  /** The reply is with the kernel, all of it. */
  | { readonly kind: "complete" }
  /** The client closed its side before it had its reply. */
  | { readonly kind: "client-left" }
  /** The client stopped sending, or stopped reading, for longer than the clocks allow. */
  | { readonly kind: "client-stalled"; readonly phase: "sending" | "reading" }
  /** The body broke the protocol; a 400 was sent where the reply had not begun. */
  | { readonly kind: "refused"; readonly violation: Violation }
  /** The handler gave up: what the client has is recognisably incomplete. */
  | { readonly kind: "aborted" }
  /** The handler threw or broke the interface; a 500 was sent where the reply had not begun. */
  | { readonly kind: "faulted"; readonly error: unknown }
  /** The server was stopped before the reply was done. */
  | { readonly kind: "stopped" };

/** A request that waits for its reply. */
export interface Exchange {
  readonly head: RequestHead;
  readonly clientAddress: string;
  /**
   * Stops and goes on reading the body. What the runtime has handed over already still comes. A client that closes in
   * order meanwhile is noticed only when the body is read on; one that resets, at once.
   */
  pause(): void;
  resume(): void;
  /** Begins the reply; once. */
  reply(head: ReplyHead): Reply;
  /** Ends the exchange without a whole reply: what was written goes out, then the connection is reset. */
  abort(): void;
}

export interface ReplyHead {
  readonly status: number;
  /** The words behind the status; nothing depends on them. */
  readonly reason?: ByteRange | string;
  /** Another message's fields to pass on. */
  readonly forwarded?: Forwarded;
  /** Fields of our own. */
  readonly fields?: PreparedFields;
  readonly framing: ReplyFraming;
}

export type ReplyFraming =
  | { readonly kind: "none" }
  | { readonly kind: "length"; readonly length: number }
  /** `isFramed`: the bytes that will be written are whole chunks already. */
  | { readonly kind: "chunked"; readonly isFramed?: boolean };

/** A reply whose head is decided. */
export interface Reply {
  /** Sends bytes; `false` asks to stop until `drained`. The bytes must not be changed afterwards. */
  write(bytes: Uint8Array): boolean;
  /** The reply is whole. */
  end(trailers?: Fields): void;
}
