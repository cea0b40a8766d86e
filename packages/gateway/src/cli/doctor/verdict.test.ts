import { describe, expect, test } from "bun:test";
import type { StatusReport } from "../../contract/status.ts";
import type { Findings, ProviderFinding } from "./findings.ts";
import type { Sighting } from "./probes.ts";
import { verdictOn } from "./verdict.ts";
import type { Verdict } from "./verdict.ts";

type Failed = Extract<Sighting, { kind: "failed" }>["failure"];

function answered(status: number): Sighting {
  return { kind: "answered", status, aheadMs: 0, phases: {}, tookMs: 9, peer: "192.0.2.1:443" };
}

function failed(failure: Failed, reason = "REASON"): Sighting {
  // Whoever fails after there was a connection has been reached.
  const isReached = ["malformed", "head-timeout", "reset-before-head"].includes(failure);
  return {
    kind: "failed",
    failure,
    reason,
    phases: isReached ? { connectMs: 3 } : {},
    tookMs: 9,
    peer: isReached ? "192.0.2.1:443" : undefined,
  };
}

/** With one key, or with a key for each sighting. */
function provider(
  name: string,
  seen: Sighting | Sighting[],
  more: Partial<ProviderFinding> = {},
): ProviderFinding {
  return {
    name,
    host: `${name}.example`,
    path: "/v1/models",
    isLocal: false,
    isPlaced: false,
    asked: (Array.isArray(seen) ? seen : [seen]).map((one, key) => ({ key, seen: one })),
    ...more,
  };
}

const report: StatusReport = {
  ready: true,
  config_version: 1,
  config_error: null,
  config_refused: 0,
  needs_restart: [],
  providers: [],
  unwell: [],
  ledger: { waiting: 0, written: 0, lost: 0 },
};

const url = "http://127.0.0.1:4142/api/status";
const reached = { url: "https://www.example.com/", seen: answered(200) };
const unreached = { url: "https://www.example.com/", seen: failed("connect-timeout") };

function findings(more: Partial<Findings> = {}): Findings {
  return {
    config: { kind: "sound", isSimulated: false },
    providers: [provider("a", answered(200))],
    neutral: reached,
    proxy: undefined,
    aheadMs: 200,
    descriptors: 65_536,
    data: { folder: "./data", fault: undefined },
    gateway: { url, report },
    ...more,
  };
}

function sick(name: string, standing: "sick" | "testing" = "sick"): StatusReport {
  const unwell = [{ level: "provider", name, standing, retest_in_ms: 1, evidence: ["529 on 6 of 6"] }];
  return { ...report, unwell };
}

type Row = readonly [what: string, found: Partial<Findings>, whose: Verdict["whose"], sentence: string];

const local = { isLocal: true, isPlaced: true, host: "127.0.0.1:11434" };

