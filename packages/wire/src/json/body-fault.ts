// What can be wrong with a request body, as far as a reader that does not parse it can tell.

/** Why a body cannot be read. */
export const faultReasons = [
  "empty",
  "not-an-object",
  "truncated",
  "unexpected-byte",
  "malformed-string",
  "wrong-type",
  "too-long",
  "repeated-key",
  "ambiguous-key",
] as const;

export type FaultReason = (typeof faultReasons)[number];

/** A body that cannot be read: where, why, and what would have been right there. */
export interface BodyFault {
  readonly kind: "fault";
  readonly reason: FaultReason;
  /** Offset in bytes. */
  readonly offset: number;
  /** Completes the sentence "expected ...". */
  readonly expected: string;
  /** The top-level field whose value or key is at fault. */
  readonly field: string | undefined;
}

/** A fault of the body as a whole. */
export function fault(reason: FaultReason, offset: number, expected: string): BodyFault {
  return { kind: "fault", reason, offset, expected, field: undefined };
}

/** A byte that cannot stand where it stands, or no byte where one is missing. */
export function unexpected(body: Uint8Array, offset: number, expected: string): BodyFault {
  return fault(offset < body.length ? "unexpected-byte" : "truncated", offset, expected);
}
