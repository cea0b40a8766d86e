// A route's roads as one kind of request sees them: for a model, in a dialect. Made once and remembered, since the
// same few models are asked for all day.

import { createHash } from "node:crypto";
import { capabilitiesFor, modelIdAt } from "@holdfast/wire";
import type { Capabilities, Catalogue } from "@holdfast/wire";
import type { Dialect } from "../contract/config.ts";
import type { Endpoint, Road, Route } from "../contract/snapshot.ts";
import type { Candidate } from "@holdfast/policy";

export interface RoadCandidate extends Candidate {
  readonly road: Road;
  /** The model's name on this road. */
  readonly model: string;
  /** What is spoken on it: the client's dialect where the provider knows it. */
  readonly dialect: Dialect;
  readonly endpoint: Endpoint;
  readonly capabilities: Capabilities;
  /** Who can open proofs made on this road. */
  readonly proofScope: string;
}

export type CandidatesFor = (route: Route, dialect: Dialect, model: string) => readonly RoadCandidate[];

/** Clients can make up names; what is forgotten is made again. */
const KEPT = 1_000;

export function createCandidates(catalogue: Catalogue): CandidatesFor {
  const known = new WeakMap<Route, Map<string, readonly RoadCandidate[]>>();
  return (route, dialect, model) => {
    const ofRoute = known.get(route) ?? new Map<string, readonly RoadCandidate[]>();
    known.set(route, ofRoute);
    const name = `${dialect} ${model}`;
    const found = ofRoute.get(name);
    if (found !== undefined) return found;
    const candidates = route.roads.flatMap((road) => candidateFrom(road, { catalogue, dialect, model }));
    const [oldest] = ofRoute.size >= KEPT ? ofRoute.keys() : [];
    if (oldest !== undefined) ofRoute.delete(oldest);
    ofRoute.set(name, candidates);
    return candidates;
  };
}

interface Asked {
  readonly catalogue: Catalogue;
  readonly dialect: Dialect;
  readonly model: string;
}

function candidateFrom(road: Road, asked: Asked): RoadCandidate[] {
  const { provider } = road;
  const { catalogue } = asked;
  const dialect = road.endpoints[asked.dialect] === undefined ? provider.speaks[0] : asked.dialect;
  const endpoint = dialect === undefined ? undefined : road.endpoints[dialect];
  if (dialect === undefined || endpoint === undefined) return [];
  // What the operator writes is meant; what a client asks for may have another name there.
  const model = road.model ?? modelIdAt(catalogue, provider.kind, asked.model) ?? asked.model;
  const cell = `${provider.name}/${model}`;
  const key = keyName(road, endpoint);
  return [
    {
      road,
      model,
      dialect,
      endpoint,
      rank: road.rank,
      scopes: { id: `${key}/${model}`, key, account: key, cell, provider: provider.name },
      capabilities: capabilitiesFor(catalogue, provider.kind, model),
      proofScope: `${provider.name}/${model}`,
    },
  ];
}

/** Another key in the same place is another key: what is known of the old one says nothing about it. */
function keyName({ provider, key }: Road, { signIn }: Endpoint): string {
  const hash = createHash("sha256");
  for (const { value } of signIn) hash.update(value);
  return `${provider.name}#${(key ?? 0) + 1}-${hash.digest("hex").slice(0, 6)}`;
}

/** Only the account that holds what a request names can answer it: the first that speaks the dialect is taken for it. */
export function pinned(
  candidates: readonly RoadCandidate[],
  dialect: Dialect,
  field: string,
): RoadCandidate[] {
  const holder = candidates.find((candidate) => candidate.dialect === dialect);
  return candidates.map((candidate) =>
    candidate === holder
      ? candidate
      : { ...candidate, unfit: `only one account holds what \`${field}\` names` },
  );
}
