// What is known about roads, and the two steps in which it is used: take a permit, settle it when the stream ends.

import { attribute } from "./attribute.ts";
import type { Verdict } from "./blame.ts";
import { createBreaker, usualBreaker } from "./breaker.ts";
import type { BreakerSettings } from "./breaker.ts";
import { createCooldowns } from "./cooldowns.ts";
import { createEvidence } from "./evidence.ts";
import type { Sighting } from "./evidence.ts";
import type { Outcome } from "./outcome.ts";
import type { Road } from "./road.ts";
import { createScopes, standingOf } from "./scopes.ts";
import type { HealthReport, Standing } from "./standing.ts";

/** Taken for one attempt, settled once. A permit of a state that has passed counts for nothing. */
export interface Permit {
  readonly road: Road;
  readonly takenAt: number;
  readonly generation: number;
}

export interface SettleContext {
  /** Tells requests of different callers apart; never who they are. */
  readonly caller: string;
  /** Tells kinds of requests apart: made of which fields they have, never of what they say. */
  readonly shape: string;
  readonly now: number;
}

/** In memory now; several processes can share it later. Time is a parameter, in milliseconds. */
export interface Health {
  readonly standing: (road: Road, now: number) => Standing;
  readonly take: (road: Road, now: number) => Permit;
  /** Judges an outcome and remembers it. */
  readonly settle: (permit: Permit, outcome: Outcome, context: SettleContext) => Verdict;
  /** Requests that hold a permit of this road now. */
  readonly inFlight: (road: Road) => number;
  /** When the road's cell last answered; undefined where it never did. */
  readonly goodAt: (road: Road) => number | undefined;
  /** What is known, for people: every scope that is not well, and why. */
  readonly report: (now: number) => readonly HealthReport[];
}

export interface HealthOptions {
  readonly breaker?: BreakerSettings;
  readonly chance: () => number;
}

export function createHealth({ breaker: settings = usualBreaker, chance }: HealthOptions): Health {
  const scopes = createScopes(() => createBreaker(settings, chance));
  const cooldowns = createCooldowns();
  const flying = new Map<string, number>();
  const evidence = createEvidence();

  const standing = (road: Road, now: number): Standing => {
    const cooling = cooldowns.find(road, now);
    if (cooling !== undefined) {
      return { kind: "sick", until: cooling.until, why: cooling.evidence.at(-1) ?? "it is cooling down" };
    }
    const cell = standingOf(scopes.cells.get(road.cell), now);
    const provider = standingOf(scopes.providers.get(road.provider), now);
    return rank[provider.kind] > rank[cell.kind] ? provider : cell;
  };
  const fail = ({ scope, weight, evidence: why }: Verdict, sighting: Sighting): void => {
    const { road, at } = sighting;
    if (scope.level === "provider") return scopes.provider(road).fail(weight, at, why);
    const cell = scopes.cell(road);
    cell.fail(weight, at, why);
    // Two models of a provider that fall sick within a minute are not two illnesses.
    if (cell.breaker.state(at).kind !== "open") return;
    const alike = scopes.openCells(road.provider, at);
    if (alike < 2) return;
    const provider = scopes.provider(road);
    provider.breaker.trip(at);
    provider.evidence = [...why, `${alike} models of it fail at once`];
  };

  return {
    standing,
    take(road, now) {
      flying.set(road.id, (flying.get(road.id) ?? 0) + 1);
      return { road, takenAt: now, generation: scopes.generation(road) };
    },
    settle(permit, outcome, { caller, shape, now }) {
      const { road } = permit;
      const left = (flying.get(road.id) ?? 1) - 1;
      if (left <= 0) flying.delete(road.id);
      else flying.set(road.id, left);
      const sighting: Sighting = { class: outcome.class, road, caller, shape, at: now };
      const judged = attribute({ sighting, outcome, evidence });
      evidence.add(sighting);
      const isOutdated = permit.generation !== scopes.generation(road);
      if (outcome.class === "answered") {
        // Any success restores trust.
        cooldowns.clear(road);
        if (!isOutdated) scopes.succeed(road, now);
        return judged;
      }
      if (judged.blame === "provider") cooldowns.undo(sighting);
      if (isOutdated) {
        const why = "it was sent before the last change, so it does not count";
        return { ...judged, weight: 0, evidence: [...judged.evidence, why] };
      }
      if (judged.weight > 0) fail(judged, sighting);
      if (judged.cooldownMs !== undefined) cooldowns.set(judged, sighting);
      return judged;
    },
    inFlight: (road) => flying.get(road.id) ?? 0,
    goodAt: (road) => evidence.cellGoodAt(road.cell),
    report: (now) => [...scopes.report(now), ...cooldowns.report(now)],
  };
}

const rank: Readonly<Record<Standing["kind"], number>> = { well: 0, ramping: 1, testing: 2, sick: 3 };
