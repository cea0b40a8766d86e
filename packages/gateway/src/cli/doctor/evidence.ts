// The findings as lines beneath the verdict.

import { gatewayEvidence } from "./findings.ts";
import type { Findings, ProviderFinding } from "./findings.ts";
import type { Sighting } from "./probes.ts";

export function evidenceLines(findings: Findings): string[] {
  const { config, providers, neutral, proxy, aheadMs, descriptors, data, gateway } = findings;
  return [
    `configuration: ${config.kind === "broken" ? config.why : config.isSimulated ? "sound; its providers are simulated" : "sound"}`,
    ...providers.flatMap((provider) => providerLines(provider, gatewayEvidence(gateway, provider.name))),
    neutral === undefined
      ? "neutral host: not asked"
      : `neutral host ${neutral.url}: ${sightingWords(neutral.seen)}`,
    ...(proxy === undefined ? [] : [`proxy: ${proxy}, towards https providers that NO_PROXY does not name`]),
    aheadMs === undefined ? "clock: nobody told the time" : `clock: ${clockWords(aheadMs)}`,
    descriptors === undefined
      ? "open files: the system does not say"
      : `open files: at most ${descriptors === Number.POSITIVE_INFINITY ? "as many as there is memory for" : descriptors}`,
    `data folder ${data.folder}: ${data.fault === undefined ? "can be written" : `cannot be written (${data.fault})`}`,
    gatewayLine(gateway),
  ];
}

function providerLines({ name, host, asked }: ProviderFinding, gatewaySays: readonly string[]): string[] {
  return [
    ...asked.map(({ key, seen }) => {
      const signedIn = key === undefined ? "" : `, key ${key + 1}`;
      return `${name} (${host}${signedIn}): ${sightingWords(seen)}`;
    }),
    ...gatewaySays.map((why) => `${name}, says the gateway: ${why}`),
  ];
}

function sightingWords(seen: Sighting): string {
  const { phases, tookMs, peer } = seen;
  const steps = [
    step("name", phases.dnsMs),
    step("connection", phases.connectMs),
    step("TLS", phases.tlsMs),
    seen.kind === "answered"
      ? step(String(seen.status), tookMs)
      : `${seen.failure} (${seen.reason}) after ${Math.round(tookMs)} ms`,
  ].filter((words) => words !== undefined);
  return `${steps.join(", ")}${peer === undefined ? "" : ` [${peer}]`}`;
}

/** Phases are counted from the start of the question. */
function step(what: string, ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : `${what} after ${Math.round(ms)} ms`;
}

function clockWords(aheadMs: number): string {
  const seconds = Math.round(Math.abs(aheadMs) / 1_000);
  // Servers tell whole seconds, and the answer was on its way.
  if (seconds <= 2) return "right";
  return `${seconds} s ${aheadMs > 0 ? "ahead of" : "behind"} theirs`;
}

function gatewayLine({ url, report }: Findings["gateway"]): string {
  if (report === undefined) return `gateway: none answers at ${url}`;
  const { unwell, config_version: version } = report;
  const health = unwell.length === 0 ? "everything is well" : `${unwell.length} not well`;
  return `gateway: runs with configuration ${version}, ${health}`;
}
