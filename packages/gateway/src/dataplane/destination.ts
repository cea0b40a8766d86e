// Where a road leads, made ready: connections, target and sign-in fields are looked up once, not for every request.

import { isTarget, prepareFields } from "@holdfast/transport";
import type { Origin, Pool, PreparedFields } from "@holdfast/transport";
import type { Endpoint, Provider } from "../contract/snapshot.ts";
import { HoldfastError } from "../errors.ts";
import { ServedBy } from "./served-by.ts";

export interface Destination {
  readonly origin: Origin;
  readonly target: string;
  /** What signs us in. */
  readonly fields: PreparedFields;
  /** What signs its responses. */
  readonly servedBy: ServedBy;
}

export type Destinations = (provider: Provider, endpoint: Endpoint) => Destination;

export function createDestinations(pool: Pool): Destinations {
  // Keyed by what a snapshot holds, so a snapshot that is gone takes its destinations with it.
  const known = new WeakMap<Endpoint, Destination>();
  return (provider, endpoint) => {
    const found = known.get(endpoint);
    if (found !== undefined) return found;
    const destination = destinationFrom(pool, provider, endpoint);
    known.set(endpoint, destination);
    return destination;
  };
}

function destinationFrom(pool: Pool, provider: Provider, endpoint: Endpoint): Destination {
  const { scheme, host, port } = provider.origin;
  const fields = prepareFields(endpoint.signIn.map(({ name, value }) => [name, value] as const));
  if (fields === undefined || !isTarget(endpoint.path)) {
    throw new HoldfastError(
      "config-invalid",
      `The provider \`${provider.name}\` has a key or a path that HTTP cannot carry.`,
    );
  }
  return {
    origin: pool.origin({ scheme, host, port }),
    target: endpoint.path,
    fields,
    servedBy: new ServedBy(provider.name),
  };
}
