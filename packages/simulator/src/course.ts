// What happens on the connection after a request, one step after the other. Whoever serves, on sockets or in virtual
// time, only has to do the steps.

import { sizeOf } from "./response.ts";
import type { Piece, Response } from "./response.ts";
import type { HeaderEntry } from "./said.ts";

export type Step =
  | HeadStep
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  | { readonly kind: "wait"; readonly ms: number }
  /** The reply is whole. */
  | { readonly kind: "end" }
  /** The connection is reset. */
  | { readonly kind: "reset" }
  /** The connection is closed in order, and the reply is not whole. */
  | { readonly kind: "close" }
  /** Bytes come that are no head. */
  | { readonly kind: "garbage"; readonly bytes: Uint8Array }
  /** Nothing more comes, until the client leaves. */
  | { readonly kind: "hold" };

export interface HeadStep {
  readonly kind: "head";
  readonly status: number;
  readonly headers: readonly HeaderEntry[];
  readonly framing: { readonly kind: "chunked" } | { readonly kind: "length"; readonly length: number };
}

/** The course of a response with which nothing goes wrong. */
export function courseOf(response: Response): Step[] {
  return [...headSteps(response), ...bodySteps(response.pieces, response), { kind: "end" }];
}

/** The head, when it is due. */
export function headSteps({ status, headers, framing, pieces, delayMs }: Response): Step[] {
  const wait: Step[] = delayMs > 0 ? [{ kind: "wait", ms: delayMs }] : [];
  const declared: HeadStep["framing"] =
    framing === "chunked" ? { kind: "chunked" } : { kind: "length", length: sizeOf(pieces) };
  return [...wait, { kind: "head", status, headers, framing: declared }];
}

/** Pieces at their pace. */
export function bodySteps(pieces: readonly Piece[], { paceMs }: Response): Step[] {
  return pieces.flatMap(({ bytes, waitMs }, index): Step[] => {
    const ms = waitMs ?? (index > 0 ? paceMs : 0);
    return ms > 0
      ? [
          { kind: "wait", ms },
          { kind: "bytes", bytes },
        ]
      : [{ kind: "bytes", bytes }];
  });
}
