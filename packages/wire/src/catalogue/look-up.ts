// Finds what is known of a model by any of its names. The cost does not grow with the number of models.

import type { Family, ModelEntry } from "./entry.ts";
import { beginnings, spellings, undatedSpellings } from "./names.ts";

/** Looked up in, never changed. */
export interface Catalogue {
  /** By every name that anybody gives a model: its own, its aliases, the clouds' ids. In the spelling of `indexed`. */
  readonly models: ReadonlyMap<string, ModelEntry>;
  readonly families: ReadonlyMap<string, Family>;
}

export interface Found {
  readonly entry: ModelEntry;
  /** `named`: by one of its names. `dated`: another release of it, by its date. `family`: no such model is known, but its relatives are. */
  readonly how: "named" | "dated" | "family";
}

/** What is known of a model; undefined where nobody knows even its family. */
export function lookUp(catalogue: Catalogue, modelName: string): Found | undefined {
  return findEntry(catalogue, modelName) ?? findFamily(catalogue, modelName);
}

/** The model itself, no mere relative. */
export function findEntry({ models }: Catalogue, modelName: string): Found | undefined {
  for (const spelling of spellings(modelName)) {
    const entry = models.get(spelling);
    if (entry !== undefined) return { entry, how: "named" };
  }
  for (const spelling of undatedSpellings(modelName)) {
    const entry = models.get(spelling);
    if (entry !== undefined) return { entry, how: "dated" };
  }
  return undefined;
}

export function familyOf(catalogue: Catalogue, modelName: string): Family | undefined {
  for (const beginning of beginnings(modelName)) {
    const family = catalogue.families.get(beginning);
    if (family !== undefined) return family;
  }
  return undefined;
}

function findFamily(catalogue: Catalogue, modelName: string): Found | undefined {
  const family = familyOf(catalogue, modelName);
  if (family === undefined) return undefined;
  const { idPatterns: _idPatterns, ...facts } = family;
  return { entry: { ...facts, name: modelName }, how: "family" };
}
