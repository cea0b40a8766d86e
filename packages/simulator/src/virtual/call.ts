// A call in virtual time, by the contract of the transport's client: head, data, and exactly one of end and failed.

import { violationReason } from "@holdfast/transport";
import type { Call, CallClocks, Failure, Phases, ResponseReader } from "@holdfast/transport";
import type { Clock } from "../clock.ts";
import type { HeadStep } from "../course.ts";
import { processed } from "./failure.ts";
import type { Cause } from "./failure.ts";
import { chunkOf, responseHeadFrom } from "./messages.ts";
import type { Arrivals } from "./play.ts";

/** Whole; broken off by the provider; given up on this side. */
export type CallEnd = "clean" | "reset" | "left";

/** Who carries the call. */
export interface CallOwner {
  readonly clock: Clock;
  readonly clocks: CallClocks;
  readonly address: string;
  /** A piece of a streamed request. */
  wrote(bytes: Uint8Array): void;
  /** The streamed request is whole. */
  ended(): void;
  over(end: CallEnd): void;
}

type Stage = "dialling" | "sending" | "waiting" | "reading" | "over";

type MutablePhases = { -readonly [Name in keyof Phases]: Phases[Name] };

export class VirtualCall implements Call, Arrivals {
  isReused = false;
  address: string | undefined;
  readonly phases: MutablePhases = {};
  bytesSent = 0;
  #stage: Stage = "dialling";
  #bytesReceived = 0;
  #isPaused = false;
  #isChunked = false;
  /** How much of a declared length is still to come. */
  #remaining = Number.POSITIVE_INFINITY;
  #callOff: (() => void) | undefined;
  readonly #kept: (() => void)[] = [];
  readonly #reader: ResponseReader;
  readonly #owner: CallOwner;
  readonly #beganAt: number;

  constructor(reader: ResponseReader, owner: CallOwner) {
    this.#reader = reader;
    this.#owner = owner;
    this.#beganAt = owner.clock.now();
    this.#arm(owner.clocks.connectMs, () => ({
      kind: "connect-timeout",
      reason: `no connection within ${owner.clocks.connectMs} ms`,
    }));
  }

  get isOver(): boolean {
    return this.#stage === "over";
  }

  // What the caller asks for.

  write(bytes: Uint8Array): boolean {
    if (!this.isOver) this.#owner.wrote(bytes);
    return true;
  }

  end(): void {
    if (!this.isOver) this.#owner.ended();
  }

  pause(): void {
    if (this.isOver || this.#isPaused) return;
    this.#isPaused = true;
    this.#callOff?.();
  }

  resume(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    this.#armForAnswer();
    while (!this.#isPausedNow() && !this.isOver) {
      const arrival = this.#kept.shift();
      if (arrival === undefined) return;
      arrival();
    }
  }

  cancel(): void {
    this.#leave("left");
  }

  // What the provider's side reports.

  /** The connection is there. */
  connected(): void {
    this.#stage = "sending";
    this.#callOff?.();
    this.address = this.#owner.address;
  }

  /** All of the request is with the system. */
  sent(): void {
    if (this.#stage !== "sending") return;
    this.#stage = "waiting";
    this.phases.sentMs = this.#elapsed();
    this.#armForAnswer();
  }

  head(head: HeadStep): void {
    this.#take(() => {
      this.#stage = "reading";
      this.#isChunked = head.framing.kind === "chunked";
      this.phases.firstByteMs ??= this.#elapsed();
      this.phases.headMs = this.#elapsed();
      const parsed = responseHeadFrom(head);
      this.#bytesReceived += parsed.fields.bytes.length + 2;
      this.#armForAnswer();
      if (head.framing.kind === "length") this.#remaining = head.framing.length;
      this.#reader.head(parsed);
      this.#completeByLength();
    });
  }

  data(bytes: Uint8Array): void {
    this.#take(() => {
      this.#bytesReceived += bytes.length;
      this.#armForAnswer();
      this.#reader.data?.(bytes);
      if (this.#isChunked && !this.isOver) this.#reader.raw?.(chunkOf(bytes));
      this.#remaining -= bytes.length;
      this.#completeByLength();
    });
  }

  /** By its own name for a response; `end` is the request's. */
  complete(): void {
    this.#take(() => {
      this.#leave("clean");
      this.#reader.end(undefined);
    });
  }

  reset(): void {
    this.#take(() => this.#break({ kind: this.#resetKind(), reason: "ECONNRESET" }, "reset"));
  }

  closed(): void {
    this.#take(() => this.#break({ kind: "closed-early", reason: "closed within the answer" }, "reset"));
  }

  garbage(): void {
    this.#take(() =>
      this.#break({ kind: "malformed", reason: violationReason("status-line-malformed") }, "reset"),
    );
  }

  /** No connection, or no patience. */
  fail(cause: Cause): void {
    this.#break(cause, "left");
  }

  /** A phase of getting a connection is over. */
  passed(phase: "dnsMs" | "connectMs" | "tlsMs"): void {
    this.phases[phase] = this.#elapsed();
  }

  #break({ kind, reason }: Cause, end: CallEnd): void {
    if (this.isOver) return;
    const failure: Failure = {
      kind,
      reason,
      processed: processed[kind],
      phases: { ...this.phases },
      elapsedMs: this.#elapsed(),
      bytesSent: this.bytesSent,
      bytesReceived: this.#bytesReceived,
      isReused: this.isReused,
      address: this.address,
    };
    this.#leave(end);
    this.#reader.failed(failure);
  }

  /** A declared length ends an answer, whatever its connection does then. */
  #completeByLength(): void {
    if (this.#remaining > 0 || this.isOver) return;
    this.#leave("clean");
    this.#reader.end(undefined);
  }

  #resetKind(): Cause["kind"] {
    if (this.#stage === "reading") return "reset-in-body";
    return this.isReused && this.#bytesReceived === 0 ? "stale" : "reset-before-head";
  }

  /** Now, or once the caller reads on. */
  #take(arrival: () => void): void {
    if (this.isOver) return;
    if (this.#isPaused) this.#kept.push(arrival);
    else arrival();
  }

  /** A caller that hears of something may pause from there. */
  #isPausedNow(): boolean {
    return this.#isPaused;
  }

  #armForAnswer(): void {
    if (this.isOver || this.#isPaused) return;
    const { headMs, idleMs } = this.#owner.clocks;
    if (this.#stage === "waiting") {
      this.#arm(headMs, () => ({ kind: "head-timeout", reason: `no answer within ${headMs} ms` }));
    } else if (this.#stage === "reading") {
      this.#arm(idleMs, () => ({
        kind: "idle-timeout",
        reason: `nothing more of the answer within ${idleMs} ms`,
      }));
    }
  }

  #arm(ms: number, cause: () => Cause): void {
    this.#callOff?.();
    this.#callOff = this.#owner.clock.after(ms, () => this.fail(cause()));
  }

  #leave(end: CallEnd): void {
    if (this.isOver) return;
    this.#stage = "over";
    this.#callOff?.();
    this.#kept.length = 0;
    this.#owner.over(end);
  }

  #elapsed(): number {
    return this.#owner.clock.now() - this.#beganAt;
  }
}
