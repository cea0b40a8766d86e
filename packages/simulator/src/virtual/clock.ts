// Time that passes only when somebody says so: a heap of what is to happen, and when.

import type { Clock } from "../clock.ts";
import { hashOf } from "../hash.ts";

export interface VirtualClock extends Clock {
  /** The same as `after`, by the name that a clock wheel uses. */
  wake(ms: number, run: () => void): () => void;
  /** How many things are still to happen. */
  readonly pending: number;
  /** Goes to the next thing and does it; false if there is none. */
  step(): boolean;
  /** Does everything that is due within this time, and stands at its end. */
  advance(ms: number): void;
  /** Goes on until nothing is left. Throws after so many steps: something then keeps itself going. */
  run(mostSteps?: number): void;
}

export interface VirtualClockOptions {
  /** Unix milliseconds. */
  readonly startAt?: number;
  /** Of the order of things that are due at the same instant; left out, they keep the order in which they were asked for. */
  readonly seed?: number;
}

const USUAL_START = 1_800_000_000_000;
const MOST_STEPS = 1_000_000;

interface Event {
  readonly at: number;
  readonly order: number;
  /** Undefined once it was called off. */
  run: (() => void) | undefined;
}

export function createVirtualClock({ startAt = USUAL_START, seed }: VirtualClockOptions = {}): VirtualClock {
  const heap: Event[] = [];
  let now = startAt;
  let count = 0;
  let pending = 0;

  const after = (ms: number, run: () => void): (() => void) => {
    const serial = count++;
    const order = seed === undefined ? serial : hashOf(String(serial), seed);
    const event: Event = { at: now + Math.max(0, ms), order, run };
    push(heap, event);
    pending++;
    return () => {
      if (event.run === undefined) return;
      event.run = undefined;
      pending--;
    };
  };
  const step = (): boolean => {
    for (let event = pop(heap); event !== undefined; event = pop(heap)) {
      const { run } = event;
      if (run === undefined) continue;
      event.run = undefined;
      pending--;
      now = Math.max(now, event.at);
      run();
      return true;
    }
    return false;
  };
  return {
    now: () => now,
    after,
    wake: after,
    get pending() {
      return pending;
    },
    step,
    advance(ms) {
      const until = now + ms;
      while (nextAt(heap) <= until) step();
      now = until;
    },
    run(mostSteps = MOST_STEPS) {
      for (let steps = 0; step(); steps++) {
        if (steps >= mostSteps) {
          throw new Error(`After ${mostSteps} steps there is still something to happen.`);
        }
      }
    },
  };
}

/** When the next thing happens; what was called off is dropped on the way. */
function nextAt(heap: Event[]): number {
  while (heap[0] !== undefined && heap[0].run === undefined) pop(heap);
  return heap[0]?.at ?? Number.POSITIVE_INFINITY;
}

function isBefore(a: Event, b: Event): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

function push(heap: Event[], event: Event): void {
  let at = heap.length;
  while (at > 0) {
    const above = (at - 1) >> 1;
    const parent = heap[above];
    if (parent === undefined || !isBefore(event, parent)) break;
    heap[at] = parent;
    at = above;
  }
  heap[at] = event;
}

function pop(heap: Event[]): Event | undefined {
  const first = heap[0];
  const last = heap.pop();
  if (first === undefined || last === undefined || heap.length === 0) return first;
  let at = 0;
  for (;;) {
    const below = smallerChild(heap, at);
    const child = below === undefined ? undefined : heap[below];
    if (below === undefined || child === undefined || !isBefore(child, last)) break;
    heap[at] = child;
    at = below;
  }
  heap[at] = last;
  return first;
}

function smallerChild(heap: readonly Event[], at: number): number | undefined {
  const left = heap[2 * at + 1];
  const right = heap[2 * at + 2];
  if (left === undefined) return undefined;
  return right !== undefined && isBefore(right, left) ? 2 * at + 2 : 2 * at + 1;
}
