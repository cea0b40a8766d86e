// How everything stands, from what the data plane knows.

import type { ConfigStanding } from "../config/live-config.ts";
import type { StatusReport } from "../contract/status.ts";
import type { Scope } from "@holdfast/policy";
import type { Plane } from "../dataplane/plane.ts";
import type { LedgerCounts } from "../store/ledger-writer.ts";
import type { Gauge } from "../telemetry/metrics.ts";

export interface StatusInput {
  readonly plane: Pick<Plane, "snapshot" | "health" | "wheel">;
  readonly config: ConfigStanding;
  readonly counts: LedgerCounts;
  readonly isReady: boolean;
}

export function statusFrom({ plane, config, counts, isReady }: StatusInput): StatusReport {
  const now = plane.wheel.now();
  const { version, providers } = plane.snapshot();
  const configured = new Set(providers.map(({ name }) => name));
  return {
    ready: isReady,
    config_version: version,
    config_error: config.error ?? null,
    config_refused: config.refused,
    needs_restart: config.needsRestart,
    providers: providers.map(({ name, kind, simulated }) => ({ name, kind, simulated })),
    unwell: plane.health.report(now).flatMap(({ scope, standing, evidence }) => {
      // Nobody will test again what a new configuration has left out.
      if (standing.kind === "well" || !configured.has(providerOf(scope))) return [];
      const retest = standing.kind === "sick" ? Math.max(0, Math.round(standing.until - now)) : null;
      return [{ ...scope, standing: standing.kind, retest_in_ms: retest, evidence }];
    }),
    ledger: counts,
  };
}

/** Names of scopes begin with the provider's; those of providers hold neither `#` nor `/`. */
function providerOf({ name }: Scope): string {
  return name.split(/[#/]/, 1)[0] ?? name;
}

/** What of it is a number. */
export function gaugesFrom(report: StatusReport): Gauge[] {
  const { unwell, ledger } = report;
  const lost = "Records of requests that the store did not take.";
  return [
    {
      name: "holdfast_config_last_reload_successful",
      help: "1 where the configuration as it is now is in force, 0 where it was refused.",
      value: report.config_error === null ? 1 : 0,
    },
    {
      name: "holdfast_config_refused_total",
      help: "Configurations that were refused while running.",
      value: report.config_refused,
      isCounter: true,
    },
    {
      name: "holdfast_config_version",
      help: "Grows with every configuration taken.",
      value: report.config_version,
    },
    {
      name: "holdfast_unwell_scopes",
      help: "Keys, models and providers that are not well.",
      value: unwell.length,
    },
    { name: "holdfast_ledger_lost_total", help: lost, value: ledger.lost, isCounter: true },
    { name: "holdfast_ledger_waiting", help: "Records that wait to be written.", value: ledger.waiting },
  ];
}
