// A validated configuration -> what the data plane eats.

import type { Config, Dialect, ProviderConfig } from "../contract/config.ts";
import type {
  Address,
  DialectPaths,
  Endpoint,
  Provider,
  Road,
  Route,
  Snapshot,
  Workflow,
} from "../contract/snapshot.ts";
import { HoldfastError } from "../errors.ts";
import { kinds } from "../providers/registry.ts";
import { parseAddress } from "./address.ts";
import { parseBaseUrl, type BaseUrl } from "./base-url.ts";
import { deepFreeze } from "./freeze.ts";
import { globMatches, isGlob } from "./glob.ts";
import type { LoadedConfig } from "./load.ts";
import { parseRoadName, type RoadName } from "./road-name.ts";
import { createRouter, type RoutePlan } from "./router.ts";

export type SnapshotOptions = {
  /** Larger than that of every snapshot before it in this process. */
  readonly version: number;
  /** Where the simulator of each simulated provider listens, such as `http://127.0.0.1:40123`. */
  readonly simulators?: Readonly<Record<string, string>>;
};

type Place = { readonly provider: Provider; readonly settings: ProviderConfig };

export function snapshotFrom(loaded: LoadedConfig, { version, simulators = {} }: SnapshotOptions): Snapshot {
  const { config } = loaded;
  const places = new Map(
    Object.entries(config.providers).map(([name, settings]) => {
      const simulator = loaded.simulated.includes(name) ? simulatorOf(name, simulators) : undefined;
      return [name, { provider: providerFrom(name, settings, simulator), settings }];
    }),
  );
  const plans = config.routes.map((route) => planFrom(route, places));
  const workflows = new Map(
    Object.entries(config.workflows).map(([name, settings]) => [
      name,
      deepFreeze(workflowFrom(name, settings)),
    ]),
  );
  return deepFreeze({
    version,
    listen: addressFrom(config.listen),
    console: addressFrom(config.console),
    data: config.data,
    drainMs: Math.round(config.drain_seconds * 1_000),
    bodyBytes: Math.round(config.limits.body_mb * 1_048_576),
    providers: [...places.values()].map(({ provider }) => provider),
    workflowNamed: (name) => workflows.get(name),
    ledgerKeepMs: config.ledger.keep_days * 86_400_000,
    routes: plans.map(({ route }) => route),
    routeFor: createRouter(deepFreeze(plans)),
  });
}

function simulatorOf(name: string, simulators: Readonly<Record<string, string>>): string {
  const origin = Object.hasOwn(simulators, name) ? simulators[name] : undefined;
  if (origin !== undefined) return origin;
  throw new HoldfastError(
    "simulator-not-placed",
    `The provider \`${name}\` is simulated, but no simulator was started for it.`,
    { details: { provider: name } },
  );
}

function providerFrom(name: string, settings: ProviderConfig, simulator: string | undefined): Provider {
  const { location } = kinds[settings.kind];
  const usual = baseUrlFrom(settings.base_url ?? location.baseUrl ?? "");
  // A simulator serves under the paths of the real provider.
  const origin = simulator === undefined ? usual.origin : baseUrlFrom(simulator).origin;
  return {
    name,
    kind: settings.kind,
    origin,
    basePath: usual.basePath,
    versionInBase: location.versionInBase,
    speaks: [...new Set(settings.speaks ?? location.speaks)],
    simulated: simulator !== undefined,
  };
}

