// Where client keys are kept. One contract suite runs over every adapter.

import type { ClientKey } from "../contract/client-key.ts";

/** Everything throws a `HoldfastError` with code `store-failed` where the store cannot do it. */
export interface KeyStore {
  readonly add: (key: ClientKey) => void;
  /** `false`: there is no such key, or it was revoked before. */
  readonly revoke: (id: string, at: number) => boolean;
  /** Revoked ones too, the oldest first. */
  readonly list: () => readonly ClientKey[];
  /** Another number after every change, whoever made it. */
  readonly version: () => number;
  readonly close: () => void;
}
