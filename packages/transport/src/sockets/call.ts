// A request to a provider, as types: what is sent, what comes back, and the one way in which it ends.

import type { BodySink } from "../codec/body-sink.ts";
import type { Fields } from "../codec/fields.ts";
import type { ByteRange, Forwarded } from "../codec/head-writer.ts";
import type { PreparedFields } from "../codec/prepared-fields.ts";
import type { ResponseHead } from "../codec/response-head.ts";
import type { Failure, Phases } from "./failure.ts";

export interface OutgoingRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string | ByteRange;
  /** Another message's fields to pass on. */
  readonly forwarded?: Forwarded;
  /** Fields of our own, credentials among them: written last, so that nothing passed on can take them away. */
  readonly fields?: PreparedFields;
  readonly body: OutgoingBody;
}

export type OutgoingBody =
  | { readonly kind: "none" }
  /** All of it is here; the pieces must not change until the call has ended. */
  | { readonly kind: "whole"; readonly pieces: readonly Uint8Array[] }
  /** It comes through `write` and `end`; without a length it is sent chunked. */
  | { readonly kind: "stream"; readonly length?: number };

/** What a caller hears. Exactly one of `end` and `failed` is called, and nothing after it. `cancel` silences both. */
export interface ResponseReader extends BodySink {
  head(head: ResponseHead): void;
  /** The request body takes bytes again after a `write` that returned `false`. */
  drained?(): void;
  /** The response is whole. */
  end(trailers: Fields | undefined): void;
  failed(failure: Failure): void;
}

/** A call on its way. Everything on it is harmless after the call has ended. */
export interface Call {
  /** Sends a piece of a streamed body; `false` asks to stop until `drained`. */
  write(bytes: Uint8Array): boolean;
  /** The streamed body is whole. */
  end(): void;
  /** Stops and goes on reading the response; the idle clock stands still meanwhile. */
  pause(): void;
  resume(): void;
  /** Closes the connection at once; the reader hears nothing more. */
  cancel(): void;
  readonly phases: Phases;
  readonly isReused: boolean;
  /** `address:port` of the peer, once one is connected. */
  readonly address: string | undefined;
}

export interface CallOptions {
  readonly clocks?: Partial<CallClocks>;
  /** Opens a new connection even if an idle one waits: for the one retry after `stale`. */
  readonly isFresh?: boolean;
}

export interface CallClocks {
  /** Name look-up, connection and TLS handshake together. */
  readonly connectMs: number;
  /** From the request being sent to the end of the response's head. */
  readonly headMs: number;
  /** Between two pieces of the response's body. */
  readonly idleMs: number;
}

export const defaultCallClocks: CallClocks = { connectMs: 10_000, headMs: 300_000, idleMs: 300_000 };
