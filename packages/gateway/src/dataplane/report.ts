// What the data plane has to say to whoever keeps the log.

import type { Failure } from "@holdfast/transport";

export interface Report {
  /** A provider gave no answer (`unanswered`: the client was told so), or broke it off (`broken`: it was cut for the client too). */
  readonly providerFailed: (failed: ProviderFailed) => void;
  /** Our own code failed; the request was ended. */
  readonly fault: (error: unknown) => void;
}

export interface ProviderFailed {
  readonly outcome: "unanswered" | "broken";
  readonly requestId: string;
  readonly provider: string;
  readonly failure: Failure;
}
