/** Who wants the bytes of a body. Both callbacks are given the same bytes, in order, in pieces of any size. */
export interface BodySink {
  /** Payload: framing removed. */
  data?(bytes: Uint8Array): void;
  /** Of a chunked body: whole chunks, framing included, without extensions and without the last chunk. */
  raw?(bytes: Uint8Array): void;
}

export type BodyState = "reading" | "ended" | "refused";
