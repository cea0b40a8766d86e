// The rate at which all subjects of a cell are compared.

import type { Sample } from "./sample.ts";

/** Those whose speed decides; the others may be at their limit there. */
const yardsticks: readonly string[] = ["nginx", "transport", "holdfast"];

/** This part (0..1) of what the slowest yardstick did at its best: whatever disturbs a round makes it slower only. */
export function commonRate(samples: readonly Sample[], share: number): number {
  const proxies = samples.filter(({ subject }) => subject !== "direct");
  const chosen = proxies.filter(({ subject }) => yardsticks.includes(subject));
  const counted = [chosen, proxies].find(({ length }) => length > 0) ?? samples;
  const best = new Map<string, number>();
  for (const { subject, requests, seconds } of counted) {
    best.set(subject, Math.max(best.get(subject) ?? 0, requests / seconds));
  }
  return Math.max(1, Math.round(Math.min(...best.values()) * share));
}
