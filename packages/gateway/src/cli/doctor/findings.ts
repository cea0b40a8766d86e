// Everything that was found out, for the verdict, for the evidence beneath it, and for `--json`. None of it is secret.

import type { StatusReport } from "../../contract/status.ts";
import type { Sighting } from "./probes.ts";

export interface Findings {
  readonly config: ConfigFinding;
  readonly providers: readonly ProviderFinding[];
  /** A host that has nothing to do with any provider; undefined: not asked. */
  readonly neutral: { readonly url: string; readonly seen: Sighting } | undefined;
  /** `host:port` of the proxy that the environment names for https; undefined: none. */
  readonly proxy: string | undefined;
  /** By how much our clock is ahead of what most hosts say; undefined where none said. */
  readonly aheadMs: number | undefined;
  readonly descriptors: number | undefined;
  readonly data: { readonly folder: string; readonly fault: string | undefined };
  readonly gateway: GatewayFinding;
}

export type ConfigFinding =
  | { readonly kind: "sound"; readonly isSimulated: boolean }
  | { readonly kind: "broken"; readonly why: string };

export interface ProviderFinding {
  readonly name: string;
  /** With its port where that is not the scheme's own. */
  readonly host: string;
  readonly path: string;
  /** It lives on this machine. */
  readonly isLocal: boolean;
  /** `base_url` says where it lives, and may be wrong. */
  readonly isPlaced: boolean;
  /** One for each key, or one without. */
  readonly asked: readonly { readonly key: number | undefined; readonly seen: Sighting }[];
}

export interface GatewayFinding {
  /** Of its console. */
  readonly url: string;
  /** Undefined: none answers there. */
  readonly report: StatusReport | undefined;
}

/** What the running gateway holds against a provider; its scopes' names begin with the provider's. */
export function gatewayEvidence({ report }: GatewayFinding, provider: string): readonly string[] {
  const unwell = report?.unwell ?? [];
  return unwell
    .filter(({ name, standing }) => standing === "sick" && name.split(/[#/]/, 1)[0] === provider)
    .flatMap(({ evidence }) => evidence);
}