const rows: readonly Row[] = [
  ["all is well", {}, "nobody", "It is neither you nor them: a answers, and the gateway runs and is well."],
  [
    "no gateway runs",
    { gateway: { url, report: undefined } },
    "nobody",
    "It is neither you nor them: a answers, and no gateway runs here.",
  ],
  [
    "all is simulated",
    { config: { kind: "sound", isSimulated: true }, providers: [], neutral: undefined },
    "nobody",
    "It is neither you nor them: providers are simulated, so nobody was asked, and the gateway runs and is well.",
  ],

  ["5xx", { providers: [provider("a", answered(529))] }, "theirs", "It is them: a answers 529."],
  [
    "one of two is down",
    {
      providers: [provider("a", failed("connect-timeout")), provider("b", answered(200))],
      neutral: undefined,
    },
    "theirs",
    "It is them: a (a.example): no connection came about in time.",
  ],
  [
    "down, while a neutral host is reached",
    { providers: [provider("a", failed("refused"))] },
    "theirs",
    "It is them: a (a.example): it refused the connection.",
  ],
  [
    "the vendor's own name is gone, while a neutral host is reached",
    { providers: [provider("a", failed("dns"))] },
    "theirs",
    "It is them: a (a.example): its name cannot be resolved.",
  ],
  [
    "silent",
    { providers: [provider("a", failed("head-timeout"))], neutral: undefined },
    "theirs",
    "It is them: a (a.example): it did not answer in time.",
  ],
  [
    "on and off",
    { providers: [provider("a", [answered(200), failed("reset-before-head")])] },
    "theirs",
    "It is them: a answers only some of the time (it closed the connection before answering).",
  ],
  [
    "lists models and answers nothing",
    { gateway: { url, report: sick("a") } },
    "theirs",
    "It is them: a lists its models, but fails at answers (the gateway: 529 on 6 of 6).",
  ],
  [
    "being tested again is no evidence against it",
    { gateway: { url, report: sick("a", "testing") } },
    "nobody",
    "It is neither you nor them: a answers, and the gateway runs and is well.",
  ],
  [
    "another provider's illness is not its own",
    { gateway: { url, report: sick("ab/m") } },
    "nobody",
    "It is neither you nor them: a answers, and the gateway runs and is well.",
  ],

  [
    "the only key",
    { providers: [provider("a", answered(401))] },
    "yours",
    "It is you: a refuses key 1 (401).",
  ],
  [
    "one key of three",
    { providers: [provider("a", [answered(200), answered(403), answered(200)])] },
    "yours",
    "It is you: a refuses key 2 (403).",
  ],
  [
    "all keys at once",
    { providers: [provider("a", [answered(401), answered(401)])] },
    "unclear",
    "It cannot be told for sure: a refuses all 2 keys at once (401).",
  ],
  [
    "no key",
    { providers: [provider("a", answered(401), { asked: [{ key: undefined, seen: answered(401) }] })] },
    "yours",
    "It is you: a wants a key (401).",
  ],
  [
    "limits",
    { providers: [provider("a", answered(429))] },
    "yours",
    "It is you: a refuses key 1 for its limits (429).",
  ],
  [
    "a wrong base_url, perhaps",
    { providers: [provider("a", answered(404))] },
    "unclear",
    "It cannot be told for sure: a answers 404 where its models should be listed.",
  ],
  [
    "an unknown name in base_url",
    { providers: [provider("a", failed("dns"), { isPlaced: true })] },
    "yours",
    "It is you: a (a.example): its name cannot be resolved.",
  ],
  [
    "nothing runs on this machine",
    { providers: [provider("a", failed("refused"), local)], neutral: undefined },
    "yours",
    "It is you: a (127.0.0.1:11434): it refused the connection.",
  ],
  [
    "something else answers at a base_url",
    { providers: [provider("a", failed("malformed"), { isPlaced: true })] },
    "yours",
    "It is you: a (a.example): its answer was not HTTP.",
  ],
  [
    "a stranger's certificate",
    { providers: [provider("a", failed("tls", "SELF_SIGNED_CERT_IN_CHAIN"))] },
    "yours",
    "It is you: a (a.example): no secure connection could be made (SELF_SIGNED_CERT_IN_CHAIN).",
  ],
  [
    "an expired certificate",
    { providers: [provider("a", failed("tls", "CERT_HAS_EXPIRED: certificate has expired"))] },
    "unclear",
    "It cannot be told for sure: a (a.example): no secure connection could be made (CERT_HAS_EXPIRED: certificate has expired).",
  ],
  [
    "no descriptors left",
    { providers: [provider("a", failed("ours", "EMFILE"))] },
    "yours",
    "It is you: a (a.example): this gateway is at a limit of its own (EMFILE).",
  ],

  [
    "no way out",
    {
      providers: [provider("a", failed("unreachable")), provider("b", failed("unreachable"))],
      neutral: unreached,
    },
    "yours",
    "It is you: this machine reaches no host outside.",
  ],
  [
    "no names",
    {
      providers: [provider("a", failed("dns"))],
      neutral: { ...unreached, seen: failed("dns") },
    },
    "yours",
    "It is you: no name can be resolved on this machine.",
  ],
  [
    "all providers at once, and nobody else was asked",
    { providers: [provider("a", failed("unreachable")), provider("b", failed("dns"))], neutral: undefined },
    "yours",
    "It is you: this machine reaches no host outside.",
  ],
  [
    "the only provider, and nobody else was asked",
    { providers: [provider("a", failed("connect-timeout"))], neutral: undefined },
    "unclear",
    "It cannot be told for sure: a (a.example): no connection came about in time.",
  ],
  [
    "no way out, and a local one that is well",
    { providers: [provider("a", failed("dns")), provider("l", answered(200), local)], neutral: unreached },
    "yours",
    "It is you: this machine reaches no host outside.",
  ],

  [
    "a broken configuration",
    { config: { kind: "broken", why: "the configuration has 2 errors" }, providers: [], neutral: undefined },
    "yours",
    "It is you: the configuration has 2 errors.",
  ],
  [
    "a clock far ahead",
    { aheadMs: 3_600_000 },
    "yours",
    "It is you: this machine's clock is 60 minutes ahead.",
  ],
  [
    "a clock a little behind",
    { aheadMs: -60_000 },
    "nobody",
    "It is neither you nor them: a answers, and the gateway runs and is well.",
  ],
  [
    "few descriptors",
    { descriptors: 256 },
    "yours",
    "It is you: only 256 files and sockets may be open, and a stream needs two.",
  ],
  [
    "a full disk",
    { data: { folder: "./data", fault: "ENOSPC" } },
    "yours",
    "It is you: nothing can be written in ./data (ENOSPC).",
  ],
  [
    "a configuration that the gateway has refused",
    {
      gateway: {
        url,
        report: {
          ...report,
          config_error: {
            code: "config-invalid",
            message: "The configuration has an error.",
            at: "",
            problems: [],
          },
        },
      },
    },
    "yours",
    "It is you: the running gateway has refused the configuration and goes on with the one before (The configuration has an error).",
  ],
  [
    "a restart that was forgotten",
    { gateway: { url, report: { ...report, needs_restart: ["listen", "data"] } } },
    "yours",
    "It is you: the running gateway still has the listen, data of before.",
  ],
  [
    "both",
    { providers: [provider("a", answered(401)), provider("b", answered(503))] },
    "both",
    "It is both: on your side a refuses key 1 (401); on theirs b answers 503.",
  ],
  [
    "several of theirs",
    { providers: [provider("a", answered(500)), provider("b", answered(503))] },
    "theirs",
    "It is them: a answers 500; b answers 503.",
  ],
];

