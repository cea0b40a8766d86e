// What is known about a kind of provider before any configuration: plain facts, no I/O.

import type { Dialect } from "../contract/config.ts";
import type { DialectPaths, HeaderField } from "../contract/snapshot.ts";

export type Location = {
  /** What the vendor's own SDK takes; undefined where only the operator knows. */
  readonly baseUrl: string | undefined;
  /** What the kind understands unless `speaks` says otherwise, the most native first. */
  readonly speaks: readonly Dialect[];
  /** To be joined to the base URL. Complete, since `speaks` may ask for any dialect. */
  readonly endpoints: Readonly<Record<Dialect, DialectPaths>>;
  /** What of a client's path the base URL holds already. */
  readonly versionInBase: string;
  /** A model that the vendor serves, for the line that `holdfast up` prints; undefined where only the operator knows. */
  readonly exampleModel: string | undefined;
};

export type SignIn = {
  /** Whether the vendor answers nobody without a key. */
  readonly needsKey: boolean;
  /** The fields that sign a request of this dialect in. */
  readonly fields: (key: string, dialect: Dialect) => readonly HeaderField[];
};

export type KindFacts = {
  readonly location: Location;
  readonly signIn: SignIn;
};

/** Every dialect's paths behind one prefix, as the vendors lay them out. */
export function pathsUnder(prefix: string, gemini = prefix): Readonly<Record<Dialect, DialectPaths>> {
  return {
    messages: {
      generate: `${prefix}/messages`,
      countTokens: `${prefix}/messages/count_tokens`,
      models: `${prefix}/models`,
    },
    chat: {
      generate: `${prefix}/chat/completions`,
      models: `${prefix}/models`,
      embeddings: `${prefix}/embeddings`,
    },
    responses: {
      generate: `${prefix}/responses`,
      countTokens: `${prefix}/responses/input_tokens`,
      models: `${prefix}/models`,
      embeddings: `${prefix}/embeddings`,
    },
    gemini: {
      generate: `${gemini}/models/{model}:generateContent`,
      stream: `${gemini}/models/{model}:streamGenerateContent`,
      countTokens: `${gemini}/models/{model}:countTokens`,
      models: `${gemini}/models`,
    },
  };
}
