// Whose fault an outcome is. An HTTP status is no verdict: false 429s, false 401s and errors inside a 200 are all on
// record. Where it is doubtful the provider is blamed: a wrong "your key is bad" takes capacity away exactly when it is
// scarce, a wrong "the provider is sick" costs one failover.

import type { Verdict } from "./blame.ts";
import type { Evidence, Sighting } from "./evidence.ts";
import type { Outcome, OutcomeClass } from "./outcome.ts";
import type { Scope } from "./road.ts";

/** Longer cooldowns than this do not exist, whatever a Retry-After says: weekly ones are on record. */
export const longestCooldownMs = 15 * 60_000;
/** Where nothing proves that it is our own fault. */
const doubtMs = 10_000;
const doubtfulCapMs = 60_000;

/** Above this share of a limit left, a 429 is not about that limit. */
const headroomShare = 0.2;
const spentShare = 0.02;

export interface AttributionInput {
  readonly sighting: Sighting;
  readonly outcome: Outcome;
  /** Before this outcome was added. */
  readonly evidence: Evidence;
}

export function attribute(input: AttributionInput): Verdict {
  const judge = judges[input.outcome.class];
  return judge(input);
}

type Judge = (input: AttributionInput) => Verdict;

const judges: Readonly<Record<OutcomeClass, Judge>> = {
  answered: ({ sighting }) => verdict("nobody", cellOf(sighting), 0, "it answered"),
  transport: judgeTransport,
  silent: (input) => providerFault(input, "no content came by the deadline"),
  stalled: (input) => providerFault(input, "content stopped in the middle of the answer"),
  "server-error": (input) => providerFault(input, `it answered ${said(input.outcome)}`),
  overloaded: (input) => providerFault(input, `it says that it is overloaded (${said(input.outcome)})`),
  "rate-limited": judgeLimit,
  quota: judgeLimit,
  unauthenticated: judgeKey,
  forbidden: judgeKey,
  "bad-request": judgeRequest,
  capability: ({ sighting, outcome }) =>
    verdict("us", cellOf(sighting), 0, `the road lacks something that the request uses (${said(outcome)})`),
  "context-too-long": (input) => callerFault(input, "the prompt is longer than the model holds"),
  "content-policy": (input) => callerFault(input, "the provider's policy refuses the content"),
  "unknown-model": judgeModel,
  "unknown-state": (input) => callerFault(input, "it names something that the provider does not hold"),
  truncated: (input) => providerFault(input, "the answer ended before it was whole"),
  "stream-error": (input) => providerFault(input, `an error came inside the stream (${said(input.outcome)})`),
  cancelled: ({ sighting }) => verdict("nobody", cellOf(sighting), 0, "it was cut off by us or the client"),
  ours: ({ sighting }) => verdict("us", cellOf(sighting), 0, "this gateway was at a limit of its own"),
};

function judgeTransport(input: AttributionInput): Verdict {
  const { outcome, sighting } = input;
  const what = outcome.transport ?? "the connection failed";
  if (outcome.transport === "stale") {
    return verdict("nobody", providerOf(sighting), 0, "an idle connection was closed");
  }
  // A connection that broke after it was made says something about a model's servers; one that was never made, about the vendor's door.
  const isDoor = outcome.transport !== undefined && doorFaults.has(outcome.transport);
  const scope = isDoor ? providerOf(sighting) : cellOf(sighting);
  return verdict("provider", scope, 1, `the connection failed: ${what}`);
}

const doorFaults: ReadonlySet<string> = new Set(["dns", "refused", "unreachable", "connect-timeout", "tls"]);

