/** Something in the configuration that a person should change. Fit to be printed and shown: it never holds a secret. */
export type Problem = {
  /** A warning leaves the configuration usable. */
  readonly severity: "error" | "warning";
  /** Such as `providers.openai.keys[0]`; empty for the file as a whole. */
  readonly path: string;
  /** Counted from 1. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
  /** The offending value as it is written in the file, shortened. Keys are never shown. */
  readonly value?: string;
  readonly allowed?: readonly string[];
  /** The valid name that is closest to what was written. */
  readonly nearest?: string;
};
