// Where a road leads, made ready: connections, target and sign-in fields are looked up once, not for every request.

import { isTarget, joinPrepared, nothingPrepared, prepareFields } from "@holdfast/transport";
import type { Origin, Pool, PreparedFields } from "@holdfast/transport";
import type { Dialect } from "../contract/config.ts";
import type { DialectPaths, Endpoint, Provider } from "../contract/snapshot.ts";
import { HoldfastError } from "../errors.ts";
import { ServedBy } from "./served-by.ts";

export interface Destination {
  readonly origin: Origin;
  /** What signs us in. */
  readonly signIn: PreparedFields;
  /** The same, and that the answer is to come plain. */
  readonly watched: PreparedFields;
  /** The same, and what a request that we wrote ourselves needs beside it. */
  readonly fieldsFor: (wants: "stream" | "whole") => PreparedFields;
  /** Without a query; undefined where the provider has no such path. */
  readonly targetFor: (what: keyof DialectPaths, model: string) => string | undefined;
  /** What signs its responses. */
  readonly servedBy: ServedBy;
}

export type Destinations = (provider: Provider, endpoint: Endpoint, dialect: Dialect) => Destination;

export function createDestinations(pool: Pool): Destinations {
  // Keyed by what a snapshot holds, so a snapshot that is gone takes its destinations with it.
  const known = new WeakMap<Endpoint, Destination>();
  return (provider, endpoint, dialect) => {
    const found = known.get(endpoint);
    if (found !== undefined) return found;
    const destination = destinationFrom(pool, { provider, endpoint, dialect });
    known.set(endpoint, destination);
    return destination;
  };
}

/** Where answers are asked for; as a stream or whole, which for most dialects is the same. Gemini streams events only if asked. */
export function generateTarget(
  { targetFor }: Destination,
  model: string,
  { dialect, wants }: { readonly dialect: Dialect; readonly wants: "stream" | "whole" },
): string {
  const whole = targetFor("generate", model) ?? "/";
  if (wants === "whole") return whole;
  const stream = targetFor("stream", model) ?? whole;
  return dialect === "gemini" ? `${stream}?alt=sse` : stream;
}

interface Place {
  readonly provider: Provider;
  readonly endpoint: Endpoint;
  readonly dialect: Dialect;
}

function destinationFrom(pool: Pool, { provider, endpoint, dialect }: Place): Destination {
  const { scheme, host, port } = provider.origin;
  const signIn = prepareFields(endpoint.signIn.map(({ name, value }) => [name, value] as const));
  const [stream, whole] = (["text/event-stream", "application/json"] as const).map((accepted) =>
    prepareFields([
      ["content-type", "application/json"],
      ["accept", accepted],
      ["accept-encoding", "identity"],
      ["user-agent", "holdfast"],
      ...(dialect === "messages" ? [["anthropic-version", "2023-06-01"] as const] : []),
    ]),
  );
  if (
    signIn === undefined ||
    stream === undefined ||
    whole === undefined ||
    !isTarget(endpoint.paths.generate)
  ) {
    throw new HoldfastError(
      "config-invalid",
      `The provider \`${provider.name}\` has a key or a path that HTTP cannot carry.`,
    );
  }
  const watched = joinPrepared(prepared([["accept-encoding", "identity"]]), signIn);
  const version = dialect === "messages" ? [["anthropic-version", "2023-06-01"] as const] : [];
  const [forStream, forWhole] = (["text/event-stream", "application/json"] as const).map((accepted) => {
    const own = [
      ["content-type", "application/json"],
      ["accept", accepted],
      ["user-agent", "holdfast"],
    ] as const;
    return joinPrepared(prepared([...own, ...version]), watched);
  });
  return {
    origin: pool.origin({ scheme, host, port }),
    signIn,
    watched,
    fieldsFor: (wants) => (wants === "stream" ? forStream : forWhole) ?? watched,
    targetFor(what, model) {
      const path = endpoint.paths[what];
      return path?.replace("{model}", () => encodeURIComponent(model).replaceAll("%2F", "/"));
    },
    servedBy: new ServedBy(provider.name),
  };
}

/** Of names and values that are written here. */
function prepared(fields: readonly (readonly [name: string, value: string])[]): PreparedFields {
  return prepareFields(fields) ?? nothingPrepared;
}
