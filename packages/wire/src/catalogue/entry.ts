// What the catalogue knows of a model, and what configuration may say about it.

import type { Capabilities } from "../capabilities.ts";

/** The kinds of provider that configuration knows. */
export type ProviderKind =
  | "anthropic"
  | "openai"
  | "gemini"
  | "bedrock"
  | "vertex"
  | "azure"
  | "openai-compatible";

/** Where models are served under a name of the place's own: the kinds, and a host that is worth knowing by name. */
export type Place = ProviderKind | "openrouter";

/** Who made a model. It decides which of a cloud's APIs serves it. */
export type Maker = "anthropic" | "openai" | "google" | "other";

/** Where an entry's facts come from. */
export interface Source {
  readonly url: string;
  /** Year and month in which it was read. */
  readonly read: string;
  /** False where the maker's own page was not seen: a third party said it, or it follows from a neighbour. */
  readonly verified: boolean;
}

/** USD per million tokens. What is undefined is not known, or not charged apart. */
export interface Rates {
  readonly input: number;
  readonly output: number;
  readonly cacheRead?: number;
  readonly cacheWrite?: number;
  /** For entries kept an hour or longer. */
  readonly cacheWriteLong?: number;
}

export interface Prices extends Rates {
  /** For the whole of a request whose prompt is longer than this. */
  readonly long?: Rates & { readonly aboveTokens: number };
  /** What has been announced: from this day on (`2026-12-01`). */
  readonly later?: Rates & { readonly from: string };
}

/** The name at a cloud. Bedrock has inference profiles: the same name behind a geography, `us.anthropic.claude-opus-5`. */
export interface CloudId {
  readonly id: string;
  readonly profiles?: readonly string[];
}

/** What may differ from the defaults of the API that serves a model. */
export type Traits = Partial<Omit<Capabilities, "contextTokens" | "maxOutputTokens">>;

export interface ModelEntry {
  /** As its maker's own API calls it. */
  readonly name: string;
  readonly maker: Maker;
  /** Other names that the maker's own API takes: dated ones, shorter ones. */
  readonly aliases?: readonly string[];
  readonly contextTokens: number;
  readonly maxOutputTokens: number;
  readonly prices?: Prices;
  /** Where the name differs from the maker's. */
  readonly ids?: { readonly [Where in Place]?: CloudId };
  readonly traits?: Traits;
  /** What differs at one kind only. */
  readonly traitsAt?: { readonly [Kind in ProviderKind]?: Traits };
  /** What configuration says, whatever the kind. */
  readonly stated?: Partial<Capabilities>;
  readonly source: Source;
}

/**
 * Models that are not known by name are taken for the nearest family: `claude-opus-9` for `claude-opus`. A family has
 * no prices, and its limits are cautious.
 */
export interface Family extends Omit<ModelEntry, "aliases" | "prices" | "ids" | "stated"> {
  /** How clouds name members; `{name}` is the maker's name. Only where they have a rule for it. */
  readonly idPatterns?: { readonly [Where in Place]?: string };
}

/** What configuration says of a model, as plain data. Every field replaces the catalogue's; the rest stays. */
export interface ModelOverride {
  /** A known model whose facts this one starts from; without it, the one of its own name. */
  readonly like?: string;
  readonly aliases?: readonly string[];
  readonly contextTokens?: number;
  readonly maxOutputTokens?: number;
  /** Replaces the prices whole. */
  readonly prices?: Prices;
  /** The name at a place, with its profiles where it has any. */
  readonly ids?: { readonly [Where in Place]?: string | CloudId };
  readonly capabilities?: Partial<Capabilities>;
}

/** By the model's name. */
export interface CatalogueOverrides {
  readonly models?: { readonly [name: string]: ModelOverride };
}
