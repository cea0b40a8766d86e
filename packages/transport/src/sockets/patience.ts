// Which clocks run against a client, and until when. A clock that is moved later costs a store.

import { Deadline, wheel } from "./clock-wheel.ts";
import type { Due } from "./clock-wheel.ts";
import type { ServerClocks } from "./server-options.ts";

export interface PatienceOwner {
  /** The client has taken too long to send, or to read. */
  outOfPatience(phase: "sending" | "reading"): void;
}

const NEVER = Number.POSITIVE_INFINITY;

export class Patience implements Due {
  readonly #clocks: ServerClocks;
  readonly #owner: PatienceOwner;
  readonly #deadline: Deadline = new Deadline(wheel, this);
  /** For the next bytes, of whatever is read now. */
  #readBy = NEVER;
  #requestBy = NEVER;
  /** What was left of the request's time when its handler paused it. */
  #requestLeftMs = NEVER;
  #drainBy = NEVER;

  constructor(clocks: ServerClocks, owner: PatienceOwner) {
    this.#clocks = clocks;
    this.#owner = owner;
  }

  headBegun(): void {
    this.#readBy = wheel.now() + this.#clocks.headMs;
    this.#rearm();
  }

  bodyBegun(): void {
    this.#requestBy = wheel.now() + this.#clocks.requestMs;
    this.bodyMoved();
  }

  bodyMoved(): void {
    this.#readBy = wheel.now() + this.#clocks.bodyIdleMs;
    this.#rearm();
  }

  /** A client that is made to wait is not slow. */
  bodyPaused(): void {
    this.#readBy = NEVER;
    this.#requestLeftMs = this.#requestBy - wheel.now();
    this.#requestBy = NEVER;
  }

  bodyResumed(): void {
    this.#requestBy = wheel.now() + this.#requestLeftMs;
    this.bodyMoved();
  }

  /** Nothing is expected of the client until it has its reply. */
  requestEnded(): void {
    this.#readBy = NEVER;
    this.#requestBy = NEVER;
  }

  replyEnded(): void {
    this.#readBy = wheel.now() + this.#clocks.keepAliveMs;
    this.#rearm();
  }

  lingering(): void {
    this.#requestBy = NEVER;
    this.#readBy = wheel.now() + this.#clocks.lingerMs;
    this.#rearm();
  }

  /** The client takes no more, or has taken a part: its time to read begins anew. */
  blocked(): void {
    this.#drainBy = wheel.now() + this.#clocks.stallMs;
    this.#rearm();
  }

  drained(): void {
    this.#drainBy = NEVER;
  }

  /** For good. */
  clear(): void {
    this.#deadline.clear();
  }

  due(now: number): void {
    if (now >= this.#drainBy) this.#owner.outOfPatience("reading");
    else if (now >= Math.min(this.#readBy, this.#requestBy)) this.#owner.outOfPatience("sending");
    else this.#rearm();
  }

  #rearm(): void {
    this.#deadline.set(Math.min(this.#readBy, this.#requestBy, this.#drainBy));
  }
}
