// One timer for all deadlines of a process. A deadline that moves later costs a store; sockets move theirs with
// every event, and a timer each would cost more than the event.

import { beginTurn, endTurn, turnNow } from "./turn.ts";

/** Where time comes from and who wakes the wheel; tests give their own. */
export interface TimeSource {
  now(): number;
  /** Calls back once after about `ms`; returns what takes that back. */
  wake(ms: number, run: () => void): () => void;
}

/** A deadline's owner. */
export interface Due {
  /** Called once when the deadline passes; setting a new one from here is fine. It must not throw. */
  due(now: number): void;
}

const SLOT_MS = 16;
const SLOTS = 1024;

export class ClockWheel {
  readonly #time: TimeSource;
  readonly #slots: Deadline[][] = Array.from({ length: SLOTS }, () => []);
  #tick: number;
  #count = 0;
  #takeBack: (() => void) | undefined;
  #wakeTick = Number.POSITIVE_INFINITY;

  constructor(time: TimeSource) {
    this.#time = time;
    this.#tick = Math.floor(time.now() / SLOT_MS);
  }

  now(): number {
    return this.#time.now();
  }

  /** How many deadlines the wheel holds, those that are off but not yet passed included: for leak tests. */
  get size(): number {
    return this.#count;
  }

  /** Puts a deadline where it will be looked at no later than when it is due. */
  place(deadline: Deadline): void {
    // Nothing is held, so time may have passed unseen; begin from now.
    if (this.#count === 0) this.#tick = Math.floor(this.#time.now() / SLOT_MS);
    const wanted = Math.floor(deadline.at / SLOT_MS) + 1;
    this.#put(deadline, Math.max(this.#tick + 1, Math.min(wanted, this.#tick + SLOTS - 1)));
  }

  /** Takes a deadline out of its slot. */
  remove(deadline: Deadline): void {
    const slot = this.#slots[deadline.tick % SLOTS];
    const last = slot?.pop();
    if (slot === undefined || last === undefined) return;
    if (last !== deadline) {
      slot[deadline.index] = last;
      last.index = deadline.index;
    }
    deadline.tick = -1;
    this.#count--;
  }

  #put(deadline: Deadline, tick: number): void {
    const slot = this.#slots[tick % SLOTS];
    if (slot === undefined) return;
    deadline.tick = tick;
    deadline.index = slot.length;
    slot.push(deadline);
    this.#count++;
    if (tick < this.#wakeTick) this.#schedule(tick);
  }

  #schedule(tick: number): void {
    this.#takeBack?.();
    this.#wakeTick = tick;
    const ms = Math.max(1, tick * SLOT_MS - this.#time.now());
    this.#takeBack = this.#time.wake(ms, () => this.#turn());
  }

  #turn(): void {
    this.#takeBack = undefined;
    this.#wakeTick = Number.POSITIVE_INFINITY;
    const now = this.#time.now();
    const until = Math.floor(now / SLOT_MS);
    const from = Math.max(this.#tick + 1, until - SLOTS + 1);
    this.#tick = Math.max(this.#tick, until);
    // All of them leave their slots before any is looked at: an owner that is called may move any other deadline.
    const passed: Deadline[] = [];
    for (let tick = from; tick <= until; tick++) this.#empty(tick, passed);
    for (const deadline of passed) deadline.look(now);
    this.#scheduleNext();
  }

  #empty(tick: number, into: Deadline[]): void {
    const slot = this.#slots[tick % SLOTS];
    if (slot === undefined) return;
    for (let deadline = slot.pop(); deadline !== undefined; deadline = slot.pop()) {
      this.#count--;
      deadline.tick = -1;
      into.push(deadline);
    }
  }

  #scheduleNext(): void {
    if (this.#count === 0) return;
    for (let tick = this.#tick + 1; tick < this.#tick + SLOTS; tick++) {
      if (this.#slots[tick % SLOTS]?.length !== 0) return this.#schedule(Math.min(tick, this.#wakeTick));
    }
  }
}

/** One owner's deadline. Setting it later, or off, costs nothing; it is looked at where it stood before. */
export class Deadline {
  /** When it is due, by the wheel's clock; infinity while off. */
  at = Number.POSITIVE_INFINITY;
  /** The wheel's own: in which slot it stands (-1: in none), and where. */
  tick = -1;
  index = 0;
  readonly #wheel: ClockWheel;
  readonly #owner: Due;

  constructor(wheel: ClockWheel, owner: Due) {
    this.#wheel = wheel;
    this.#owner = owner;
  }

  /** Due at this instant; infinity turns it off. */
  set(at: number): void {
    this.at = at;
    if (at === Number.POSITIVE_INFINITY) return;
    if (this.tick !== -1) {
      if (Math.floor(at / SLOT_MS) + 1 >= this.tick) return;
      this.#wheel.remove(this);
    }
    this.#wheel.place(this);
  }

  off(): void {
    this.at = Number.POSITIVE_INFINITY;
  }

  /** Off, and out of the wheel at once, for an owner that will not come back. */
  clear(): void {
    this.at = Number.POSITIVE_INFINITY;
    if (this.tick !== -1) this.#wheel.remove(this);
  }

  /** The wheel has come to this deadline's slot. */
  look(now: number): void {
    if (this.at <= now) {
      this.at = Number.POSITIVE_INFINITY;
      this.#owner.due(now);
    } else if (this.at !== Number.POSITIVE_INFINITY && this.tick === -1) {
      this.#wheel.place(this);
    }
  }
}

/** The process's own clock. The timer does not keep the process alive. */
const processTime: TimeSource = {
  now: turnNow,
  wake: (ms, run) => {
    const timer = setTimeout(() => {
      beginTurn();
      try {
        run();
      } finally {
        endTurn();
      }
    }, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** All sockets of the process share this wheel. */
export const wheel = new ClockWheel(processTime);
