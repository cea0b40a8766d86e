// A road as policy sees it: names of what can be sick, from the narrowest to the widest.

/** Every name is unique among those of its level. Two roads that share a name share its fate. */
export interface Road {
  /** One key at one provider for one model: the narrowest. */
  readonly id: string;
  readonly key: string;
  /** Keys of one account share its limits and its bills. */
  readonly account: string;
  /** One model in one region at one provider. */
  readonly cell: string;
  /** One vendor's endpoint. */
  readonly provider: string;
}

/** Where a verdict is held. */
export const levels = ["road", "key", "account", "cell", "provider"] as const;

export type Level = (typeof levels)[number];

export interface Scope {
  readonly level: Level;
  readonly name: string;
}