describe("the verdict", () => {
  test.each(rows)("%s", (_, found, whose, sentence) => {
    const verdict = verdictOn(findings(found));
    expect(verdict.sentence).toBe(sentence);
    expect(verdict.whose).toBe(whose);
  });

  test.each(rows.filter(([, , whose]) => whose !== "nobody"))("says what to do: %s", (_, found) => {
    for (const advice of verdictOn(findings(found)).advice) expect(advice).toMatch(/^[A-Z].*[.)]$/);
    expect(verdictOn(findings(found)).advice.length).toBeGreaterThan(0);
  });

  test("of a broken configuration that the gateway has taken says where to look", () => {
    const config = { kind: "broken", why: "the configuration has an error" } as const;
    const taken = verdictOn(findings({ config, providers: [], neutral: undefined }));
    expect(taken.advice[0]).toContain("only this shell that lacks its variables");
    const absent = verdictOn(findings({ config, providers: [], gateway: { url, report: undefined } }));
    expect(absent.advice[0]).toStartWith("Correct the configuration");
  });

  test("without a way out gives no advice on providers, of whom nothing can be said", () => {
    const providers = [provider("a", failed("dns")), provider("b", failed("unreachable"))];
    expect(verdictOn(findings({ providers, neutral: unreached })).advice).toEqual([
      "Look at this machine's network: cable, VPN, name servers, proxy, firewall.",
    ]);
  });

  test("without a gateway says how to start one, and with one nothing", () => {
    expect(verdictOn(findings({ gateway: { url, report: undefined } })).advice).toEqual([
      "Start it with `holdfast up`.",
    ]);
    expect(verdictOn(findings()).advice).toEqual([]);
  });
});
