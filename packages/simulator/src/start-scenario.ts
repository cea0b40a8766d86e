// A scenario on real sockets.

import type { Resolve } from "@holdfast/transport";
import { createAuthority } from "./certificates/authority.ts";
import type { Authority } from "./certificates/authority.ts";
import { createWrongCertificates } from "./certificates/wrong.ts";
import { systemClock } from "./clock.ts";
import type { Clock } from "./clock.ts";
import { startProvider } from "./provider.ts";
import type { SimulatedProvider } from "./provider.ts";
import { reachAt } from "./reach.ts";
import { scenarioFrom } from "./reading/scenario.ts";
import { isSecure, scriptOf } from "./scenario.ts";
import type { Scenario, ScenarioProvider } from "./scenario.ts";
import type { Script } from "./script.ts";

export interface ScenarioOptions {
  readonly clock?: Clock;
  readonly onFault?: (error: unknown) => void;
}

export interface RunningScenario {
  readonly providers: Readonly<Record<string, SimulatedProvider>>;
  /** The certificate to trust, as PEM, where any provider is reached over TLS. */
  readonly certificate: string | undefined;
  /** Finds providers by name, and fails to when their names do not resolve; for a pool in the place of the system's. */
  readonly resolve: Resolve;
  stop(): Promise<void>;
}

const HOST = "127.0.0.1";

export async function startScenario(
  given: Scenario,
  options: ScenarioOptions = {},
): Promise<RunningScenario> {
  const scenario = scenarioFrom(given);
  const clock = options.clock ?? systemClock;
  const beganAt = clock.now();
  const parts = scenario.providers.map((provider) => ({ provider, script: scriptOf(provider, scenario) }));
  const authority = parts.some(({ provider, script }) => isSecure(provider, script))
    ? await createAuthority()
    : undefined;
  const started: [string, SimulatedProvider][] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(started.map(([, provider]) => provider.stop()));
  };
  try {
    for (const part of parts) {
      const tls =
        authority !== undefined && isSecure(part.provider, part.script)
          ? await certificatesFor(authority, part.provider)
          : {};
      const { name } = part.provider;
      started.push([
        name,
        await startProvider({ ...options, ...tls, clock, beganAt, name, script: part.script }),
      ]);
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    providers: Object.fromEntries(started),
    certificate: authority?.cert,
    resolve: resolverFor(parts, () => clock.now() - beganAt),
    stop,
  };
}

interface Part {
  readonly provider: ScenarioProvider;
  readonly script: Script;
}

async function certificatesFor(
  authority: Authority,
  { name }: ScenarioProvider,
): Promise<Pick<Parameters<typeof startProvider>[0] & object, "tls" | "wrongCertificates">> {
  const hosts = [HOST, "localhost", `${name}.invalid`] as const;
  const wrongCertificates = await createWrongCertificates(authority, hosts);
  return { tls: await authority.issue({ hosts }), wrongCertificates };
}

function resolverFor(parts: readonly Part[], elapsedMs: () => number): Resolve {
  return (name) => {
    const part = parts.find(({ provider }) => `${provider.name}.invalid` === name);
    if (part === undefined || reachAt(part.script, elapsedMs()).kind === "unnamed") {
      const error = Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: "ENOTFOUND" });
      return Promise.reject(error);
    }
    return Promise.resolve([{ address: HOST, family: 4 }]);
  };
}
