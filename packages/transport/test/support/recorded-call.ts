// A call with everything that its reader hears written down.

import type {
  Call,
  CallOptions,
  Failure,
  Fields,
  Origin,
  OutgoingRequest,
  ResponseHead,
  ResponseReader,
} from "../../src/index.ts";

export interface Heard {
  /** The names of the callbacks in the order in which they came; `data` once for many in a row. */
  readonly events: string[];
  readonly pieces: Uint8Array[];
  /** The body so far, one byte a character. */
  readonly body: string;
  head: ResponseHead | undefined;
  trailers: Fields | undefined;
  failure: Failure | undefined;
  /** Whether `end` or `failed` has been called. */
  readonly isOver: boolean;
}

/** What a test does in the callbacks, after they were written down. */
export type Reactions = { [Name in "head" | "data" | "drained" | "end" | "failed"]?: () => void };

export interface RecordedCall {
  readonly call: Call;
  readonly heard: Heard;
}

export const get: OutgoingRequest = { method: "GET", target: "/", body: { kind: "none" } };
export const streamed: OutgoingRequest = { method: "POST", target: "/", body: { kind: "stream" } };

/** What `get` looks like on the wire, for an origin at this port of 127.0.0.1. */
export function getOnWire(port: number): string {
  return `GET / HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n\r\n`;
}

/** Makes a call and writes down what comes of it. */
export function recordCall(
  origin: Origin,
  request: OutgoingRequest = get,
  { react = {}, ...options }: CallOptions & { readonly react?: Reactions } = {},
): RecordedCall {
  const heard = newlyHeard();
  return { call: origin.call(request, reader(heard, react), options), heard };
}

function newlyHeard(): Heard {
  const events: string[] = [];
  const pieces: Uint8Array[] = [];
  return {
    events,
    pieces,
    get body() {
      return Buffer.concat(pieces).toString("latin1");
    },
    head: undefined,
    trailers: undefined,
    failure: undefined,
    get isOver() {
      return events.includes("end") || events.includes("failed");
    },
  };
}

function reader(heard: Heard, react: Reactions): ResponseReader {
  return {
    head(head) {
      heard.events.push("head");
      heard.head = head;
      react.head?.();
    },
    data(bytes) {
      if (heard.events.at(-1) !== "data") heard.events.push("data");
      heard.pieces.push(bytes);
      react.data?.();
    },
    drained() {
      heard.events.push("drained");
      react.drained?.();
    },
    end(trailers) {
      heard.events.push("end");
      heard.trailers = trailers;
      react.end?.();
    },
    failed(failure) {
      heard.events.push("failed");
      heard.failure = failure;
      react.failed?.();
    },
  };
}
