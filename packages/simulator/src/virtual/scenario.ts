// A scenario in virtual time, behind the contract of the transport's pool.

import type { Origin, OriginAddress, Pool } from "@holdfast/transport";
import type { Clock } from "../clock.ts";
import { scenarioFrom } from "../reading/scenario.ts";
import { isSecure, scriptOf } from "../scenario.ts";
import type { Scenario } from "../scenario.ts";
import type { Network } from "./network.ts";
import { createVirtualProvider } from "./provider.ts";
import type { VirtualProvider } from "./provider.ts";

export interface VirtualScenario {
  readonly providers: Readonly<Record<string, VirtualProvider>>;
  /** Where a provider of this name is: `http://NAME.invalid`, or `https` where it is reached over TLS. */
  baseUrlOf(name: string): string;
  /** Finds providers by their host's name; nobody lives anywhere else. */
  readonly pool: Pool;
}

export function createVirtualScenario(
  given: Scenario,
  clock: Clock,
  network: Partial<Network> = {},
): VirtualScenario {
  const scenario = scenarioFrom(given);
  const beganAt = clock.now();
  const entries = scenario.providers.map((provider): [string, VirtualProvider] => {
    const script = scriptOf(provider, scenario);
    const host = `${provider.name}.invalid`;
    const address: OriginAddress = isSecure(provider, script)
      ? { scheme: "https", host, port: 443 }
      : { scheme: "http", host, port: 80 };
    return [provider.name, createVirtualProvider(script, clock, { address, network, beganAt })];
  });
  const providers = Object.fromEntries(entries);
  const nobody = createVirtualProvider({ rules: [{ fault: { kind: "dns-failure" } }] }, clock, { network });
  const originFor = (host: string): Origin => {
    const found = entries.find(([name]) => `${name}.invalid` === host);
    return (found?.[1] ?? nobody).origin;
  };
  return {
    providers,
    baseUrlOf(name) {
      const { scheme, host } = originFor(`${name}.invalid`).address;
      return `${scheme}://${host}`;
    },
    pool: {
      origin: ({ host }) => originFor(host),
      close() {
        for (const [, provider] of entries) provider.stop();
      },
    },
  };
}
