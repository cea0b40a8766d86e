import type { CodecLimits } from "../codec/limits.ts";
import type { RequestHandler } from "./exchange.ts";
import type { Refusal } from "./plain-reply.ts";

export interface ServerOptions {
  readonly hostname: string;
  /** 0 lets the system choose. */
  readonly port: number;
  readonly handler: RequestHandler;
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Several processes may listen on the same port. */
  readonly reusePort?: boolean;
  readonly limits?: Partial<CodecLimits>;
  readonly clocks?: Partial<ServerClocks>;
  /**
   * Further connections are closed as they come. Keep it below the number of descriptors that the process may have: at
   * that limit the runtime's accept loop spins (Bun 1.4.5).
   */
  readonly maxConnections?: number;
  /** Bytes kept for a client that reads slowly, beyond what one read of a provider brings. */
  readonly bufferBytes?: number;
  readonly refusal?: Refusal;
  /** Whether misuse of an exchange throws at its caller (development) or is contained and reported (production). */
  readonly misuse?: "throw" | "contain";
  /** Hears of exceptions in handlers and of contained misuse. */
  readonly onFault?: (error: unknown) => void;
}

export interface ServerClocks {
  /** From a request's first byte (or the connection's opening) to the end of its head. */
  readonly headMs: number;
  /** Between two pieces of a request body. */
  readonly bodyIdleMs: number;
  /** From the end of a request's head to its last byte; while the handler pauses it, this clock stands still. */
  readonly requestMs: number;
  /** How long a client may leave a reply unread. */
  readonly stallMs: number;
  /** How long a connection may wait for its next request. */
  readonly keepAliveMs: number;
  /** How long a client that is still sending may take to hear the last words. */
  readonly lingerMs: number;
}

export const defaultServerClocks: ServerClocks = {
  headMs: 15_000,
  bodyIdleMs: 30_000,
  requestMs: 300_000,
  stallMs: 120_000,
  keepAliveMs: 75_000,
  lingerMs: 5_000,
};
