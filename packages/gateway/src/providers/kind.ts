// What is known about a kind of provider before any configuration: plain facts, no I/O.

import type { Dialect } from "../contract/config.ts";
import type { HeaderField } from "../contract/snapshot.ts";

export type Location = {
  /** What the vendor's own SDK takes; undefined where only the operator knows. */
  readonly baseUrl: string | undefined;
  /** What the kind understands unless `speaks` says otherwise. */
  readonly speaks: readonly Dialect[];
  /** The path of each dialect, to be joined to the base URL. Complete, since `speaks` may ask for any of them. */
  readonly endpoints: Readonly<Record<Dialect, string>>;
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
