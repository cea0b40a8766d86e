// Real gateways, providers and clients for one test, and their end.

import { setDefaultTimeout } from "bun:test";
import { startProvider } from "@holdfast/simulator";
import type { ProviderOptions, Script, SimulatedProvider } from "@holdfast/simulator";
import { startGateway } from "../src/compose.ts";
import type { RunningGateway } from "../src/compose.ts";
import { loadConfig } from "../src/config/load.ts";
import { RawClient } from "./raw-client.ts";
import { startPeer } from "./raw-peer.ts";
import type { PeerScript, RawPeer } from "./raw-peer.ts";

export interface Standing {
  readonly port: number;
  readonly baseUrl: string;
  readonly consoleUrl: string;
  /** Every line so far. */
  readonly log: () => string;
  readonly stop: () => Promise<void>;
}

export interface Stage {
  /** Starts a gateway. `yaml` is all of the configuration but its addresses, which are free ports. */
  readonly gateway: (yaml: string, env?: Readonly<Record<string, string>>) => Promise<Standing>;
  /** One with a single provider `p`, which speaks both dialects and gets every model. `settings` go on in its braces. */
  readonly gatewayFor: (baseUrl: string, settings?: string) => Promise<Standing>;
  readonly provider: (script?: Script, options?: ProviderOptions) => Promise<SimulatedProvider>;
  readonly peer: (script?: PeerScript) => RawPeer;
  readonly client: (to: Standing) => Promise<RawClient>;
  /** Ends everything, the newest first. */
  readonly clear: () => Promise<void>;
}

export function createStage(): Stage {
  // Above every bounded wait, so that what never came is named.
  setDefaultTimeout(30_000);
  const ends: (() => Promise<void> | void)[] = [];
  const startOne = async (yaml: string, env: Readonly<Record<string, string>> = {}): Promise<Standing> => {
    const lines: string[] = [];
    const writeLog = (line: string): number => lines.push(line);
    const gateway = await startGateway({ config: configFrom(yaml, env), env: {}, writeLog });
    const standing = standingOf(gateway, lines);
    ends.push(standing.stop);
    return standing;
  };
  return {
    gateway: startOne,
    gatewayFor: (baseUrl, settings = "") =>
      startOne(`
providers: { p: { kind: openai-compatible, base_url: "${baseUrl}/v1", speaks: [messages, chat], ${settings} } }
routes: [{ match: "*", chain: ["p/*"] }]
`),
    async provider(script, options) {
      const provider = await startProvider({ ...options, ...(script === undefined ? {} : { script }) });
      ends.push(() => provider.stop());
      return provider;
    },
    peer(script) {
      const peer = startPeer(script);
      ends.push(peer.stop);
      return peer;
    },
    async client(to) {
      const client = await RawClient.connect(to.port);
      ends.push(() => client.reset());
      return client;
    },
    async clear() {
      for (const end of ends.splice(0).toReversed()) await end();
    },
  };
}

function configFrom(
  yaml: string,
  env: Readonly<Record<string, string>>,
): Parameters<typeof startGateway>[0]["config"] {
  const addresses = 'listen: "127.0.0.1:0"\nconsole: "127.0.0.1:0"\ndrain_seconds: 0\n';
  const result = loadConfig(addresses + yaml, env);
  if (result.ok) return result.loaded;
  throw new Error(`The test's configuration is wrong: ${JSON.stringify(result.problems)}`);
}

function standingOf(gateway: RunningGateway, lines: readonly string[]): Standing {
  const { listenAddress, consoleAddress } = gateway;
  return {
    port: listenAddress.port,
    baseUrl: `http://127.0.0.1:${listenAddress.port}`,
    consoleUrl: `http://127.0.0.1:${consoleAddress.port}`,
    log: () => lines.join(""),
    stop: () => gateway.stop(),
  };
}
