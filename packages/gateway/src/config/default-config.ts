// What runs without a file: the providers whose keys are in the environment or, without any, simulated ones.

import { ConfigSchema } from "../contract/config.ts";
import { HoldfastError } from "../errors.ts";
import { keyFault } from "./check-providers.ts";
import { deepFreeze } from "./freeze.ts";
import type { LoadedConfig } from "./load.ts";
import type { Environment } from "./substitute.ts";

type Vendor = {
  readonly name: "anthropic" | "openai";
  readonly variable: string;
  readonly matches: readonly string[];
};

// The variables that the vendors' SDKs read. Not their base URL variables: whoever uses Holdfast has pointed those at Holdfast.
const vendors: readonly Vendor[] = [
  { name: "anthropic", variable: "ANTHROPIC_API_KEY", matches: ["claude-*"] },
  { name: "openai", variable: "OPENAI_API_KEY", matches: ["gpt-*", "chatgpt-*", "o*"] },
];

export function defaultConfig(env: Environment): LoadedConfig {
  const present = vendors.flatMap((vendor) => {
    const key = keyOf(vendor, env);
    return key === undefined ? [] : [{ ...vendor, key }];
  });
  if (present.length > 0) return loadedFrom(present, "environment");
  // No vendor ever sees this key: snapshotFrom refuses to place a simulated provider anywhere but at a simulator.
  return loadedFrom(
    vendors.map((vendor) => ({ ...vendor, key: "simulated" })),
    "simulated",
  );
}

function loadedFrom(
  present: readonly (Vendor & { readonly key: string })[],
  source: "environment" | "simulated",
): LoadedConfig {
  const config = ConfigSchema.parse({
    providers: Object.fromEntries(present.map(({ name, key }) => [name, { kind: name, keys: [key] }])),
    routes: [
      ...present.flatMap(({ name, matches }) => matches.map((match) => ({ match, chain: [`${name}/*`] }))),
      ...present.slice(0, 1).map(({ name }) => ({ match: "*", chain: [`${name}/*`] })),
    ],
  });
  const simulated = source === "simulated" ? present.map(({ name }) => name) : [];
  return deepFreeze({ config, source, simulated, warnings: [] });
}

function keyOf(vendor: Vendor, env: Environment): string | undefined {
  const key = env[vendor.variable]?.trim() ?? "";
  if (key === "") return undefined;
  const fault = keyFault(key);
  if (fault === undefined) return key;
  throw new HoldfastError("config-invalid", `The environment variable ${vendor.variable} ${fault}.`, {
    details: { variable: vendor.variable },
  });
}
