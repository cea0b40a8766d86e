// Looks at everything at once, and judges nothing.

import { nothingPrepared, prepareFields, proxyFromEnvironment } from "@holdfast/transport";
import type { PreparedFields } from "@holdfast/transport";
import { formatAddress, isLoopback } from "../../config/address.ts";
import type { LoadedConfig } from "../../config/load.ts";
import { endpointsFor, snapshotFrom } from "../../config/snapshot.ts";
import type { Environment } from "../../config/substitute.ts";
import type { ProviderConfig } from "../../contract/config.ts";
import type { Provider } from "../../contract/snapshot.ts";
import { isStatusReport } from "../status.ts";
import type { ConfigFinding, Findings, ProviderFinding } from "./findings.ts";
import type { Probes, Sighting } from "./probes.ts";

export interface Examination {
  readonly probes: Probes;
  /** Undefined where the configuration cannot be used. */
  readonly loaded: LoadedConfig | undefined;
  readonly config: ConfigFinding;
  readonly places: { readonly console: string; readonly data: string };
  /** Left out: every provider. */
  readonly provider: string | undefined;
  /** Undefined: nobody neutral is asked. */
  readonly neutral: URL | undefined;
  readonly getJson: (url: string) => Promise<unknown>;
  readonly env: Environment;
}

export async function examine(examination: Examination): Promise<Findings> {
  const { probes, loaded, config, places, getJson } = examination;
  const asked = loaded === undefined ? [] : questioned(loaded, examination.provider);
  const isFarAway = asked.some(({ provider }) => !isLoopback(provider.origin.host));
  const url = `http://${places.console}/api/status`;
  const [providers, neutral, descriptors, fault, report] = await Promise.all([
    Promise.all(asked.map((one) => look(probes, one))),
    isFarAway && examination.neutral !== undefined ? askNeutral(probes, examination.neutral) : undefined,
    probes.descriptors(),
    probes.folderFault(places.data),
    getJson(url).catch(() => undefined),
  ]);
  return {
    config,
    providers,
    neutral,
    proxy: proxyIn(examination.env),
    aheadMs: middleOf([
      ...providers.flatMap((one) => one.asked),
      ...(neutral === undefined ? [] : [neutral]),
    ]),
    descriptors,
    data: { folder: places.data, fault },
    gateway: { url, report: isStatusReport(report) ? report : undefined },
  };
}

function proxyIn(env: Environment): string | undefined {
  const settings = proxyFromEnvironment(env);
  return settings === undefined || "error" in settings ? undefined : formatAddress(settings.proxy);
}

interface Questioned {
  readonly provider: Provider;
  readonly settings: ProviderConfig;
}

/** Simulated providers live in the gateway's own process: there is nobody to ask. */
function questioned(loaded: LoadedConfig, only: string | undefined): Questioned[] {
  if (loaded.simulated.length > 0) return [];
  return snapshotFrom(loaded, { version: 1 }).providers.flatMap((provider) => {
    const settings = loaded.config.providers[provider.name];
    const isWanted = only === undefined || only === provider.name;
    return isWanted && settings !== undefined ? [{ provider, settings }] : [];
  });
}

async function look(probes: Probes, { provider, settings }: Questioned): Promise<ProviderFinding> {
  const { origin, name } = provider;
  const keys = settings.keys.length === 0 ? [undefined] : settings.keys;
  const [dialect = "chat"] = provider.speaks;
  const targetFor = (key: string | undefined): { target: string; fields: PreparedFields } => {
    const endpoint = endpointsFor(provider, key)[dialect];
    const version = dialect === "messages" ? [["anthropic-version", "2023-06-01"] as const] : [];
    const signIn = (endpoint?.signIn ?? []).map((field) => [field.name, field.value] as const);
    return { target: endpoint?.paths.models ?? "/", fields: prepared([...usual, ...version, ...signIn]) };
  };
  const asked = await Promise.all(
    keys.map(async (key, index) => ({
      key: key === undefined ? undefined : index,
      seen: await probes.ask({ origin, ...targetFor(key) }),
    })),
  );
  return {
    name,
    host: origin.authority,
    path: targetFor(undefined).target,
    isLocal: isLoopback(origin.host),
    isPlaced: settings.base_url !== undefined,
    asked,
  };
}

const usual = [
  ["accept", "application/json"],
  ["user-agent", "holdfast"],
] as const;

/** `loadConfig` lets no key through that a field cannot carry. */
function prepared(fields: readonly (readonly [name: string, value: string])[]): PreparedFields {
  return prepareFields(fields) ?? nothingPrepared;
}

async function askNeutral(probes: Probes, url: URL): Promise<Findings["neutral"]> {
  const scheme = url.protocol === "http:" ? "http" : "https";
  const port = url.port === "" ? { http: 80, https: 443 }[scheme] : Number(url.port);
  const origin = { scheme, host: url.hostname.replace(/^\[|\]$/g, ""), port } as const;
  const target = url.pathname + url.search;
  return { url: url.href, seen: await probes.ask({ origin, target, fields: prepared(usual) }) };
}

/** Of all clocks that were told: a single wrong one out there is not ours. */
function middleOf(asked: readonly { readonly seen: Sighting }[]): number | undefined {
  const all = asked
    .flatMap(({ seen }) => (seen.kind === "answered" && seen.aheadMs !== undefined ? [seen.aheadMs] : []))
    .toSorted((a, b) => a - b);
  return all[Math.floor(all.length / 2)];
}
