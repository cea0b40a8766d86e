// The breakers of models and providers, made when something first fails there.

import type { Breaker } from "./breaker.ts";
import { correlationMs } from "./evidence.ts";
import type { HealthReport, Standing } from "./standing.ts";
import type { Road } from "./road.ts";

/** Clients can make up model names, so there must be an end. */
const KEPT = 2_000;

const well: Standing = { kind: "well" };

/** A breaker, and why it last counted something. */
export interface Watched {
  readonly breaker: Breaker;
  readonly provider: string;
  evidence: readonly string[];
  readonly fail: (weight: number, now: number, why: readonly string[]) => void;
}

export interface Scopes {
  readonly cells: ReadonlyMap<string, Watched>;
  readonly providers: ReadonlyMap<string, Watched>;
  readonly cell: (road: Road) => Watched;
  readonly provider: (road: Road) => Watched;
  /** Changes whenever older results of the road have lost their meaning. */
  readonly generation: (road: Road) => number;
  readonly succeed: (road: Road, now: number) => void;
  /** Models of the provider that fell sick within the last minute. */
  readonly openCells: (provider: string, now: number) => number;
  readonly report: (now: number) => HealthReport[];
}

export function createScopes(createBreaker: () => Breaker): Scopes {
  const cells = new Map<string, Watched>();
  const providers = new Map<string, Watched>();
  const inMap = (map: Map<string, Watched>, name: string, provider: string): Watched => {
    const known = map.get(name);
    if (known !== undefined) return known;
    const [oldest] = map.size >= KEPT ? map.keys() : [];
    if (oldest !== undefined) map.delete(oldest);
    const breaker = createBreaker();
    const fresh: Watched = {
      breaker,
      provider,
      evidence: [],
      fail(weight, now, why) {
        fresh.evidence = why;
        breaker.fail(weight, now);
      },
    };
    map.set(name, fresh);
    return fresh;
  };
  return {
    cells,
    providers,
    cell: ({ cell, provider }) => inMap(cells, cell, provider),
    provider: ({ provider }) => inMap(providers, provider, provider),
    generation: ({ cell, provider }) =>
      (cells.get(cell)?.breaker.generation() ?? 0) + (providers.get(provider)?.breaker.generation() ?? 0),
    succeed({ cell, provider }, now) {
      cells.get(cell)?.breaker.succeed(now);
      providers.get(provider)?.breaker.succeed(now);
    },
    openCells(provider, now) {
      const isOpen = (watched: Watched): boolean => {
        const state = watched.breaker.state(now);
        return watched.provider === provider && state.kind === "open" && now - state.since <= correlationMs;
      };
      return [...cells.values()].filter(isOpen).length;
    },
    report(now) {
      const reportOf =
        (level: "cell" | "provider") =>
        ([name, watched]: readonly [string, Watched]): HealthReport[] => {
          const standing = standingOf(watched, now);
          return standing.kind === "well"
            ? []
            : [{ scope: { level, name }, standing, evidence: watched.evidence }];
        };
      return [...[...providers].flatMap(reportOf("provider")), ...[...cells].flatMap(reportOf("cell"))];
    },
  };
}

export function standingOf(watched: Watched | undefined, now: number): Standing {
  if (watched === undefined) return well;
  const state = watched.breaker.state(now);
  const why = watched.evidence.at(-1) ?? "it failed lately";
  switch (state.kind) {
    case "closed":
      return well;
    case "open":
      return { kind: "sick", until: state.until, why };
    case "testing":
      return { kind: "testing", why };
    case "ramping":
      return { kind: "ramping", share: watched.breaker.share(now), why };
  }
}
