// What the data plane eats: everything decided beforehand, nothing left to parse, look up or allocate per request.

import type { Dialect, ProviderKind } from "./config.ts";

export type Address = {
  /** A name or an address, without brackets. */
  readonly host: string;
  readonly port: number;
};

export type Origin = {
  readonly scheme: "http" | "https";
  /** A name or an address, without brackets: what is connected to. */
  readonly host: string;
  readonly port: number;
  /** What the Host field says: brackets for IPv6, no port where it is the scheme's own. */
  readonly authority: string;
};

export type HeaderField = {
  /** In lower case. */
  readonly name: string;
  readonly value: string;
};

export type Provider = {
  readonly name: string;
  readonly kind: ProviderKind;
  readonly origin: Origin;
  /** The path of `base_url` without a slash at its end; empty for the root. */
  readonly basePath: string;
  /** What of a client's path is in `basePath` already, such as `/v1`. */
  readonly versionInBase: string;
  /** The most native first. */
  readonly speaks: readonly Dialect[];
  readonly simulated: boolean;
};

/** Paths of one dialect at a provider. `{model}` stands for the model's name. */
export type DialectPaths = {
  readonly generate: string;
  /** For streams, where that is another path. */
  readonly stream?: string;
  readonly countTokens?: string;
  readonly models: string;
  readonly embeddings?: string;
};

/** Where a road takes a request of one dialect, and how it signs in there. */
export type Endpoint = {
  readonly paths: DialectPaths;
  /** Empty for a provider without keys. */
  readonly signIn: readonly HeaderField[];
};

/** One way to an answer: a provider, one of its keys, and a model. */
export type Road = {
  readonly provider: Provider;
  /** Which of the provider's keys, counted from 0; undefined where it has none. */
  readonly key: number | undefined;
  /** The model name to send; undefined keeps the client's. */
  readonly model: string | undefined;
  /** Its place in the chain, from 0; keys of one entry share it. */
  readonly rank: number;
  /** A dialect that is not here is one that the provider does not speak. */
  readonly endpoints: Readonly<Partial<Record<Dialect, Endpoint>>>;
};

export type Route = {
  readonly match: string;
  /** In order of preference; a chain entry makes one road for each key. */
  readonly roads: readonly [Road, ...Road[]];
  /** How long a stream's status line is held back. */
  readonly holdMs: number;
  readonly whole: "assembled" | "passthrough";
  readonly workflow: string | undefined;
};

export type Workflow = {
  readonly name: string;
  readonly owner: string | undefined;
  /** 0 to 1. */
  readonly needs: number | undefined;
  readonly criticality: "high" | "normal" | "batch";
  /** Whether a model is good enough. */
  readonly accepts: (model: string) => boolean;
  readonly costPerMinute: number | undefined;
};

export type Snapshot = {
  /** Grows with every snapshot of a process. */
  readonly version: number;
  readonly listen: Address;
  readonly console: Address;
  readonly data: string;
  readonly drainMs: number;
  readonly bodyBytes: number;
  readonly providers: readonly Provider[];
  readonly workflowNamed: (name: string) => Workflow | undefined;
  readonly ledgerKeepMs: number;
  /** In the order of the file. */
  readonly routes: readonly Route[];
  /** The first route that matches the model name that a client asks for. Its cost does not grow with the number of routes. */
  readonly routeFor: (model: string) => Route | undefined;
};
