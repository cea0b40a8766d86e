// The roads that a request may take, in the order to be tried.

import { planRoads } from "@holdfast/policy";
import type { Plan } from "@holdfast/policy";
import type { Admitted } from "./admitted.ts";
import type { RoadCandidate } from "./candidates.ts";
import type { Plane } from "./plane.ts";

export type RoadPlan = Plan<RoadCandidate>;

export function planFor(admitted: Admitted, { health, wheel, chance }: Plane): RoadPlan {
  return planRoads({
    candidates: admitted.decided.candidates,
    health,
    now: wheel.now(),
    affinity: admitted.affinity,
    chance,
  });
}
