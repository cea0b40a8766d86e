// The gateway of a cell, and what it says about itself.

import type { Dialect } from "@holdfast/simulator";
import { objectFrom, objects } from "./heard/heard.ts";
import type { Json } from "./heard/heard.ts";
import { keys } from "./cells.ts";
import type { Cell } from "./cells.ts";
import { providerEntry } from "./providers.ts";
import type { SidedProvider } from "./providers.ts";
import { startStanding } from "../standing.ts";
import type { Standing } from "../standing.ts";

export interface GatewayInput {
  readonly sick: SidedProvider;
  readonly well: SidedProvider;
  readonly cell: Pick<Cell, "dialect" | "mode" | "fault">;
  readonly fallbackDialect: Dialect;
  readonly speed: number;
}

/** An attempt that failed, as the log tells of it. */
export interface FailedAttempt {
  readonly provider: string;
  readonly outcome: string;
  readonly blame: string;
  readonly why: readonly string[];
}

export function startCellGateway({
  sick,
  well,
  cell,
  fallbackDialect,
  speed,
}: GatewayInput): ReturnType<typeof startStanding> {
  const { dialect, mode, fault } = cell;
  // One key is enough for the others, and a second one would be a second road.
  const ownKeys = fault.when?.key === undefined ? keys.slice(0, 1) : keys;
  const whole = mode === "passthrough" ? "passthrough" : "assembled";
  return startStanding(
    `
providers:
  sick: ${providerEntry(sick.baseUrl, dialect, ownKeys)}
  well: ${providerEntry(well.baseUrl, fallbackDialect, ["sk-well"])}
routes: [{ match: "*", chain: ["sick/*", "well/*"], whole: ${whole}, hold_seconds: ${10 / speed} }]
`,
    { HOLDFAST_CLOCK_SPEED: String(speed) },
  );
}

export function failedAttempts(gateway: Standing): FailedAttempt[] {
  return gateway
    .log()
    .split("\n")
    .flatMap((line): Json[] => {
      const entry = objectFrom(line);
      return entry === undefined ? [] : [entry];
    })
    .filter(({ event }) => event === "provider-failed")
    .map(({ provider, outcome, blame, why }) => ({
      provider: String(provider),
      outcome: String(outcome),
      blame: String(blame),
      why: Array.isArray(why) ? why.map(String) : [],
    }));
}

/** Faults of its own that it has logged: there must be none. */
export function ownFaults(gateway: Standing): string[] {
  return gateway
    .log()
    .split("\n")
    .filter((line) => /"(request|console)-fault"/.test(line));
}

/** What is not well, by its console. */
export async function unwellScopes(gateway: Standing): Promise<Json[]> {
  const response = await fetch(`${gateway.consoleUrl}/api/status`);
  const body: unknown = await response.json();
  return objects((objectFrom(JSON.stringify(body)) ?? {})["unwell"]);
}
