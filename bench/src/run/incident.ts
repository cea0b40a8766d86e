// The first thing that went wrong anywhere: sockets call back at any time, and whoever waits must hear of it.

export interface Incident {
  /** Called by whoever sees it; only the first counts. */
  readonly report: (error: unknown) => void;
  /** What is waited for, unless something goes wrong first. */
  readonly during: <Value>(waited: Promise<Value>) => Promise<Value>;
}

export function createIncident(): Incident {
  const { promise, reject } = Promise.withResolvers<never>();
  // Heard even while nobody waits.
  promise.catch(() => undefined);
  return {
    report: (error) => reject(error instanceof Error ? error : new Error(String(error))),
    during: (waited) => Promise.race([waited, promise]),
  };
}
