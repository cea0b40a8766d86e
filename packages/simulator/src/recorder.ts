// What a provider was asked, as it came, for tests to look at. Bounded: the oldest go first.

import type { ExchangeEnd } from "@holdfast/transport";
import type { ProviderHead, ProviderRequest } from "./provider-request.ts";

export interface RecordedRequest extends ProviderRequest {
  /** As far as it has come. */
  readonly body: Uint8Array;
  /** Whether the body has come to its end. */
  readonly isWhole: boolean;
  /** How the exchange ended; undefined while it goes on. */
  readonly end: ExchangeEnd["kind"] | undefined;
}

export interface ProviderLimits {
  /** Requests that are remembered. */
  readonly requests: number;
  /** Bytes of bodies that are remembered, those of all requests together. */
  readonly recordedBytes: number;
  /** A longer body is refused with 413. */
  readonly bodyBytes: number;
}

/** Anthropic refuses bodies beyond 32 MB; two of them are remembered. */
export const defaultLimits: ProviderLimits = {
  requests: 1_000,
  recordedBytes: 64 * 1024 * 1024,
  bodyBytes: 32 * 1024 * 1024,
};

/** One request as it comes in. */
export interface Recording {
  readonly request: RecordedRequest;
  /** False: with this piece the body is too long, and the piece was not kept. */
  data(bytes: Uint8Array): boolean;
  /** Of the body so far. */
  sizeBytes(): number;
  whole(): void;
  ended(end: ExchangeEnd["kind"]): void;
}

export interface Recorder {
  /** The newest last. */
  readonly requests: readonly RecordedRequest[];
  begin(head: ProviderHead): Recording;
}

export function createRecorder(limits: ProviderLimits): Recorder {
  const kept: Entry[] = [];
  let bytes = 0;
  const bound = (): void => {
    while (kept.length > limits.requests || bytes > limits.recordedBytes) {
      const oldest = kept.shift();
      if (oldest === undefined) return;
      bytes -= oldest.size;
      oldest.isKept = false;
    }
  };
  return {
    get requests() {
      return kept.map(({ request }) => request);
    },
    begin(head) {
      const entry = new Entry(head);
      kept.push(entry);
      bound();
      return {
        request: entry.request,
        data(piece) {
          if (entry.size + piece.length > limits.bodyBytes) return false;
          entry.add(piece);
          if (entry.isKept) bytes += piece.length;
          bound();
          return true;
        },
        sizeBytes: () => entry.size,
        whole: () => (entry.isWhole = true),
        ended: (end) => (entry.end = end),
      };
    },
  };
}

class Entry {
  isKept = true;
  isWhole = false;
  end: ExchangeEnd["kind"] | undefined;
  size = 0;
  readonly request: RecordedRequest;
  #pieces: Uint8Array[] = [];

  constructor(head: ProviderHead) {
    const body = (): Uint8Array => this.#joined();
    const isWhole = (): boolean => this.isWhole;
    const end = (): ExchangeEnd["kind"] | undefined => this.end;
    this.request = {
      ...head,
      get body() {
        return body();
      },
      get isWhole() {
        return isWhole();
      },
      get end() {
        return end();
      },
    };
  }

  add(piece: Uint8Array): void {
    this.#pieces.push(piece);
    this.size += piece.length;
  }

  #joined(): Uint8Array {
    const [first, ...others] = this.#pieces;
    if (first !== undefined && others.length === 0) return first;
    const all = new Uint8Array(this.size);
    let at = 0;
    for (const piece of this.#pieces) {
      all.set(piece, at);
      at += piece.length;
    }
    this.#pieces = [all];
    return all;
  }
}
