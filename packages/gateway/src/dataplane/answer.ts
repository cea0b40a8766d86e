// How an answer is read on a road, whatever its form: bytes in, bytes for the client out, and where content begins.

import type { ContentKind } from "@holdfast/policy";
import type { CanonicalFailure, Usage } from "@holdfast/wire";
import type { Problem } from "./problem.ts";

/** What the answer told about itself by its end, for the ledger. */
export interface Told {
  readonly usage?: Usage;
  readonly finish?: string;
  /** The model that the provider says it was. */
  readonly model?: string;
}

/** Who hears of an answer. `whole` or `broken` is the last call. */
export interface AnswerSink {
  /** Content has moved on; the first call is the content commit. What was written before can still be taken back. */
  readonly progress: (kind: ContentKind) => void;
  /** For the client: whole events of a stream, or the body of a whole answer. */
  readonly write: (bytes: Uint8Array) => void;
  readonly whole: (told: Told) => void;
  readonly broken: (problem: Problem) => void;
}

/** Reads the payload of one answer. */
export interface AnswerReader {
  readonly data: (bytes: Uint8Array) => void;
  /** The framing says that the body is whole; whether the answer is, the reader knows. */
  readonly end: () => void;
  /** The connection failed. A body whose last word was there is whole all the same: the reader then says so and returns true. */
  readonly cut: () => boolean;
  /** Words a failure so that it continues what this answer has said so far; undefined where it has nothing to continue. */
  readonly failureText?: (failure: CanonicalFailure) => string;
}
