// Chunked framing on its way into an outbox.

import { CR, LF } from "../codec/bytes.ts";
import { sizeLine } from "../codec/chunked.ts";
import { Mark } from "../codec/fields.ts";
import type { Fields } from "../codec/fields.ts";
import type { Outbox } from "./outbox.ts";
import { beginTurn, endTurn } from "./turn.ts";

const CRLF = Uint8Array.of(CR, LF);
const LAST_CHUNK = Uint8Array.of(0x30, CR, LF, CR, LF);
const LAST_SIZE = Uint8Array.of(0x30, CR, LF);

/** Sends bytes as one chunk; there must be some, for an empty chunk ends the body. */
export function sendChunk(outbox: Outbox, bytes: Uint8Array): void {
  // Within a turn the three go out together.
  beginTurn();
  outbox.send(sizeLine(bytes.length));
  outbox.send(bytes);
  outbox.send(CRLF);
  endTurn();
}

export function sendLastChunk(outbox: Outbox, trailers: Fields | undefined): void {
  if (trailers === undefined || trailers.count === 0) {
    outbox.send(LAST_CHUNK);
    return;
  }
  outbox.send(LAST_SIZE);
  const writer = outbox.open();
  for (let i = 0; i < trailers.count; i++) {
    writer.copy(trailers.bytes, trailers.mark(i, Mark.nameStart), trailers.mark(i, Mark.nameEnd));
    writer.text(": ");
    writer.copy(trailers.bytes, trailers.mark(i, Mark.valueStart), trailers.mark(i, Mark.valueEnd));
    writer.lineEnd();
  }
  writer.lineEnd();
  outbox.commit();
}
