// What every connection to one origin shares.

import { HeadParser } from "../codec/head-parser.ts";
import { defaultCodecLimits } from "../codec/limits.ts";
import type { CodecLimits } from "../codec/limits.ts";
import { createResponseFormat } from "../codec/response-head.ts";
import type { ResponseFormat, ResponseHead } from "../codec/response-head.ts";
import { authorityOf } from "./address.ts";
import type { OutgoingRequest } from "./call.ts";
import type { CallContext, ClientCall } from "./client-call.ts";
import { safeReporter } from "./misuse.ts";
import type { OriginAddress, PoolOptions } from "./pool-options.ts";
import { Shelf } from "./shelf.ts";

const DEFAULT_BUFFER_BYTES = 512 * 1024;
const DEFAULT_IDLE_MS = 50_000;
const DEFAULT_MAX_AGE_MS = 10 * 60_000;

/** A connection as its origin sees it. */
export interface PooledConnection {
  /** Whether a call may begin here now: the peer has not closed, and the connection is not too old. */
  isUsable(): boolean;
  start(call: ClientCall, request: OutgoingRequest): void;
  /** Closes at once, saying nothing to the call. */
  destroy(): void;
}

export interface ResponseParser {
  readonly format: ResponseFormat;
  readonly parser: HeadParser<ResponseHead>;
}

export interface OriginContext extends CallContext {
  /** The value of the Host field. */
  readonly authority: string;
  readonly limits: CodecLimits;
  readonly idleMs: number;
  readonly maxAgeMs: number;
  readonly parsers: Shelf<ResponseParser>;
  readonly isTls: boolean;
  /** What a further connection may resume. */
  keepSession(session: Uint8Array): void;
  /** The connection waits for its next call. */
  released(connection: PooledConnection): void;
  /** The connection is gone. */
  gone(connection: PooledConnection): void;
}

export function originContextFrom(
  address: OriginAddress,
  options: PoolOptions,
  events: Pick<OriginContext, "keepSession" | "released" | "gone">,
): OriginContext {
  const limits = { ...defaultCodecLimits, ...options.limits };
  return {
    authority: authorityOf(address),
    limits,
    bufferBytes: options.bufferBytes ?? DEFAULT_BUFFER_BYTES,
    idleMs: options.idleMs ?? DEFAULT_IDLE_MS,
    maxAgeMs: options.maxAgeMs ?? DEFAULT_MAX_AGE_MS,
    isTls: address.scheme === "https",
    throwsMisuse: options.misuse === "throw",
    onFault: safeReporter(options.onFault),
    parsers: new Shelf(() => {
      const format = createResponseFormat();
      return { format, parser: new HeadParser(format, limits) };
    }),
    ...events,
  };
}
