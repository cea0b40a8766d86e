// How a running gateway stands: what `/api/status` answers.

import type { Problem } from "./problem.ts";

/** A configuration that was not taken; the one before is in force. */
export type ConfigError = {
  /** One of those in docs/errors.md. */
  readonly code: string;
  readonly message: string;
  /** When it was refused, in ISO 8601. */
  readonly at: string;
  readonly problems: readonly Problem[];
};

export type StatusReport = {
  readonly ready: boolean;
  readonly config_version: number;
  /** Why the configuration as it is now is not in force; null: it is. */
  readonly config_error: ConfigError | null;
  /** Configurations that were refused since the start. */
  readonly config_refused: number;
  /** Settings that have changed and that only a restart takes up. */
  readonly needs_restart: readonly string[];
  readonly providers: readonly {
    readonly name: string;
    readonly kind: string;
    readonly simulated: boolean;
  }[];
  /** Everything that is not well. Empty: all is. */
  readonly unwell: readonly {
    readonly level: string;
    readonly name: string;
    readonly standing: "ramping" | "testing" | "sick";
    /** Milliseconds until a sick one is tested again. */
    readonly retest_in_ms: number | null;
    readonly evidence: readonly string[];
  }[];
  readonly ledger: { readonly waiting: number; readonly written: number; readonly lost: number };
};
