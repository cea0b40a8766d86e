// The ordered, explained list of roads that a request may take.

import { affinityScore } from "./affinity.ts";
import type { Health } from "./health.ts";
import type { Road } from "./road.ts";
import type { Standing } from "./standing.ts";

/** A road that could carry the request. */
export interface Candidate {
  readonly scopes: Road;
  /** Its place in the operator's order. Several keys of one entry have the same. */
  readonly rank: number;
  /** Why it cannot carry this request: it lacks something, or is not where the state is held. Undefined: it can. */
  readonly unfit?: string;
}

export interface PlannedRoad<Entry extends Candidate> {
  readonly candidate: Entry;
  readonly standing: Standing;
  /** A sentence for `explain`. */
  readonly why: string;
}

export interface Plan<Entry extends Candidate> {
  /** In the order to be tried. Never empty while any candidate is fit. Sick ones stand last: the verdict may be wrong. */
  readonly roads: readonly PlannedRoad<Entry>[];
  readonly passedOver: readonly { readonly candidate: Entry; readonly why: string }[];
  /** All fit roads are sick. */
  readonly isPanic: boolean;
}

export interface PlanInput<Entry extends Candidate> {
  readonly candidates: readonly Entry[];
  readonly health: Health;
  readonly now: number;
  /** Keeps a conversation on one road among equals (prompt caches); undefined: the least busy. */
  readonly affinity: string | undefined;
  /** From 0 up to, not including, 1. */
  readonly chance: () => number;
}

export function planRoads<Entry extends Candidate>(input: PlanInput<Entry>): Plan<Entry> {
  const { candidates, health, now } = input;
  const [only] = candidates;
  // One road: there is nothing to order.
  if (candidates.length === 1 && only !== undefined && only.unfit === undefined) {
    const standing = health.standing(only.scopes, now);
    return { roads: [placed(only, standing)], passedOver: [], isPanic: standing.kind === "sick" };
  }
  const fit = candidates.filter(({ unfit }) => unfit === undefined);
  const judged = fit.map((candidate) => placed(candidate, health.standing(candidate.scopes, now)));
  const usable = judged.filter(({ candidate, standing }) => isUsable(candidate, standing, input));
  const rest = judged.filter((road) => !usable.includes(road));
  return {
    roads: [...usable.toSorted(byPreference(input)), ...rest.toSorted(byHope(health))],
    passedOver: candidates.flatMap((candidate) =>
      candidate.unfit === undefined ? [] : [{ candidate, why: candidate.unfit }],
    ),
    isPanic: usable.length === 0 && judged.length > 0,
  };
}

function isUsable<Entry extends Candidate>(
  { scopes }: Entry,
  standing: Standing,
  { health, chance }: PlanInput<Entry>,
): boolean {
  switch (standing.kind) {
    case "well":
      return true;
    case "ramping":
      return chance() < standing.share;
    case "testing":
      return health.inFlight(scopes) === 0;
    case "sick":
      return false;
  }
}

type Order<Entry extends Candidate> = (a: PlannedRoad<Entry>, b: PlannedRoad<Entry>) => number;

function byPreference<Entry extends Candidate>({ health, affinity }: PlanInput<Entry>): Order<Entry> {
  return ({ candidate: a }, { candidate: b }) => {
    if (a.rank !== b.rank) return a.rank - b.rank;
    const busier = health.inFlight(a.scopes) - health.inFlight(b.scopes);
    if (affinity === undefined) return busier;
    return affinityScore(affinity, b.scopes.key) - affinityScore(affinity, a.scopes.key);
  };
}

/** The one that was good last comes first. */
function byHope<Entry extends Candidate>(health: Health): Order<Entry> {
  const goodAt = (road: PlannedRoad<Entry>): number =>
    health.goodAt(road.candidate.scopes) ?? Number.NEGATIVE_INFINITY;
  return (a, b) => {
    const [first, second] = [goodAt(a), goodAt(b)];
    return first === second ? a.candidate.rank - b.candidate.rank : second - first;
  };
}

function placed<Entry extends Candidate>(candidate: Entry, standing: Standing): PlannedRoad<Entry> {
  return { candidate, standing, why: sentenceFor(candidate, standing) };
}

function sentenceFor({ rank }: Candidate, standing: Standing): string {
  const place = `number ${rank + 1} of the chain`;
  switch (standing.kind) {
    case "well":
      return `${place}, well`;
    case "ramping":
      return `${place}, coming back (${Math.round(standing.share * 100)} % of its traffic): ${standing.why}`;
    case "testing":
      return `${place}, being tested: ${standing.why}`;
    case "sick":
      return `${place}, sick: ${standing.why}`;
  }
}
