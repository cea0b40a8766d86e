// What every connection of one server shares.

import { HeadParser } from "../codec/head-parser.ts";
import { defaultCodecLimits } from "../codec/limits.ts";
import type { CodecLimits } from "../codec/limits.ts";
import { createRequestFormat } from "../codec/request-head.ts";
import type { RequestHead } from "../codec/request-head.ts";
import type { RequestHandler } from "./exchange.ts";
import { safeReporter } from "./misuse.ts";
import { plainRefusal } from "./plain-reply.ts";
import type { Refusal } from "./plain-reply.ts";
import { defaultServerClocks } from "./server-options.ts";
import type { ServerClocks, ServerOptions } from "./server-options.ts";
import { Shelf } from "./shelf.ts";

const DEFAULT_BUFFER_BYTES = 512 * 1024;

/** A connection as its server sees it. */
export interface Accepted {
  /** The server stops: closes if nothing is under way. */
  stop(): void;
  /** Time is up. */
  terminate(): void;
}

export interface ServerContext {
  readonly handler: RequestHandler;
  readonly limits: CodecLimits;
  readonly clocks: ServerClocks;
  readonly bufferBytes: number;
  readonly refusal: Refusal;
  readonly throwsMisuse: boolean;
  readonly isTls: boolean;
  /** Never throws. */
  readonly onFault: (error: unknown) => void;
  readonly parsers: Shelf<HeadParser<RequestHead>>;
  isStopping: boolean;
  closed(connection: Accepted): void;
}

export function contextFrom(options: ServerOptions, closed: (connection: Accepted) => void): ServerContext {
  const limits = { ...defaultCodecLimits, ...options.limits };
  return {
    handler: options.handler,
    limits,
    clocks: { ...defaultServerClocks, ...options.clocks },
    bufferBytes: options.bufferBytes ?? DEFAULT_BUFFER_BYTES,
    refusal: options.refusal ?? plainRefusal,
    throwsMisuse: options.misuse === "throw",
    isTls: options.tls !== undefined,
    onFault: safeReporter(options.onFault),
    parsers: new Shelf(() => new HeadParser(createRequestFormat(), limits)),
    isStopping: false,
    closed,
  };
}
