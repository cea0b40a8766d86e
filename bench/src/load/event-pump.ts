// Writes the events of all open streams, one event to a write, as a provider does that makes a token for each of its
// streams in turn.

import type { EventTimes } from "./event-times.ts";
import { streamOf } from "./event-times.ts";
import type { Outlet } from "./outlet.ts";

export interface EventPumpOptions {
  /** One for each event, framed. */
  readonly chunks: readonly Buffer[];
  readonly times: EventTimes;
  readonly intervalMs: number;
}

interface OpenStream {
  readonly outlet: Outlet;
  readonly number: number;
  next: number;
}

export class EventPump {
  readonly #chunks: readonly Buffer[];
  readonly #times: EventTimes;
  /** Streams whose events come as fast as they are taken. */
  readonly #hurried: OpenStream[] = [];
  /** The others, by the millisecond of the interval in which they are written: one timer for all of them. */
  readonly #slots: OpenStream[][];
  #timer: ReturnType<typeof setInterval> | undefined;
  #paced = 0;
  #tick = 0;

  constructor({ chunks, times, intervalMs }: EventPumpOptions) {
    this.#chunks = chunks;
    this.#times = times;
    this.#slots = Array.from({ length: intervalMs }, () => []);
  }

  /** Takes a stream whose head is written; it is paced if the request's head says which stream it is. */
  add(outlet: Outlet, requestHead: Buffer): void {
    const stream = { outlet, number: streamOf(requestHead), next: 0 };
    if (stream.number < 0) {
      if (this.#hurried.push(stream) === 1) setImmediate(() => this.#turn());
      return;
    }
    let emptiest = this.#slots[0] ?? [];
    for (const slot of this.#slots) if (slot.length < emptiest.length) emptiest = slot;
    emptiest.push(stream);
    this.#paced++;
    this.#startTimer();
  }

  #turn(): void {
    this.#writeAll(this.#hurried);
    if (this.#hurried.length > 0) setImmediate(() => this.#turn());
  }

  #startTimer(): void {
    if (this.#timer !== undefined) return;
    this.#tick = Math.floor(performance.now());
    this.#timer = setInterval(() => {
      const now = Math.floor(performance.now());
      // A timer that was held up makes good for it, but not for more than one interval.
      this.#tick = Math.max(this.#tick, now - this.#slots.length);
      while (this.#tick < now) {
        const slot = this.#slots[++this.#tick % this.#slots.length] ?? [];
        this.#paced -= this.#writeAll(slot);
      }
      if (this.#paced > 0) return;
      clearInterval(this.#timer);
      this.#timer = undefined;
    }, 1);
  }

  /** Writes one event of each stream; takes out and counts those that are over. */
  #writeAll(streams: OpenStream[]): number {
    const before = streams.length;
    let kept = 0;
    for (const stream of streams) if (!this.#isOver(stream)) streams[kept++] = stream;
    streams.length = kept;
    return before - kept;
  }

  /** Writes the next event of a stream unless its reader is behind; `true` if none is left. */
  #isOver(stream: OpenStream): boolean {
    const { outlet, number, next } = stream;
    if (outlet.isClosed) return true;
    if (!outlet.isClear) return false;
    const chunk = this.#chunks[next];
    if (chunk === undefined) return true;
    if (number >= 0) this.#times.written(number, next, performance.now());
    outlet.write(chunk);
    stream.next = next + 1;
    return stream.next === this.#chunks.length;
  }
}
