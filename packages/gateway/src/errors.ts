// The one error class, and the table of its codes. docs/errors.md has a section for each.

/**
 * Every code, with what it means in one sentence.
 * @public for the test that compares it with docs/errors.md
 */
export const errorCodes = {
  "config-not-found": "The configuration file does not exist.",
  "config-unreadable": "The configuration file exists but cannot be read as text.",
  "config-invalid": "The configuration has errors; nothing was started or replaced.",
  "keys-missing": "The gateway would be open to other machines without any client key.",
  "listen-failed": "An address in the configuration cannot be listened on.",
  "proxy-unusable": "HTTPS_PROXY names a proxy that cannot be used.",
  "simulator-not-placed": "A simulated provider was configured but nobody said where its simulator listens.",
  "proof-keys-unusable": "The keys that providers' proofs are sealed with cannot be read or made.",
  "store-failed": "The embedded store cannot be read or written.",
} as const;

export type ErrorCode = keyof typeof errorCodes;

export type ErrorDetails = Readonly<Record<string, unknown>>;

export class HoldfastError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, options: { details?: ErrorDetails; cause?: unknown } = {}) {
    super(message, "cause" in options ? { cause: options.cause } : undefined);
    this.name = "HoldfastError";
    this.code = code;
    this.details = options.details ?? {};
  }
}