function planFrom(route: Config["routes"][number], places: ReadonlyMap<string, Place>): RoutePlan {
  const { match, whole, workflow } = route;
  const holdMs = Math.round(route.hold_seconds * 1_000);
  const chain = route.chain.map((entry) => {
    const { provider, model } = roadNameFrom(entry);
    return { place: placeOf(provider, places), model };
  });
  const build = (asked: string | undefined): Route => {
    const roads = chain.flatMap(({ place, model }, rank) => roadsFrom(place, { model, asked, rank }));
    return { match, roads: nonEmpty(roads), holdMs, whole, workflow };
  };
  if (!isGlob(match)) return { match, route: build(match), renamed: new Map() };
  const names = chain
    .filter(({ model }) => model === undefined)
    .flatMap(({ place }) => Object.keys(place.settings.models));
  const asked = names.filter((name) => globMatches(match, name));
  return {
    match,
    route: build(undefined),
    renamed: new Map(asked.map((name) => [name, deepFreeze(build(name))])),
  };
}

type Entry = {
  /** The chain's. */
  readonly model: string | undefined;
  /** The client's, where it is known beforehand. */
  readonly asked: string | undefined;
  readonly rank: number;
};

/** One road for each key. */
function roadsFrom({ provider, settings }: Place, { model, asked, rank }: Entry): Road[] {
  const usual = model ?? asked;
  const own =
    usual !== undefined && Object.hasOwn(settings.models, usual) ? settings.models[usual] : undefined;
  const sent = own ?? model;
  const keys = settings.keys.length === 0 ? [undefined] : settings.keys;
  return keys.map((key, index) => ({
    provider,
    key: key === undefined ? undefined : index,
    model: sent,
    rank,
    endpoints: endpointsFor(provider, key),
  }));
}

/** Where a provider answers each dialect that it speaks, signed in with one of its keys. */
export function endpointsFor(
  provider: Provider,
  key: string | undefined,
): Partial<Record<Dialect, Endpoint>> {
  const { location, signIn } = kinds[provider.kind];
  const endpoints: Partial<Record<Dialect, Endpoint>> = {};
  for (const dialect of provider.speaks) {
    endpoints[dialect] = {
      paths: pathsBehind(provider.basePath, location.endpoints[dialect]),
      signIn: key === undefined ? [] : signIn.fields(key, dialect),
    };
  }
  return endpoints;
}

function workflowFrom(name: string, settings: Config["workflows"][string]): Workflow {
  const { owner, needs, criticality, accepts, cost_per_minute: costPerMinute } = settings;
  return {
    name,
    owner,
    needs: needs === undefined ? undefined : Number.parseFloat(needs) / 100,
    criticality,
    accepts: (model) => accepts?.some((glob) => globMatches(glob, model)) ?? true,
    costPerMinute,
  };
}

function pathsBehind(basePath: string, paths: DialectPaths): DialectPaths {
  const { generate, stream, countTokens, models, embeddings } = paths;
  return {
    generate: basePath + generate,
    models: basePath + models,
    ...(stream === undefined ? {} : { stream: basePath + stream }),
    ...(countTokens === undefined ? {} : { countTokens: basePath + countTokens }),
    ...(embeddings === undefined ? {} : { embeddings: basePath + embeddings }),
  };
}

function placeOf(name: string, places: ReadonlyMap<string, Place>): Place {
  const place = places.get(name);
  if (place === undefined) throw invalid(name);
  return place;
}

function addressFrom(text: string): Address {
  const parsed = parseAddress(text);
  if ("fault" in parsed) throw invalid(text);
  return parsed;
}

function baseUrlFrom(text: string): BaseUrl {
  const parsed = parseBaseUrl(text);
  if ("fault" in parsed) throw invalid("a base URL");
  return parsed;
}

function roadNameFrom(entry: string): RoadName {
  const parsed = parseRoadName(entry);
  if ("fault" in parsed) throw invalid(entry);
  return parsed;
}

function nonEmpty(roads: Road[]): Route["roads"] {
  const [first, ...others] = roads;
  if (first === undefined) throw invalid("an empty chain");
  return [first, ...others];
}

/** loadConfig has looked at all of this: only a configuration made by hand can fail. */
function invalid(what: string): HoldfastError {
  return new HoldfastError(
    "config-invalid",
    `A snapshot was asked of a configuration that was never checked: ${what}.`,
  );
}
