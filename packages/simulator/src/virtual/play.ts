// Does the steps of a course in virtual time: the provider's side of a call.

import type { Clock } from "../clock.ts";
import type { HeadStep, Step } from "../course.ts";
import type { Pipe } from "./pipe.ts";

/** What reaches the client. */
export interface Arrivals {
  head(head: HeadStep): void;
  data(bytes: Uint8Array): void;
  /** The answer is whole. */
  complete(): void;
  reset(): void;
  closed(): void;
  garbage(): void;
}

/** Returns what calls the rest off. */
export function play(
  steps: readonly Step[],
  { clock, pipe }: { clock: Clock; pipe: Pipe },
  to: Arrivals,
): () => void {
  let at = 0;
  let callOff = (): void => undefined;
  const send = (arrive: () => void): void => pipe.send(arrive);
  /** Whether the next step comes at once. */
  const take = (step: Step): boolean => {
    switch (step.kind) {
      case "head":
        send(() => to.head(step));
        return true;
      case "bytes":
        if (step.bytes.length > 0) send(() => to.data(step.bytes));
        return true;
      case "wait":
        callOff = clock.after(step.ms, run);
        return false;
      case "end":
        send(() => to.complete());
        return false;
      case "reset":
        send(() => to.reset());
        return false;
      case "close":
        send(() => to.closed());
        return false;
      case "garbage":
        send(() => to.garbage());
        return false;
      case "hold":
        return false;
    }
  };
  const run = (): void => {
    for (let step = steps[at++]; step !== undefined; step = steps[at++]) if (!take(step)) return;
  };
  run();
  return () => callOff();
}
