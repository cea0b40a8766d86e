// What the data plane has to say to whoever keeps the log.

export interface Report {
  /** An attempt was no answer. */
  readonly providerFailed: (failed: ProviderFailed) => void;
  /** Our own code failed; the request was ended. */
  readonly fault: (error: unknown) => void;
}

export interface ProviderFailed {
  readonly requestId: string;
  readonly provider: string;
  readonly model: string;
  readonly outcome: string;
  readonly blame: string;
  /** Fit for a log: no prompt, no key. */
  readonly facts: Readonly<Record<string, unknown>>;
}
