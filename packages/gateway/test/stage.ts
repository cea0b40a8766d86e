// Real gateways, providers and clients for one test, and their end.

import { setDefaultTimeout } from "bun:test";
import { startProvider } from "@holdfast/simulator";
import type { ProviderOptions, Script, SimulatedProvider } from "@holdfast/simulator";
import { RawClient } from "./raw-client.ts";
import { startPeer } from "./raw-peer.ts";
import type { PeerScript, RawPeer } from "./raw-peer.ts";
import { startStanding } from "./standing.ts";
import type { Standing } from "./standing.ts";

export type { Standing } from "./standing.ts";

export interface Stage {
  /** Starts a gateway. `yaml` is all of the configuration but its addresses, which are free ports, and its data folder. */
  readonly gateway: (yaml: string, env?: Readonly<Record<string, string>>) => Promise<Standing>;
  /** One with a single provider `p`, which speaks two dialects and gets every model as it came. `settings` go on in its braces. */
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
    const standing = await startStanding(yaml, env);
    ends.push(standing.clear);
    return standing;
  };
  return {
    gateway: startOne,
    gatewayFor: (baseUrl, settings = "") =>
      startOne(`
providers: { p: { kind: openai-compatible, base_url: "${baseUrl}/v1", speaks: [messages, chat], ${settings} } }
routes: [{ match: "*", chain: ["p/*"], whole: passthrough }]
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