/** 429 and its kin. */
function judgeLimit(input: AttributionInput): Verdict {
  const { outcome, sighting, evidence } = input;
  const { headroom } = outcome;
  const accounts = new Set(evidence.alike(sighting).map(({ road }) => road.account));
  accounts.add(sighting.road.account);
  if (headroom !== undefined && headroom > headroomShare) {
    return providerFault(input, `it says ${said(outcome)} with ${percent(headroom)} of the limit left`);
  }
  if (accounts.size > 1) {
    return providerFault(input, `${accounts.size} accounts are told the same within a minute`);
  }
  const key: Scope = { level: "key", name: sighting.road.key };
  const asked = outcome.resetAfterMs ?? outcome.retryAfterMs;
  if (headroom !== undefined && headroom <= spentShare) {
    const cooldownMs = Math.min(asked ?? doubtMs, longestCooldownMs);
    return {
      ...verdict("own-key", key, 0, "its own limit is spent, by the provider's own fields"),
      cooldownMs,
    };
  }
  const cooldownMs = Math.min(asked ?? doubtMs, doubtfulCapMs);
  return {
    ...verdict("own-key", key, 0.5, `it says ${said(outcome)}, and nothing proves or disproves it`),
    cooldownMs,
  };
}

/** 401 and 403. */
function judgeKey(input: AttributionInput): Verdict {
  const { outcome, sighting, evidence } = input;
  const { road, at } = sighting;
  const keys = new Set(evidence.alike(sighting).map((other) => other.road.key));
  keys.add(road.key);
  if (keys.size > 1) return authOutage(input, `${keys.size} keys are refused alike within a minute`);
  const key: Scope = { level: "key", name: road.key };
  if (!evidence.isTrustedKey(road.key, at)) {
    const why = `it says ${said(outcome)} to a key that has never had an answer here`;
    return { ...verdict("own-key", key, 0, why), cooldownMs: doubtfulCapMs };
  }
  if (evidence.hasGoodSibling(road, at)) {
    const why = `it says ${said(outcome)} to this key while others of the provider are answered`;
    return { ...verdict("own-key", key, 0, why), cooldownMs: doubtfulCapMs };
  }
  return authOutage(input, "the key had answers within the last day");
}

/** The sign-in of the provider is down; the keys stay trusted. */
function authOutage(input: AttributionInput, why: string): Verdict {
  return verdict("provider", providerOf(input.sighting), 1, `it says ${said(input.outcome)}, but ${why}`);
}

/** 400: the caller's, unless requests of several kinds that were good an hour ago fail alike now, and none is good. */
function judgeRequest(input: AttributionInput): Verdict {
  const { sighting, evidence, outcome } = input;
  const { cell } = sighting.road;
  // What the model answers meanwhile shows that it is well: one caller's bad requests must not close it to the others.
  const goodAt = evidence.cellGoodAt(cell) ?? Number.NEGATIVE_INFINITY;
  const wereGood = [...evidence.alike(sighting), sighting].filter(
    ({ road, shape, at }) => road.cell === cell && at >= goodAt && evidence.wasGoodShape(cell, shape, at),
  );
  const distinct = Math.max(
    new Set(wereGood.map(({ caller }) => caller)).size,
    new Set(wereGood.map(({ shape }) => shape)).size,
  );
  if (distinct >= 3) {
    return providerFault(input, `requests of ${distinct} kinds that were good before are refused`);
  }
  return callerFault(input, `it says ${said(outcome)}`);
}

function judgeModel(input: AttributionInput): Verdict {
  const { sighting, evidence, outcome } = input;
  if (evidence.cellGoodAt(sighting.road.cell) !== undefined) {
    return providerFault(input, `it says ${said(outcome)} of a model that it served before`);
  }
  const why = `it does not know the model (${said(outcome)}): retired, or never there`;
  return { ...verdict("us", cellOf(sighting), 0, why), cooldownMs: doubtfulCapMs };
}

function providerFault({ sighting }: AttributionInput, why: string): Verdict {
  return verdict("provider", cellOf(sighting), 1, why);
}

function callerFault({ sighting }: AttributionInput, why: string): Verdict {
  return verdict("caller", cellOf(sighting), 0, why);
}

function verdict(blame: Verdict["blame"], scope: Scope, weight: number, why: string): Verdict {
  return { blame, scope, weight, evidence: [why] };
}

function cellOf({ road }: Sighting): Scope {
  return { level: "cell", name: road.cell };
}

function providerOf({ road }: Sighting): Scope {
  return { level: "provider", name: road.provider };
}

function said({ status, code }: Outcome): string {
  const words = [status, code].filter((word) => word !== undefined && word !== "");
  return words.length === 0 ? "nothing of use" : words.join(" ");
}

function percent(ratio: number): string {
  return `${Math.round(ratio * 100)} %`;
}
