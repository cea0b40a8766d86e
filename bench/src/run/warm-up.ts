// Runs a subject, and the load with it, until compilers have seen enough of it.

import { Load } from "../load/load.ts";
import type { RunningSubject } from "../subjects/start.ts";
import type { Stage } from "./stage.ts";

const EVENTS = 100_000;
const LEAST_MS = 1_500;
const MOST_MS = 8_000;
const CONNECTIONS = 32;
const ANSWER_LIMIT_MS = 10_000;

export async function warmUp(stage: Stage, subject: RunningSubject): Promise<void> {
  const load = new Load(stage.loadFor(subject, { connections: CONNECTIONS, isPaced: false }));
  const { during } = stage.incident;
  try {
    await during(load.open());
    load.start({});
    const startedAt = performance.now();
    const isEnough = (): boolean => {
      const tookMs = performance.now() - startedAt;
      return tookMs > MOST_MS || (tookMs > LEAST_MS && load.tally.events > EVENTS);
    };
    while (!isEnough()) await during(Bun.sleep(50));
    await during(load.stop(ANSWER_LIMIT_MS));
  } finally {
    load.close();
  }
}
