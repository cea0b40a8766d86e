// How a provider calls the model that a client asks for.

import type { CloudId, ModelEntry, Place } from "./entry.ts";
import type { Catalogue, Found } from "./look-up.ts";
import { familyOf, findEntry } from "./look-up.ts";
import { indexed } from "./names.ts";

/**
 * The name to send. Undefined where the place has names of its own and nobody knows the one of this model.
 * `region` chooses among Bedrock's inference profiles; without it the name is bare.
 */
export function modelIdAt(
  catalogue: Catalogue,
  place: Place,
  modelName: string,
  region?: string,
): string | undefined {
  const found = findEntry(catalogue, modelName);
  if (found === undefined) return unknownAt(catalogue, place, modelName);
  const cloudId = found.entry.ids?.[place];
  if (cloudId !== undefined) return knownAt(cloudId, modelName, region);
  if (place === "openai-compatible" || isAlreadyTheirs(place, modelName)) return modelName;
  return takesMakersNames(place, found.entry) ? makersName(found, modelName) : undefined;
}

function knownAt(cloudId: CloudId, modelName: string, region: string | undefined): string {
  // Who asks for a profile or a resource by its own name means that one.
  const asked = indexed(modelName);
  if (
    asked === indexed(cloudId.id) ||
    asked.endsWith(`.${indexed(cloudId.id)}`) ||
    asked.startsWith("arn:")
  ) {
    return modelName;
  }
  const profile = region === undefined ? undefined : profileFor(region, cloudId.profiles ?? []);
  return profile === undefined ? cloudId.id : `${profile}.${cloudId.id}`;
}

function unknownAt(catalogue: Catalogue, place: Place, modelName: string): string | undefined {
  if (takesAnyName(place) || isAlreadyTheirs(place, modelName)) return modelName;
  const pattern = familyOf(catalogue, modelName)?.idPatterns?.[place];
  // A host's name before it would be part of no cloud's name.
  return modelName.includes("/") ? undefined : pattern?.replace("{name}", () => withoutDecoration(modelName));
}

/** The maker's own API, an unknown host, and Azure, where whoever deploys a model names it: as a rule like the model. */
function takesAnyName(place: Place): boolean {
  return place !== "bedrock" && place !== "vertex" && place !== "openrouter";
}

/** Vertex calls Google's models as Google does, and Anthropic's newer ones as Anthropic does. */
function takesMakersNames(place: Place, { maker }: ModelEntry): boolean {
  return takesAnyName(place) || (place === "vertex" && (maker === "google" || maker === "anthropic"));
}

/** The name that the client used where it is the maker's, dates and all; otherwise the maker's first one. */
function makersName({ entry, how }: Found, modelName: string): string {
  const names = [entry.name, ...(entry.aliases ?? [])].map(indexed);
  if (names.includes(indexed(modelName))) return withoutDecoration(modelName);
  const isCloudName = Object.values(entry.ids ?? {}).some(({ id }) =>
    indexed(modelName).endsWith(indexed(id)),
  );
  return how === "dated" && !isCloudName && !modelName.includes("/")
    ? withoutDecoration(modelName)
    : entry.name;
}

/** Claude Code's `[1m]` asks for a longer window, and is no part of any name. */
function withoutDecoration(modelName: string): string {
  return modelName.replace(/^models\//, "").replace(/\[1m\]$/i, "");
}

/** Bedrock: `anthropic.claude-...`, resources. Vertex: `claude-...@...`, `publisher/model`. OpenRouter: `maker/model`. */
function isAlreadyTheirs(place: Place, modelName: string): boolean {
  if (place === "bedrock") return modelName.startsWith("arn:") || /^[a-z-]+\.[a-z0-9]/.test(modelName);
  if (place === "vertex") return /[@/]/.test(modelName);
  return place === "openrouter" && modelName.includes("/");
}

const geographies: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^us-gov-/, ["us-gov"]],
  [/^us-/, ["us"]],
  [/^eu-/, ["eu"]],
  [/^ap-northeast-[13]$/, ["jp", "apac"]],
  [/^ap-southeast-[26]$/, ["au", "apac"]],
  [/^ap-/, ["apac"]],
  [/^ca-/, ["ca", "us"]],
];

/** The profile that keeps the request in its part of the world; the global one where there is none. */
function profileFor(region: string, profiles: readonly string[]): string | undefined {
  const near = geographies.find(([pattern]) => pattern.test(region))?.[1] ?? [];
  return [...near, "global"].find((profile) => profiles.includes(profile));
}
