import { describe, expect, test } from "bun:test";
import { wheel } from "@holdfast/transport";
import type { HealthReport } from "@holdfast/policy";
import { loadConfig } from "../config/load.ts";
import type { ConfigStanding } from "../config/live-config.ts";
import { snapshotFrom } from "../config/snapshot.ts";
import type { StatusReport } from "../contract/status.ts";
import { scrape } from "../../test/prometheus.ts";
import { createMetrics } from "../telemetry/metrics.ts";
import { gaugesFrom, statusFrom } from "./status.ts";

const loaded = loadConfig(
  `providers: { a: { kind: anthropic, keys: [sk-secret-of-a] }, b.c: { kind: openai-compatible, base_url: "http://h/v1" } }
routes: [{ match: "*", chain: [a/*, b.c/m] }]`,
  {},
);
if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
const snapshot = snapshotFrom(loaded.loaded, { version: 3 });

const sound: ConfigStanding = { error: undefined, needsRestart: [], refused: 0 };

function statusWith(health: (now: number) => readonly HealthReport[], config = sound): StatusReport {
  const unused = (): never => {
    throw new Error("A report asks nothing else.");
  };
  return statusFrom({
    plane: {
      snapshot: () => snapshot,
      wheel,
      health: {
        standing: unused,
        take: unused,
        settle: unused,
        inFlight: unused,
        goodAt: unused,
        report: health,
      },
    },
    config,
    counts: { waiting: 1, written: 2, lost: 3 },
    isReady: true,
  });
}

describe("the status", () => {
  test("of a gateway that is well names its providers and nothing secret", () => {
    const report = statusWith(() => [
      { scope: { level: "provider", name: "a" }, standing: { kind: "well" }, evidence: [] },
    ]);
    expect(report).toEqual({
      ready: true,
      config_version: 3,
      config_error: null,
      config_refused: 0,
      needs_restart: [],
      providers: [
        { name: "a", kind: "anthropic", simulated: false },
        { name: "b.c", kind: "openai-compatible", simulated: false },
      ],
      unwell: [],
      ledger: { waiting: 1, written: 2, lost: 3 },
    });
    expect(JSON.stringify(report)).not.toContain("sk-secret");
  });

  test("tells what is not well, why, and when it is tested again", () => {
    const { unwell } = statusWith((now) => [
      {
        scope: { level: "key", name: "a#0" },
        standing: { kind: "sick", until: now + 2_000, why: "w" },
        evidence: ["401 twice"],
      },
      {
        scope: { level: "cell", name: "b.c/m" },
        standing: { kind: "ramping", share: 0.5, why: "w" },
        evidence: [],
      },
      {
        scope: { level: "provider", name: "b.c" },
        standing: { kind: "sick", until: now - 1, why: "w" },
        evidence: [],
      },
    ]);
    expect(unwell).toEqual([
      { level: "key", name: "a#0", standing: "sick", retest_in_ms: 2_000, evidence: ["401 twice"] },
      { level: "cell", name: "b.c/m", standing: "ramping", retest_in_ms: null, evidence: [] },
      { level: "provider", name: "b.c", standing: "sick", retest_in_ms: 0, evidence: [] },
    ]);
  });

  test("says nothing of providers that a new configuration has left out", () => {
    const { unwell } = statusWith(() =>
      ["b", "gone/m", "gone#0", "b.c"].map((name) => ({
        scope: { level: "provider", name },
        standing: { kind: "testing", why: "w" },
        evidence: [],
      })),
    );
    expect(unwell.map(({ name }) => name)).toEqual(["b.c"]);
  });

  test("tells of a configuration that was refused, and of what needs a restart", () => {
    const error = { code: "config-invalid", message: "m", at: "2026-01-02T00:00:00.000Z", problems: [] };
    expect(statusWith(() => [], { error, needsRestart: ["listen"], refused: 2 })).toMatchObject({
      config_error: error,
      config_refused: 2,
      needs_restart: ["listen"],
    });
  });
});

describe("the numbers of the status", () => {
  test("can be scraped, and say whether the last configuration was taken", () => {
    const error = { code: "config-invalid", message: "m", at: "", problems: [] };
    const valueIn = (config: ConfigStanding, name: string): number | undefined =>
      scrape(createMetrics().text(gaugesFrom(statusWith(() => [], config))))
        .get(name)
        ?.samples.get(name);
    const name = "holdfast_config_last_reload_successful";
    expect(valueIn(sound, name)).toBe(1);
    expect(valueIn({ ...sound, error, refused: 2 }, name)).toBe(0);
    expect(valueIn({ ...sound, refused: 2 }, "holdfast_config_refused_total")).toBe(2);
    expect(valueIn(sound, "holdfast_config_version")).toBe(3);
    expect(valueIn(sound, "holdfast_ledger_lost_total")).toBe(3);
    expect(valueIn(sound, "holdfast_ledger_waiting")).toBe(1);
    expect(valueIn(sound, "holdfast_unwell_scopes")).toBe(0);
  });
});
