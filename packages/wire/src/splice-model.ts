// Replaces the model's name in a request body and leaves every other byte alone.

import { tokenFrom } from "./json/text.ts";
import type { RoutingFields } from "./routing-fields.ts";

/** A body in pieces to be sent one after the other; all but the names are views of the original. */
export interface SplicedBody {
  readonly pieces: readonly Uint8Array[];
  /** The sum of the pieces, for Content-Length. */
  readonly sizeBytes: number;
}

/**
 * The body with another model name, without copying it; `fields` must have been read from this body. If the key is
 * repeated, every value is replaced, so that parsers that take the first one agree. A body that has no model, or has
 * this one once, is one piece: itself.
 */
export function spliceModel(body: Uint8Array, fields: RoutingFields, name: string): SplicedBody {
  const { model, modelAt } = fields;
  if (modelAt.length === 0 || (modelAt.length === 1 && model === name)) {
    return { pieces: [body], sizeBytes: body.length };
  }
  const token = tokenFrom(name);
  const pieces: Uint8Array[] = [];
  let sizeBytes = 0;
  let copiedTo = 0;
  for (const { start, end } of modelAt) {
    pieces.push(body.subarray(copiedTo, start), token);
    sizeBytes += start - copiedTo + token.length;
    copiedTo = end;
  }
  pieces.push(body.subarray(copiedTo));
  return { pieces, sizeBytes: sizeBytes + body.length - copiedTo };
}

/** The pieces in one array; a single piece is returned as it is. */
export function joinPieces({ pieces, sizeBytes }: SplicedBody): Uint8Array {
  const [first] = pieces;
  if (first !== undefined && pieces.length === 1) return first;
  const joined = new Uint8Array(sizeBytes);
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}
