// Prompt cache markers, `cache_control`.

import { only } from "./fields.ts";
import type { Fields } from "./fields.ts";
import { inside, lose } from "./losses.ts";
import type { Place } from "./losses.ts";
import type { JsonObject } from "../json/value.ts";
import type { CacheHint } from "../model/part.ts";

const fiveMinutes = 300;
const oneHour = 3600;

export function cacheFrom(fields: Fields): { readonly cache?: CacheHint } {
  const marker = fields.child("cache_control");
  if (marker?.take("type", only("ephemeral")) === undefined) return {};
  const ttl = marker.take("ttl", only("5m")) ?? marker.take("ttl", only("1h"));
  if (ttl === undefined) return { cache: {} };
  return { cache: { ttlSeconds: ttl === "5m" ? fiveMinutes : oneHour } };
}

/** `place` is that of the node that has the hint. */
export function encodeCache(cache: CacheHint | undefined, place: Place): JsonObject | undefined {
  if (cache === undefined) return undefined;
  const { ttlSeconds } = cache;
  if (ttlSeconds === undefined) return { type: "ephemeral" };
  if (ttlSeconds !== fiveMinutes && ttlSeconds !== oneHour) {
    lose(inside(place, "cache.ttlSeconds"), "approximated", "messages keeps for five minutes or for an hour");
  }
  return { type: "ephemeral", ttl: ttlSeconds < oneHour ? "5m" : "1h" };
}
