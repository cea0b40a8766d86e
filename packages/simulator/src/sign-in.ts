// Where each dialect's requests carry their key, and whose key it is.

import { headerOf } from "./provider-request.ts";
import type { ProviderRequest } from "./provider-request.ts";
import type { Dialect, Script } from "./script.ts";

type Source = (request: ProviderRequest) => string | undefined;

const bearer: Source = (request) => /^Bearer +(\S+)$/i.exec(headerOf(request, "authorization") ?? "")?.[1];

/** The first that is there counts. */
const sources: Readonly<Record<Dialect, readonly Source[]>> = {
  messages: [(request) => headerOf(request, "x-api-key"), bearer],
  chat: [bearer],
  responses: [bearer],
  gemini: [
    (request) => headerOf(request, "x-goog-api-key"),
    ({ target }) => new URLSearchParams(target.split("?", 2)[1] ?? "").get("key") ?? undefined,
    bearer,
  ],
};

export function keyOf(dialect: Dialect, request: ProviderRequest): string | undefined {
  for (const source of sources[dialect]) {
    const key = source(request);
    if (key !== undefined && key !== "") return key;
  }
  return undefined;
}

/** Whether a provider looks at keys at all, and takes this one. */
export function isKeyKnown({ keys, accounts }: Script, key: string | undefined): "any" | "known" | "unknown" {
  if (keys === undefined && accounts === undefined) return "any";
  if (key === undefined) return "unknown";
  const isKnown =
    keys?.includes(key) === true || accounts?.some(({ keys: own }) => own.includes(key)) === true;
  return isKnown ? "known" : "unknown";
}

export function accountOf({ account, accounts }: Script, key: string | undefined): string {
  const own = key === undefined ? undefined : accounts?.find(({ keys }) => keys.includes(key));
  return own?.name ?? account ?? "simulated";
}
