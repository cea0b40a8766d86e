// What runs without a file: the providers whose keys are in the environment or, without any, simulated ones.

import { ConfigSchema } from "../contract/config.ts";
import { HoldfastError } from "../errors.ts";
import { kinds } from "../providers/registry.ts";
import { keyFault } from "./check-providers.ts";
import { deepFreeze } from "./freeze.ts";
import type { LoadedConfig } from "./load.ts";
import type { Environment } from "./substitute.ts";

type Vendor = {
  readonly name: "anthropic" | "openai" | "gemini";
  readonly variable: string;
  readonly matches: readonly string[];
};

// The variables that the vendors' SDKs read. Not their base URL variables: whoever uses Holdfast has pointed those at Holdfast.
const vendors: readonly Vendor[] = [
  { name: "anthropic", variable: "ANTHROPIC_API_KEY", matches: ["claude-*"] },
  { name: "openai", variable: "OPENAI_API_KEY", matches: ["gpt-*", "chatgpt-*", "o*"] },
  { name: "gemini", variable: "GEMINI_API_KEY", matches: ["gemini-*"] },
];

/** Without keys, two are enough to see one fail and the other answer. */
const simulatedVendors = vendors.slice(0, 2);

export function defaultConfig(env: Environment): LoadedConfig {
  const present = vendors.flatMap((vendor) => {
    const key = keyOf(vendor, env);
    return key === undefined ? [] : [{ ...vendor, key }];
  });
  if (present.length > 0) return loadedFrom(present, "environment");
  // No vendor ever sees this key: snapshotFrom refuses to place a simulated provider anywhere but at a simulator.
  return loadedFrom(
    simulatedVendors.map((vendor) => ({ ...vendor, key: "simulated" })),
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
      ...present.flatMap((vendor) =>
        vendor.matches.map((match) => ({ match, chain: chainFor(vendor, present) })),
      ),
      ...present.slice(0, 1).map((vendor) => ({ match: "*", chain: chainFor(vendor, present) })),
    ],
  });
  const simulated = source === "simulated" ? present.map(({ name }) => name) : [];
  return deepFreeze({ config, source, simulated, warnings: [], advice: [] });
}

/** The vendor's own model first, then what the others have: an answer of another model beats none. */
function chainFor({ name }: Vendor, present: readonly Vendor[]): string[] {
  const others = present.filter((other) => other.name !== name);
  return [
    `${name}/*`,
    ...others.map((other) => `${other.name}/${kinds[other.name].location.exampleModel ?? "*"}`),
  ];
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
