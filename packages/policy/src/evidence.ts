// What the last hour has shown about keys, accounts and callers: what blame is argued from.

import type { OutcomeClass } from "./outcome.ts";
import type { Road } from "./road.ts";

/** Outcomes alike within this span are one event. */
export const correlationMs = 60_000;
/** A key or a prompt that was good this long ago is believed to be good still. */
const trustMs = 24 * 3_600_000;
const shapeTrustMs = 3_600_000;

const RECENT = 512;
const SHAPES = 1_024;

export interface Sighting {
  readonly class: OutcomeClass;
  readonly road: Road;
  readonly caller: string;
  readonly shape: string;
  readonly at: number;
}

export interface Evidence {
  readonly add: (sighting: Sighting) => void;
  /** Sightings of the same class within the last minute, the new one not among them. */
  readonly alike: (sighting: Sighting) => readonly Sighting[];
  /** When the key last had a good answer. */
  readonly keyGoodAt: (key: string) => number | undefined;
  readonly isTrustedKey: (key: string, now: number) => boolean;
  /** Whether another key of the provider had a good answer within the last minute. */
  readonly hasGoodSibling: (road: Road, now: number) => boolean;
  /** Whether this caller's kind of request had good answers of this cell within the last hour. */
  readonly wasGoodShape: (cell: string, shape: string, now: number) => boolean;
  readonly cellGoodAt: (cell: string) => number | undefined;
}

export function createEvidence(): Evidence {
  const recent: Sighting[] = [];
  const goodKeys = new Map<string, { provider: string; at: number }>();
  const goodCells = new Map<string, number>();
  const goodShapes = new Map<string, number>();
  return {
    add(sighting) {
      const { road, at } = sighting;
      if (sighting.class === "answered") {
        goodKeys.set(road.key, { provider: road.provider, at });
        remember(goodCells, road.cell, at);
        remember(goodShapes, `${road.cell} ${sighting.shape}`, at);
        return;
      }
      recent.push(sighting);
      if (recent.length > RECENT) recent.splice(0, RECENT / 2);
    },
    alike: (sighting) =>
      recent.filter(
        (other) =>
          other !== sighting &&
          other.class === sighting.class &&
          other.road.provider === sighting.road.provider &&
          sighting.at - other.at <= correlationMs,
      ),
    keyGoodAt: (key) => goodKeys.get(key)?.at,
    isTrustedKey: (key, now) => isWithin(goodKeys.get(key)?.at, now, trustMs),
    hasGoodSibling(road, now) {
      for (const [key, { provider, at }] of goodKeys) {
        if (key !== road.key && provider === road.provider && isWithin(at, now, correlationMs)) return true;
      }
      return false;
    },
    wasGoodShape: (cell, shape, now) => isWithin(goodShapes.get(`${cell} ${shape}`), now, shapeTrustMs),
    cellGoodAt: (cell) => goodCells.get(cell),
  };
}

function isWithin(at: number | undefined, now: number, spanMs: number): boolean {
  return at !== undefined && now - at <= spanMs;
}

/** The newest last; the oldest make room. */
function remember(into: Map<string, number>, key: string, at: number): void {
  into.delete(key);
  into.set(key, at);
  if (into.size <= SHAPES) return;
  const [oldest] = into.keys();
  if (oldest !== undefined) into.delete(oldest);
}
