// The catalogue: what is built in, and over it what configuration says.

import { builtInEntries } from "./built-in.ts";
import type { CatalogueOverrides, CloudId, ModelEntry, ModelOverride, Place } from "./entry.ts";
import { families } from "./families.data.ts";
import { lookUp } from "./look-up.ts";
import type { Catalogue } from "./look-up.ts";
import { indexed } from "./names.ts";

/** The built-in catalogue with what configuration says of models, known or not. */
export function createCatalogue(overrides: CatalogueOverrides = {}): Catalogue {
  const models = new Map<string, ModelEntry>();
  for (const entry of builtInEntries) addTo(models, entry);
  const catalogue = { models, families: new Map(families.map((family) => [family.name, family])) };
  for (const [name, override] of Object.entries(overrides.models ?? {})) {
    addOverride(name, override, catalogue);
  }
  return catalogue;
}

function addTo(models: Map<string, ModelEntry>, entry: ModelEntry): void {
  for (const name of [entry.name, ...(entry.aliases ?? []), ...idsOf(entry)]) {
    models.set(indexed(name), entry);
  }
}

function idsOf({ ids = {} }: Pick<ModelEntry, "ids">): string[] {
  return Object.values(ids).map(({ id }) => id);
}

function addOverride(
  name: string,
  override: ModelOverride,
  catalogue: Catalogue & { readonly models: Map<string, ModelEntry> },
): void {
  const { models } = catalogue;
  const found = lookUp(catalogue, override.like ?? name);
  if (found?.how === "named" && override.like === undefined) {
    addTo(models, overridden(found.entry, override));
    return;
  }
  // Made after another model, or after its family, it has names of its own, and the other one keeps its.
  const { aliases: _aliases, ...facts } = found?.entry ?? unknown;
  const made = overridden({ ...facts, name }, override);
  for (const known of [name, ...(override.aliases ?? []), ...idsOf({ ids: idsFrom(override) })]) {
    models.set(indexed(known), made);
  }
}

function overridden(base: ModelEntry, override: ModelOverride): ModelEntry {
  const { contextTokens = base.contextTokens, maxOutputTokens = base.maxOutputTokens } = {
    ...override.capabilities,
    ...override,
  };
  const { prices = base.prices } = override;
  return {
    ...base,
    contextTokens,
    maxOutputTokens,
    aliases: [...(base.aliases ?? []), ...(override.aliases ?? [])],
    ids: { ...base.ids, ...idsFrom(override) },
    ...(prices === undefined ? {} : { prices }),
    stated: { ...base.stated, ...override.capabilities, contextTokens, maxOutputTokens },
  };
}

function idsFrom({ ids = {} }: ModelOverride): { readonly [Where in Place]?: CloudId } {
  const entries = Object.entries(ids).map(
    ([place, id]) => [place, typeof id === "string" ? { id } : id] as const,
  );
  return Object.fromEntries(entries);
}

/** For a name that resembles nothing. */
const unknown: ModelEntry = {
  name: "",
  maker: "other",
  contextTokens: 131_072,
  maxOutputTokens: 32_768,
  source: { url: "configuration", read: "2026-11", verified: false },
};
