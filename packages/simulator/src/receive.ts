// One request on a real connection, from its head to the end of its answer.

import { targetOf } from "@holdfast/transport";
import type { Exchange, RequestReader } from "@holdfast/transport";
import type { Clock } from "./clock.ts";
import type { Step } from "./course.ts";
import type { Stamp } from "./encoder.ts";
import type { Reach } from "./faults/entry.ts";
import { closesInOrder, perform } from "./perform.ts";
import type { Playing } from "./perform.ts";
import type { Recorder } from "./recorder.ts";
import { refuseLarge } from "./respond.ts";
import type { Responder } from "./respond.ts";

export interface Stage {
  readonly recorder: Recorder;
  readonly respond: Responder;
  readonly clock: Clock;
  /** What the provider's address is like at this moment. */
  readonly reach: () => Reach;
  /** Answers so far. */
  served: number;
}

export function receive(exchange: Exchange, stage: Stage): RequestReader {
  const { head } = exchange;
  const recording = stage.recorder.begin({
    method: head.method,
    target: targetOf(head),
    headers: head.fields.entries(),
  });
  if (stage.reach().kind === "accept-silence") {
    exchange.pause();
    return { ended: ({ kind }) => recording.ended(kind) };
  }
  const { request } = recording;
  const { framing } = head;
  let playing: Playing | undefined;
  let steps: Step[] | undefined;
  const stamp = (): Stamp => ({ serial: ++stage.served, at: stage.clock.now() });
  const play = (course: readonly Step[]): void => {
    playing = perform(course, exchange, stage.clock);
  };
  return {
    data(bytes) {
      if (playing !== undefined) return;
      if (!recording.data(bytes)) {
        play(refuseLarge(request, stamp()));
        return;
      }
      if (framing.kind !== "length" || recording.sizeBytes() < framing.length) return;
      // All of it is here, and the exchange does not know yet: now is the only time to begin what closes in order.
      steps = stage.respond(request, stamp());
      if (!closesInOrder(steps)) return;
      recording.whole();
      play(steps);
    },
    end() {
      recording.whole();
      if (playing === undefined) play(closingByReset(steps ?? stage.respond(request, stamp())));
    },
    drained() {
      playing?.drained();
    },
    ended({ kind }) {
      recording.ended(kind);
      playing?.stop();
    },
  };
}

/** A request whose length is not known before its end leaves no time to close in order. */
function closingByReset(steps: readonly Step[]): Step[] {
  return steps.map((step) => (step.kind === "close" ? { kind: "reset" } : step));
}
