// Whether a scope is sick: a sequential test (CUSUM), because at a handful of requests a minute no rate is ever
// significant. Three failures in a row trip it; at 2 % of errors it takes some 68,000 requests to a false alarm.

import { around } from "./backoff.ts";

export interface BreakerSettings {
  /** The error rates that the test tells apart: everyday life, and an outage. */
  readonly usualRate: number;
  readonly outageRate: number;
  /** Where it trips. */
  readonly threshold: number;
  /** Idle time heals: suspicion halves in this span. */
  readonly halfLifeMs: number;
  /** Between two tests of a sick scope: the first pause, and the longest. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  /** Successes in a row that end the sickness. */
  readonly successes: number;
  /** Shares of the traffic on the way back, and what each stage takes at least. */
  readonly ramp: readonly number[];
  readonly stageMs: number;
  readonly stageSuccesses: number;
  /** A quiet scope does not wait for successes that nobody asks for. */
  readonly quietStageMs: number;
}

export const usualBreaker: BreakerSettings = {
  usualRate: 0.02,
  outageRate: 0.5,
  threshold: 9,
  halfLifeMs: 300_000,
  firstPauseMs: 5_000,
  longestPauseMs: 60_000,
  successes: 3,
  ramp: [0.01, 0.05, 0.25, 0.5],
  stageMs: 30_000,
  stageSuccesses: 10,
  quietStageMs: 60_000,
};

type BreakerState =
  | { readonly kind: "closed" }
  | { readonly kind: "open"; readonly since: number; readonly until: number; readonly pauseMs: number }
  | { readonly kind: "testing"; readonly since: number; readonly pauseMs: number; readonly successes: number }
  | {
      readonly kind: "ramping";
      readonly stage: number;
      readonly since: number;
      readonly successes: number;
    };

export interface Breaker {
  readonly state: (now: number) => BreakerState;
  readonly share: (now: number) => number;
  /** Rises with every change that makes older results meaningless. */
  readonly generation: () => number;
  readonly succeed: (now: number) => void;
  /** `weight`: how much of a failure it was, above 0 to 1. */
  readonly fail: (weight: number, now: number) => void;
  /** Suspicion, from 0; it trips at the threshold. */
  readonly suspicion: (now: number) => number;
  /** Opens at once: others have the evidence. */
  readonly trip: (now: number) => void;
}

export function createBreaker(settings: BreakerSettings, chance: () => number): Breaker {
  const { usualRate, outageRate, threshold } = settings;
  const failWeight = Math.log(outageRate / usualRate);
  const passWeight = Math.log((1 - outageRate) / (1 - usualRate));
  let state: BreakerState = { kind: "closed" };
  let sum = 0;
  let at = 0;
  let generation = 0;

  const decay = (now: number): void => {
    sum *= 0.5 ** (Math.max(0, now - at) / settings.halfLifeMs);
    at = now;
  };
  const become = (next: BreakerState): void => {
    generation++;
    sum = 0;
    state = next;
  };
  const open = (pauseMs: number, now: number): void => {
    become({ kind: "open", since: now, until: now + around(pauseMs, 0.2, chance), pauseMs });
  };
  /** What time alone brings about. */
  const settle = (now: number): BreakerState => {
    if (state.kind === "open" && now >= state.until) {
      // No new generation: what was sent meanwhile as a last resort is a test too.
      state = { kind: "testing", since: now, pauseMs: state.pauseMs, successes: 0 };
    } else if (state.kind === "ramping") {
      const spentMs = now - state.since;
      const isEarned = spentMs >= settings.stageMs && state.successes >= settings.stageSuccesses;
      if (isEarned || spentMs >= settings.quietStageMs) advance(state.stage + 1, now);
    }
    return state;
  };
  const advance = (stage: number, now: number): void => {
    if (stage >= settings.ramp.length) state = { kind: "closed" };
    else state = { kind: "ramping", stage, since: now, successes: 0 };
  };

  return {
    state: settle,
    generation: () => generation,
    share(now) {
      const current = settle(now);
      return current.kind === "ramping" ? (settings.ramp[current.stage] ?? 1) : 1;
    },
    suspicion(now) {
      decay(now);
      return sum;
    },
    succeed(now) {
      decay(now);
      sum = Math.max(0, sum + passWeight);
      const current = settle(now);
      if (current.kind === "testing") {
        const successes = current.successes + 1;
        if (successes < settings.successes) state = { ...current, successes };
        else {
          become({ kind: "closed" });
          advance(0, now);
        }
      } else if (current.kind === "ramping") state = { ...current, successes: current.successes + 1 };
    },
    fail(weight, now) {
      decay(now);
      sum += weight * failWeight;
      const current = settle(now);
      if (current.kind === "testing" && weight >= 0.5) {
        open(Math.min(settings.longestPauseMs, current.pauseMs * 1.5), now);
      } else if (sum >= threshold) {
        if (current.kind === "ramping" && current.stage > 0) {
          become({ kind: "closed" });
          advance(current.stage - 1, now);
        } else if (current.kind !== "open") open(settings.firstPauseMs, now);
      }
    },
    trip(now) {
      if (settle(now).kind !== "open") open(settings.firstPauseMs, now);
    },
  };
}
