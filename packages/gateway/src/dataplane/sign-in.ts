// Who asks. Without any client key everybody on this machine may; with the first one, nobody without.

import { createHash } from "node:crypto";
import type { RequestHead } from "@holdfast/transport";
import type { ClientKey } from "../contract/client-key.ts";
import { globMatches } from "../config/glob.ts";
import type { Dialect } from "../contract/config.ts";
import type { Refusal } from "./refusal.ts";

/** A client that may ask. */
export interface Client {
  readonly name: string;
  readonly workflow: string | undefined;
  readonly mayAskFor: (model: string) => boolean;
  /** Takes one request from what a minute allows; otherwise the milliseconds until there is one again. */
  readonly take: (now: number) => "taken" | number;
}

/** The keys in force. Another one takes its place when they change; what is counted by key id lives on. */
export interface Clients {
  /** Undefined: no keys, so nobody is asked for one. */
  readonly find: ((key: string) => Client | undefined) | undefined;
}

export const openToAll: Clients = { find: undefined };

export type SignIn =
  | { readonly kind: "client"; readonly client: Client | undefined }
  | { readonly kind: "refused"; readonly refusal: Refusal };

export function clientsFrom(keys: readonly ClientKey[], before: Purses): Clients {
  const usable = keys.filter(({ revokedAt }) => revokedAt === undefined);
  // A revoked key must not open the door to all.
  if (keys.length === 0) return openToAll;
  const byHash = new Map(usable.map((key) => [key.hash, clientFrom(key, before)]));
  return { find: (key) => byHash.get(hashOf(key)) };
}

export function hashOf(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}

/** Signs in with any of the fields that vendors' SDKs put a key in. */
export function signIn(
  head: RequestHead,
  {
    clients,
    dialect,
    query,
  }: { readonly clients: Clients; readonly dialect: Dialect; readonly query: string },
): SignIn {
  const { find } = clients;
  if (find === undefined) return { kind: "client", client: undefined };
  const keys = keysIn(head, dialect === "gemini" ? query : "");
  for (const key of keys) {
    const client = find(key);
    if (client !== undefined) return { kind: "client", client };
  }
  const message =
    keys.length === 0
      ? "This gateway needs a key of its own: `holdfast keys create` makes one."
      : "This gateway does not know the key. It is not the provider's key that is asked for, but one that `holdfast keys create` has made.";
  return {
    kind: "refused",
    refusal: { dialect, kind: "bad-key", message, fields: [["x-should-retry", "false"]] },
  };
}

/** Only Google's clients put a key in the query: elsewhere it would go on to the provider with the rest of it. */
function keysIn({ fields }: RequestHead, query: string): string[] {
  const bearer = /^bearer\s+(\S+)$/i.exec(fields.get("authorization") ?? "")?.[1];
  const inQuery = /[?&]key=([^&]+)/.exec(query)?.[1];
  const named = ["x-api-key", "x-goog-api-key", "api-key"].map((name) => fields.get(name));
  return [...named, bearer, inQuery].filter((key) => key !== undefined).filter((key) => key !== "");
}

/** What each key has left of its minute. */
export type Purses = Map<string, { left: number; at: number }>;

function clientFrom({ id, name, models, workflow, requestsPerMinute }: ClientKey, purses: Purses): Client {
  return {
    name,
    workflow,
    mayAskFor: (model) => models?.some((glob) => globMatches(glob, model)) ?? true,
    take(now) {
      if (requestsPerMinute === undefined) return "taken";
      const purse = purses.get(id) ?? { left: requestsPerMinute, at: now };
      const perMs = requestsPerMinute / 60_000;
      purse.left = Math.min(requestsPerMinute, purse.left + (now - purse.at) * perMs);
      purse.at = now;
      purses.set(id, purse);
      if (purse.left < 1) return Math.ceil((1 - purse.left) / perMs);
      purse.left -= 1;
      return "taken";
    },
  };
}
