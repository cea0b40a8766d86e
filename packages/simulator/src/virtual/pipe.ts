import type { Clock } from "../clock.ts";

/** Carries things to the other side, in order, each after its delay. */
export interface Pipe {
  send(arrive: () => void): void;
  /** Nothing more arrives. */
  close(): void;
}

export function createPipe(clock: Clock, delayMs: () => number): Pipe {
  const underway: (() => void)[] = [];
  let lastAt = 0;
  let isClosed = false;
  return {
    send(arrive) {
      if (isClosed) return;
      underway.push(arrive);
      lastAt = Math.max(lastAt, clock.now() + delayMs());
      // Whichever of several timers fires first, the oldest arrives first.
      clock.after(lastAt - clock.now(), () => {
        if (!isClosed) underway.shift()?.();
      });
    },
    close() {
      isClosed = true;
      underway.length = 0;
    },
  };
}
