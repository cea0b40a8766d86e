// How a road, or anything that roads share, stands.

import type { Scope } from "./road.ts";

/** How a road stands. `sick` has an end: at `until` one request may test it. */
export type Standing =
  | { readonly kind: "well" }
  /** It answers, but is being warmed: only this share of what wants to go there should. */
  | { readonly kind: "ramping"; readonly share: number; readonly why: string }
  /** One request at a time, to see. */
  | { readonly kind: "testing"; readonly why: string }
  | { readonly kind: "sick"; readonly until: number; readonly why: string };

export interface HealthReport {
  readonly scope: Scope;
  readonly standing: Standing;
  readonly evidence: readonly string[];
}
