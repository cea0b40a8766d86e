// Several providers and what happens to them over time, as plain data: the same for real sockets and for virtual time.

import { patternFrom } from "./choose.ts";
import type { Fault } from "./faults/fault.ts";
import { hashOf } from "./hash.ts";
import { reachesOf } from "./reach.ts";
import type { Condition, Rule, Script } from "./script.ts";

export interface Scenario {
  /** Of everything that happens by chance. Left out: 1. */
  readonly seed?: number;
  readonly providers: readonly ScenarioProvider[];
  /** What goes wrong, with one provider or with many. These count before the providers' own rules. */
  readonly faults?: readonly ScenarioFault[];
}

/** A script with a name. Its account, if none is given, is called like it. */
export interface ScenarioProvider extends Script {
  readonly name: string;
  /** Where it stands, so that a fault can hit everything there. */
  readonly region?: string;
  /** Whether it is reached over TLS. */
  readonly tls?: boolean;
}

export interface ScenarioFault {
  readonly fault: Fault;
  readonly when?: Condition;
  /** The name of the providers it hits; `*` stands for any run of characters. Left out: all. */
  readonly providers?: string;
  /** Only those that stand there. */
  readonly region?: string;
}

/** The script that a provider of the scenario plays. */
export function scriptOf(provider: ScenarioProvider, { seed = 1, faults = [] }: Scenario): Script {
  const { name, region: _region, tls: _tls, ...script } = provider;
  const rules = faults.filter((fault) => hits(fault, provider)).map(ruleFrom);
  return {
    account: name,
    seed: hashOf(name, seed),
    ...script,
    rules: [...rules, ...(script.rules ?? [])],
  };
}

/** Whether it is reached over TLS: it says so, or its certificate fails at some time. */
export function isSecure({ tls }: ScenarioProvider, script: Script): boolean {
  return tls === true || reachesOf(script).some(({ kind }) => kind === "wrong-certificate");
}

function hits({ providers = "*", region }: ScenarioFault, provider: ScenarioProvider): boolean {
  return patternFrom(providers).test(provider.name) && (region === undefined || region === provider.region);
}

function ruleFrom({ fault, when }: ScenarioFault): Rule {
  return when === undefined ? { fault } : { fault, when };
}
