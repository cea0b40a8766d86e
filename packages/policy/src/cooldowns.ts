// Keys and models that are left alone for a while. Every cooldown has an end, and ends early with any success.

import { longestCooldownMs } from "./attribute.ts";
import type { Verdict } from "./blame.ts";
import { correlationMs } from "./evidence.ts";
import type { Sighting } from "./evidence.ts";
import type { HealthReport } from "./standing.ts";
import type { OutcomeClass } from "./outcome.ts";
import type { Road, Scope } from "./road.ts";

interface Cooldown {
  readonly scope: Scope;
  readonly provider: string;
  readonly class: OutcomeClass;
  readonly since: number;
  readonly until: number;
  /** How often in a row. */
  readonly times: number;
  readonly evidence: readonly string[];
}

export interface Cooldowns {
  readonly find: (road: Road, now: number) => Cooldown | undefined;
  readonly set: (verdict: Verdict, sighting: Sighting) => void;
  readonly clear: (road: Road) => void;
  /** It was the provider after all: keys that were blamed for the same within the last minute are free again. */
  readonly undo: (sighting: Sighting) => void;
  readonly report: (now: number) => HealthReport[];
}

/** A key that is refused is tried again after the first span, then after longer ones, and so for ever. */
const refusedFactors = [1, 5, 15];

const refusals: ReadonlySet<OutcomeClass> = new Set(["unauthenticated", "forbidden"]);

const KEPT = 2_000;

export function createCooldowns(): Cooldowns {
  const keys = new Map<string, Cooldown>();
  const cells = new Map<string, Cooldown>();
  const all = [keys, cells];
  return {
    find(road, now) {
      const key = keys.get(road.key);
      if (key !== undefined && key.until > now) return key;
      const cell = cells.get(road.cell);
      return cell !== undefined && cell.until > now ? cell : undefined;
    },
    set({ scope, cooldownMs = 0, evidence }, { class: seen, road, at }) {
      const map = scope.level === "key" ? keys : cells;
      const last = map.get(scope.name);
      // A request that was under way when the key was first refused adds nothing.
      const isSame = last?.class === seen && last.until > at;
      const times = last?.class === seen ? last.times + (isSame ? 0 : 1) : 1;
      const factor = refusals.has(seen) ? (refusedFactors[times - 1] ?? 15) : 1;
      const [oldest] = map.size >= KEPT ? map.keys() : [];
      if (oldest !== undefined) map.delete(oldest);
      map.set(scope.name, {
        scope,
        provider: road.provider,
        class: seen,
        since: at,
        // The newest evidence wins, not the longest cooldown.
        until: at + Math.min(longestCooldownMs, cooldownMs * factor),
        times,
        evidence,
      });
    },
    clear({ key, cell }) {
      if (keys.size > 0) keys.delete(key);
      if (cells.size > 0) cells.delete(cell);
    },
    undo({ class: seen, road, at }) {
      for (const map of all) {
        for (const [name, cooldown] of map) {
          const isAlike = cooldown.class === seen && cooldown.provider === road.provider;
          if (isAlike && at - cooldown.since <= correlationMs) map.delete(name);
        }
      }
    },
    report: (now) =>
      all.flatMap((map) =>
        [...map.values()].flatMap(({ scope, until, evidence }): HealthReport[] => {
          if (until <= now) return [];
          return [{ scope, standing: { kind: "sick", until, why: evidence.at(-1) ?? "" }, evidence }];
        }),
      ),
  };
}
