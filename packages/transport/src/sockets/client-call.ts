// The object behind `Call`: it outlives the wait for a connection and knows when each phase was over.

import type { Call, CallClocks, OutgoingBody, ResponseReader } from "./call.ts";
import type { DialReport } from "./dial.ts";
import { processedBy } from "./failure.ts";
import type { Failure, FailureKind, Phases } from "./failure.ts";
import { TransportError } from "./misuse.ts";
import type { MisuseCode } from "./misuse.ts";
import { ONE_READ } from "./outbox.ts";
import { turnNow } from "./turn.ts";

/** What every call to one origin shares. */
export interface CallContext {
  readonly bufferBytes: number;
  readonly throwsMisuse: boolean;
  /** Never throws. */
  readonly onFault: (error: unknown) => void;
}

/** The connection that a call is on, as the call sees it. */
export interface Carrier {
  write(call: ClientCall, bytes: Uint8Array): boolean;
  endBody(call: ClientCall): void;
  pause(call: ClientCall): void;
  resume(call: ClientCall): void;
  cancelled(call: ClientCall): void;
  /** The caller is at fault. */
  giveUp(call: ClientCall, reason: string): void;
}

export class ClientCall implements Call {
  readonly reader: ResponseReader;
  readonly clocks: CallClocks;
  readonly startedAt: number = turnNow();
  sentAt = 0;
  firstByteAt = 0;
  headAt = 0;
  bytesReceived = 0;
  /** What it has sent once the connection is gone. */
  bytesSent = 0;
  isReused = false;
  address: string | undefined;
  dialed: DialReport | undefined;
  /** Set while the call is on a connection. */
  connection: Carrier | undefined;
  /** Takes back the wait for a connection. */
  abandon: (() => void) | undefined;
  /** Body pieces written before there was a connection. */
  early: Uint8Array[] | undefined;
  isPaused = false;
  isOver = false;
  /** A write has returned `false`, so `drained` is owed. */
  isDrainOwed = false;
  /** Nothing more of the body will come. */
  isEnded: boolean;
  /** How much of a streamed body may still come; infinity without a declared length. */
  #remaining: number;
  readonly #context: CallContext;
  #earlyBytes = 0;

  constructor(
    body: OutgoingBody,
    callbacks: { readonly reader: ResponseReader; readonly clocks: CallClocks },
    context: CallContext,
  ) {
    this.reader = callbacks.reader;
    this.clocks = callbacks.clocks;
    this.isEnded = body.kind !== "stream";
    this.#remaining = body.kind === "stream" ? (body.length ?? Number.POSITIVE_INFINITY) : 0;
    this.#context = context;
  }

  get phases(): Phases {
    const since = (at: number | undefined): number | undefined =>
      at === undefined || at === 0 ? undefined : at - this.startedAt;
    const phases = {
      dnsMs: since(this.dialed?.dnsAt),
      connectMs: since(this.dialed?.connectedAt),
      tlsMs: since(this.dialed?.securedAt),
      sentMs: since(this.sentAt),
      firstByteMs: since(this.firstByteAt),
      headMs: since(this.headAt),
    };
    return Object.fromEntries(Object.entries(phases).filter(([, value]) => value !== undefined));
  }

  write(bytes: Uint8Array): boolean {
    if (this.isOver || bytes.length === 0) return true;
    if (this.isEnded || bytes.length > this.#remaining) {
      this.#overlong(bytes.length);
      return true;
    }
    this.#remaining -= bytes.length;
    const isTaken = this.connection === undefined ? this.#keep(bytes) : this.connection.write(this, bytes);
    if (!isTaken) this.isDrainOwed = true;
    return isTaken;
  }

  end(): void {
    if (this.isOver || this.isEnded) return;
    if (this.#remaining > 0 && this.#remaining !== Number.POSITIVE_INFINITY) {
      return this.misused(
        "body-length-short",
        `A request's body ended ${this.#remaining} bytes before its declared length.`,
      );
    }
    this.isEnded = true;
    this.connection?.endBody(this);
  }

  pause(): void {
    if (this.isOver || this.isPaused) return;
    this.isPaused = true;
    this.connection?.pause(this);
  }

  resume(): void {
    if (this.isOver || !this.isPaused) return;
    this.isPaused = false;
    this.connection?.resume(this);
  }

  cancel(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.#leave();
    this.connection?.cancelled(this);
  }

  fail(kind: FailureKind, reason: string): void {
    if (this.isOver) return;
    this.isOver = true;
    this.#leave();
    try {
      this.reader.failed(this.#failure(kind, reason));
    } catch (error) {
      this.#context.onFault(error);
    }
  }

  /** A broken promise of the caller: thrown at it, or reported and the end of the call. */
  misused(code: MisuseCode, message: string): void {
    const error = new TransportError(code, message);
    if (this.#context.throwsMisuse) throw error;
    this.#context.onFault(error);
    if (this.connection === undefined) this.fail("ours", message);
    else this.connection.giveUp(this, message);
  }

  #overlong(count: number): void {
    if (this.isEnded) {
      this.misused(
        "write-after-end",
        "A request's body takes bytes until its end, and only if it is streamed.",
      );
    } else {
      const surplus = count - this.#remaining;
      this.misused(
        "body-length-exceeded",
        `A request's body has ${surplus} bytes more than its declared length.`,
      );
    }
  }

  /** Before the connection is there nothing can be sent; the caller is told by `drained` when it is. */
  #keep(bytes: Uint8Array): false {
    if (this.#earlyBytes > 0 && this.#earlyBytes + bytes.length > this.#context.bufferBytes + ONE_READ) {
      this.misused(
        "buffer-overrun",
        "A request's body was written on although there is no connection yet and `write` said so.",
      );
      return false;
    }
    this.#earlyBytes += bytes.length;
    (this.early ??= []).push(bytes);
    return false;
  }

  #leave(): void {
    this.early = undefined;
    const { abandon } = this;
    this.abandon = undefined;
    abandon?.();
  }

  #failure(kind: FailureKind, reason: string): Failure {
    return {
      kind,
      reason,
      processed: processedBy(kind),
      phases: this.phases,
      elapsedMs: turnNow() - this.startedAt,
      bytesSent: this.bytesSent,
      bytesReceived: this.bytesReceived,
      isReused: this.isReused,
      address: this.address,
    };
  }
}
