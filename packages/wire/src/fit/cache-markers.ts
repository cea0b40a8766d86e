// Marks for a provider's prompt cache.

import type { Loss } from "../loss.ts";
import type { CacheHint } from "../model/part.ts";
import type { NeutralRequest } from "../model/request.ts";
import { mapList, mapParts } from "./map-parts.ts";
import type { FitTarget, Fitted } from "./target.ts";

export function fitCacheMarkers(request: NeutralRequest, target: FitTarget): Fitted {
  const losses: Loss[] = [];
  const isTaken = target.capabilities.cacheMarkers && target.dialect !== "gemini";
  const paths = markedPaths(request);
  const room = request.cache === undefined ? maxMarkers : maxMarkers - 1;
  // The last ones stand for the longest beginnings.
  const kept = new Set(isTaken ? paths.slice(Math.max(0, paths.length - room)) : []);
  const fit = <Marked extends { readonly cache?: CacheHint }>(marked: Marked, path: string): Marked => {
    if (marked.cache === undefined) return marked;
    const at = `${path}.cache`;
    if (kept.has(path)) return withLifetime(marked, marked.cache, { request, target, losses, at });
    losses.push({
      path: at,
      action: "dropped",
      why: isTaken ? `the provider takes ${maxMarkers} cache marks` : "the provider takes no cache marks",
    });
    return withoutMark(marked);
  };
  const marked = mapParts(request, (part, { path }) => fit(part, path));
  const tools = request.tools && mapList(request.tools, (tool, index) => fit(tool, `tools[${index}]`));
  return {
    request: fitWhole({ ...marked, ...(tools === undefined ? {} : { tools }) }, request, target, losses),
    losses,
  };
}

/** Anthropic's limit, and OpenAI's. */
const maxMarkers = 4;

function markedPaths(request: NeutralRequest): string[] {
  const tools = (request.tools ?? []).flatMap(({ cache }, index) =>
    cache === undefined ? [] : [`tools[${index}]`],
  );
  const parts: string[] = [];
  mapParts(request, (part, { path }) => {
    if (part.cache !== undefined) parts.push(path);
    return part;
  });
  return [...tools, ...parts];
}

/** The one hint for the whole, which messages know, and whoever said it. */
function fitWhole(
  fitted: NeutralRequest,
  { cache, origin }: NeutralRequest,
  target: FitTarget,
  losses: Loss[],
): NeutralRequest {
  const isSayable = target.dialect === "messages" || origin === target.dialect;
  if (cache === undefined || (isSayable && target.capabilities.cacheMarkers)) return fitted;
  losses.push({ path: "cache", action: "dropped", why: "the provider takes no cache mark for the whole" });
  const { cache: _cache, ...rest } = fitted;
  return rest;
}

function withoutMark<Marked extends { readonly cache?: CacheHint }>(marked: Marked): Marked {
  const { cache: _cache, ...rest } = marked;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- guarantee: the mark is optional in everything that has one
  return rest as Marked;
}

interface Place {
  readonly request: NeutralRequest;
  readonly target: FitTarget;
  readonly losses: Loss[];
  readonly at: string;
}

/** Anthropic keeps entries for 5 minutes or an hour, OpenAI for 30 minutes or 12 hours. */
function withLifetime<Marked extends { readonly cache?: CacheHint }>(
  marked: Marked,
  { ttlSeconds }: CacheHint,
  place: Place,
): Marked {
  const { request, target, losses, at } = place;
  if (ttlSeconds === undefined || request.origin === target.dialect) return marked;
  const [short, long] = target.dialect === "messages" ? [300, 3600] : [1800, 43_200];
  const fitted = ttlSeconds < 3600 ? short : long;
  if (fitted === ttlSeconds) return marked;
  losses.push({
    path: at,
    action: "approximated",
    why: `the provider keeps entries for ${short} or ${long} seconds`,
  });
  return { ...marked, cache: { ttlSeconds: fitted } };
}
