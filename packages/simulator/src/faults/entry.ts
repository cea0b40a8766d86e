// What an entry of the table of faults says.

import type { Step } from "../course.ts";
import type { Encoder, Refusal, Telling } from "../encoder.ts";
import type { FieldReaders } from "../reading/reading.ts";
import type { Message } from "../message.ts";
import type { Asked } from "../request.ts";
import type { Response } from "../response.ts";
import type { Fault } from "./fault.ts";

/** The request that a fault hits, and what would have been said. */
export interface Struck extends Telling {
  readonly encoder: Encoder;
}

/** What a provider's address is like, as far as one that connects can tell. */
export type Reach =
  | { readonly kind: "open" }
  | { readonly kind: "refused" }
  | { readonly kind: "unnamed" }
  | { readonly kind: "wrong-certificate"; readonly certificate: "wrong-host" | "expired" | "untrusted" }
  | { readonly kind: "tls-alert" }
  | { readonly kind: "connect-silence" }
  | { readonly kind: "accept-silence" };

export interface FaultEntry<F extends Fault> {
  /** What it is, in a few words. */
  readonly what: string;
  /** Why real sockets cannot show it yet, where they cannot. */
  readonly notOnSockets?: string;
  readonly fields: FieldReaders<Omit<F, "kind">>;
  readonly required?: readonly (keyof Omit<F, "kind"> & string)[];
  /** Happens before there is a request, so it is bound to time alone. */
  readonly reach?: (fault: F) => Reach;
  /** Whether it hits a request; left out, any. It is made once for each rule, since it may remember. */
  readonly gate?: (fault: F) => (asked: Asked, now: number) => boolean;
  /** The error that comes instead of an answer. */
  readonly refusal?: (fault: F, struck: Struck) => Refusal;
  readonly message?: (message: Message, fault: F) => Message;
  /** Changes an answer with a 200. */
  readonly response?: (response: Response, fault: F, struck: Struck) => Response;
  /** Changes how anything is handed over. */
  readonly steps?: (response: Response, fault: F) => Step[];
}
