// Header fields that end at the gateway: credentials of any vendor, and words between clients and Holdfast.

import { FieldSet } from "@holdfast/transport";
import { credentialFields } from "../providers/registry.ts";

const OURS = "x-holdfast-";

/** A set that also holds every name that begins with `x-holdfast-`. */
class PrivateFields extends FieldSet {
  override has(bytes: Uint8Array, start: number, end: number): boolean {
    return isOurs(bytes, start, end) || super.has(bytes, start, end);
  }
}

/**
 * What of a client's fields no provider sees. A client's own credentials would be tried beside ours, or end up where
 * they are of no use; cookies are for every port of the host that set them, so a browser adds those of strangers.
 */
const theClientsOwn = [...credentialFields, "api-key", "x-goog-api-key", "cookie", "content-encoding"];

export const notForProviders: FieldSet = new PrivateFields(theClientsOwn);

/** The same, where the answer is read on its way: it must come plain. */
export const notForWatchedProviders: FieldSet = new PrivateFields([...theClientsOwn, "accept-encoding"]);

/** They describe our limits there, or our account; cookies would bind a client to a provider it may not see again. */
const ourAffairs = [
  "set-cookie",
  ...["requests", "tokens", "input-tokens", "output-tokens"].flatMap((what) =>
    ["limit", "remaining", "reset"].map((which) => `anthropic-ratelimit-${what}-${which}`),
  ),
  ...["requests", "tokens"].flatMap((what) =>
    ["limit", "remaining", "reset"].map((which) => `x-ratelimit-${which}-${what}`),
  ),
  "anthropic-organization-id",
  "openai-organization",
  "openai-project",
];

/** What of a provider's fields no client sees: with another Holdfast behind, two would say who answered. */
export const notForClients: FieldSet = new PrivateFields(ourAffairs);

/** Beside an error the time to wait is ours to say: a provider's may be a week. */
export const notForRefusedClients: FieldSet = new PrivateFields([
  ...ourAffairs,
  "retry-after",
  "retry-after-ms",
  "x-should-retry",
]);

function isOurs(bytes: Uint8Array, start: number, end: number): boolean {
  // The third letter decides nearly always.
  if (end - start <= OURS.length || ((bytes[start + 2] ?? 0) | 0x20) !== 0x68) return false;
  for (let i = 0; i < OURS.length; i++) {
    // A name is a token: setting this bit makes no letter or hyphen of anything else that it can hold.
    if (((bytes[start + i] ?? 0) | 0x20) !== OURS.charCodeAt(i)) return false;
  }
  return true;
}
