// Asks for a stream in a body that asks for a whole answer, and leaves every other byte alone.

import type { DialectName } from "./dialect-name.ts";
import { walkMembers } from "./json/members.ts";
import type { ByteRange } from "./json/members.ts";
import { isSpelled, tokenFrom } from "./json/text.ts";
import type { RoutingFields } from "./routing-fields.ts";
import type { SplicedBody } from "./splice-model.ts";

/** Bytes instead of those at a range. */
interface Edit extends ByteRange {
  readonly bytes: Uint8Array;
}

const encoder = new TextEncoder();
const yes = encoder.encode("true");
const streamMember = encoder.encode('"stream":true,');
const usageMember = encoder.encode('"stream_options":{"include_usage":true},');

/**
 * The body with another model name that asks for a stream, and in chat for its usage. `fields` must have been read from
 * this body. Gemini asks in the path: its body stays as it is.
 */
export function spliceStream(
  body: Uint8Array,
  fields: RoutingFields,
  { dialect, model }: { readonly dialect: DialectName; readonly model: string },
): SplicedBody {
  const edits: Edit[] = [];
  if (fields.model !== model) {
    const token = tokenFrom(model);
    for (const range of fields.modelAt) edits.push({ ...range, bytes: token });
  }
  if (dialect !== "gemini") edits.push(...streamEdits(body, dialect));
  return edited(
    body,
    edits.toSorted((a, b) => a.start - b.start),
  );
}

function streamEdits(body: Uint8Array, dialect: DialectName): Edit[] {
  const edits: Edit[] = [];
  const seen = { options: false };
  let first: number | undefined;
  walkMembers(body, ({ key, value }) => {
    first ??= key.start;
    if (isSpelled(body, key, "stream")) edits.push({ ...value, bytes: yes });
    else if (isSpelled(body, key, "stream_options")) seen.options = true;
    return undefined;
  });
  if (first === undefined) return edits;
  const at = { start: first, end: first };
  if (edits.length === 0) edits.push({ ...at, bytes: streamMember });
  if (dialect === "chat" && !seen.options) edits.push({ ...at, bytes: usageMember });
  return edits;
}

function edited(body: Uint8Array, edits: readonly Edit[]): SplicedBody {
  const pieces: Uint8Array[] = [];
  let sizeBytes = 0;
  let copiedTo = 0;
  const add = (piece: Uint8Array): void => {
    if (piece.length === 0) return;
    pieces.push(piece);
    sizeBytes += piece.length;
  };
  for (const { start, end, bytes } of edits) {
    add(body.subarray(copiedTo, start));
    add(bytes);
    copiedTo = end;
  }
  add(body.subarray(copiedTo));
  return { pieces, sizeBytes };
}
