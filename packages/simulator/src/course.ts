// What happens on the connection after a request, one step after the other. Whoever serves, on sockets or in virtual
// time, only has to do the steps.

import type { Fault, HeaderEntry } from "./script.ts";

export type Step =
  | HeadStep
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  | { readonly kind: "wait"; readonly ms: number }
  /** The reply is whole. */
  | { readonly kind: "end" }
  /** The connection is reset. */
  | { readonly kind: "reset" }
  /** Nothing more comes, until the client leaves. */
  | { readonly kind: "hold" };

export interface HeadStep {
  readonly kind: "head";
  readonly status: number;
  readonly headers: readonly HeaderEntry[];
  readonly framing: { readonly kind: "chunked" } | { readonly kind: "length"; readonly length: number };
}

/** A whole response, before anything goes wrong with it. */
export interface Response {
  readonly status: number;
  readonly headers: readonly HeaderEntry[];
  readonly framing: "chunked" | "length";
  readonly pieces: readonly Uint8Array[];
  readonly paceMs: number;
}

/** The course of a response, and what a fault makes of it. */
export function withFault(response: Response, fault: Fault | undefined): Step[] {
  const { pieces } = response;
  switch (fault?.kind) {
    case "reset-before-head":
      return [{ kind: "reset" }];
    case "silence":
      return [{ kind: "hold" }];
    case "stall":
      return [headOf(response), ...paced(pieces.slice(0, fault.afterEvents), response), { kind: "hold" }];
    case "close-early":
      return [headOf(response), ...paced(firstBytes(pieces, fault.afterBytes), response), { kind: "reset" }];
    case "status":
    case undefined:
      return [headOf(response), ...paced(pieces, response), { kind: "end" }];
  }
}

function headOf({ status, headers, framing, pieces }: Response): HeadStep {
  if (framing === "chunked") return { kind: "head", status, headers, framing: { kind: "chunked" } };
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  return { kind: "head", status, headers, framing: { kind: "length", length } };
}

function paced(pieces: readonly Uint8Array[], { paceMs }: Response): Step[] {
  const isPaced = paceMs > 0;
  return pieces.flatMap((bytes, index): Step[] =>
    isPaced && index > 0
      ? [
          { kind: "wait", ms: paceMs },
          { kind: "bytes", bytes },
        ]
      : [{ kind: "bytes", bytes }],
  );
}

function firstBytes(pieces: readonly Uint8Array[], count: number): Uint8Array[] {
  let left = count;
  return pieces.flatMap((piece) => {
    const part = piece.subarray(0, left);
    left -= part.length;
    return part.length === 0 ? [] : [part];
  });
}
