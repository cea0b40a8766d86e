// What answers in place of providers where there are no keys.

import { startProvider } from "@holdfast/simulator";
import type { Script } from "@holdfast/simulator";

export interface Simulators {
  /** Where each one listens. */
  readonly places: Readonly<Record<string, string>>;
  readonly stop: () => Promise<void>;
}

export async function startSimulators(names: readonly string[]): Promise<Simulators> {
  const started = await Promise.all(
    names.map(async (name) => [name, await startProvider({ script: breakable })] as const),
  );
  return {
    places: Object.fromEntries(started.map(([name, { baseUrl }]) => [name, baseUrl])),
    async stop() {
      await Promise.all(started.map(([, simulator]) => simulator.stop()));
    },
  };
}

/** What the line that `holdfast up` prints uses to show a failure being survived. */
const breakable: Script = {
  rules: [{ when: { header: { name: "x-simulate-outage" } }, fault: { kind: "status", status: 529 } }],
};
