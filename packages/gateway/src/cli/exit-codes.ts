// What a command's exit code says. The numbers are those of sysexits.h, which service managers know.

import { HoldfastError, type ErrorCode } from "../errors.ts";

export const exitCodes = {
  done: 0,
  /** The command line cannot be understood. */
  usage: 64,
  /** An address cannot be listened on, for example since something else does. */
  unavailable: 69,
  /** A defect of Holdfast itself. */
  internal: 70,
  /** The disk, or what should be on it, cannot be used. */
  io: 74,
  /** The configuration is missing or has errors: starting again without changing it cannot help. */
  config: 78,
} as const;

const byError: Readonly<Record<ErrorCode, number>> = {
  "config-not-found": exitCodes.config,
  "config-unreadable": exitCodes.config,
  "config-invalid": exitCodes.config,
  "keys-missing": exitCodes.config,
  "listen-failed": exitCodes.unavailable,
  "proxy-unusable": exitCodes.config,
  "simulator-not-placed": exitCodes.internal,
  "proof-keys-unusable": exitCodes.io,
  "store-failed": exitCodes.io,
};

export function exitCodeFor(error: unknown): number {
  return error instanceof HoldfastError ? byError[error.code] : exitCodes.internal;
}
