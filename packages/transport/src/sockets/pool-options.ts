// What a pool is asked for and what it gives, as types.

import type { CodecLimits } from "../codec/limits.ts";
import type { Call, CallOptions, OutgoingRequest, ResponseReader } from "./call.ts";
import type { ProxySettings } from "./proxy.ts";
import type { Resolve } from "./resolve.ts";

export interface PoolOptions {
  readonly proxy?: ProxySettings;
  readonly limits?: Partial<CodecLimits>;
  /** How long a connection waits for its next call. Below the 60 s after which common servers close theirs. */
  readonly idleMs?: number;
  readonly maxAgeMs?: number;
  /** Connections that one origin may have at a time, waiting ones and opening ones included. */
  readonly maxConnections?: number;
  readonly maxIdle?: number;
  /** Bytes kept of a streamed request body that the provider does not take, beyond what one read of a client brings. */
  readonly bufferBytes?: number;
  /** Finds a name's addresses; the default asks the system. */
  readonly resolve?: Resolve;
  /** Whether misuse of a call throws at its caller (development) or is reported and ends the call (production). */
  readonly misuse?: "throw" | "contain";
  /** Hears of exceptions in readers and of contained misuse. */
  readonly onFault?: (error: unknown) => void;
}

export interface OriginAddress {
  readonly scheme: "http" | "https";
  readonly host: string;
  readonly port: number;
  readonly tls?: {
    /** PEM certificates to trust instead of the system's. */
    readonly ca?: string;
    /** The name to send and to check instead of `host`. */
    readonly serverName?: string;
  };
}

/** One place that calls go to, with its connections. */
export interface Origin {
  readonly address: OriginAddress;
  /**
   * Sends a request. On an idle connection it is with the kernel when this returns, or at the end of the turn.
   * The reader hears nothing before this has returned.
   */
  call(request: OutgoingRequest, reader: ResponseReader, options?: CallOptions): Call;
  /** Busy, idle and opening connections. */
  readonly connectionCount: number;
  readonly idleCount: number;
}

export interface Pool {
  /** The origin at this address, the same one for the same address; throws if there can be none. */
  origin(address: OriginAddress): Origin;
  /** Closes every connection; calls under way hear nothing more, and later ones fail. */
  close(): void;
}
