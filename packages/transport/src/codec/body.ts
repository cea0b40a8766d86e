// A message body out of framed bytes: payload in, end or truncation out.

import type { BodySink, BodyState } from "./body-sink.ts";
import { ChunkedReader } from "./chunked.ts";
import type { Source } from "./field-scanner.ts";
import type { Fields } from "./fields.ts";
import type { Framing } from "./framing.ts";
import type { CodecLimits } from "./limits.ts";
import type { Violation } from "./violation.ts";

/** Reads one body. Any chunking of the input gives the same payload, end and violation. */
export class BodyReader {
  readonly #framing: Framing;
  readonly #chunked: ChunkedReader | undefined;
  #remaining = 0;
  #ended = false;

  constructor(framing: Framing, source: Source, limits: CodecLimits) {
    this.#framing = framing;
    if (framing.kind === "chunked") this.#chunked = new ChunkedReader(source, limits);
    if (framing.kind === "length") this.#remaining = framing.length;
    this.#ended = framing.kind === "none" || (framing.kind === "length" && framing.length === 0);
  }

  get state(): BodyState {
    return this.#chunked === undefined ? (this.#ended ? "ended" : "reading") : this.#chunked.state;
  }

  get violation(): Violation | undefined {
    return this.#chunked?.violation;
  }

  get trailers(): Fields | undefined {
    return this.#chunked?.trailers;
  }

  /** Reads on from `at`; returns the position behind what belongs to this body. */
  push(bytes: Uint8Array, at: number, sink: BodySink): number {
    if (this.#chunked !== undefined) return this.#chunked.push(bytes, at, sink);
    if (this.#ended) return at;
    const isCounted = this.#framing.kind === "length";
    const end = isCounted ? Math.min(bytes.length, at + this.#remaining) : bytes.length;
    if (isCounted) {
      this.#remaining -= end - at;
      this.#ended = this.#remaining === 0;
    }
    if (end > at) sink.data?.(at === 0 && end === bytes.length ? bytes : bytes.subarray(at, end));
    return end;
  }

  /** Nobody listens any more: nothing is handed on, not even the rest of the piece that is being read. */
  stop(): void {
    this.#ended = true;
    if (this.#chunked !== undefined) this.#chunked.state = "ended";
  }

  /** The sender has closed its side: whole, or cut short? */
  close(): "complete" | "truncated" {
    if (this.#framing.kind === "until-close") this.#ended = true;
    return this.state === "ended" ? "complete" : "truncated";
  }
}
