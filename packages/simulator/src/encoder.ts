// What a dialect must be able to say.

import type { Message } from "./message.ts";
import type { Asked } from "./request.ts";
import type { HeaderEntry } from "./said.ts";
import type { Script } from "./script.ts";

/** What makes one answer different from the next. */
export interface Stamp {
  /** Counts answers from 1. */
  readonly serial: number;
  /** Unix milliseconds. */
  readonly at: number;
}

/** An error with whatever is not what the vendor usually says with its status. */
export interface Refusal {
  readonly status: number;
  /** Messages, chat and responses: the error's type. Gemini: its status, such as `UNAVAILABLE`. */
  readonly type?: string;
  /** Messages: the `error_code` of its details. */
  readonly code?: string | null;
  /** Chat and responses only: which field is at fault. */
  readonly param?: string;
  readonly message?: string;
  /** Gemini only. */
  readonly details?: readonly object[];
  readonly headers?: readonly HeaderEntry[];
  /** Without the fields about limits that come with every answer. */
  readonly isBare?: boolean;
}

/** A message, to whom it is told, and by whom. */
export interface Telling {
  readonly message: Message;
  readonly stamp: Stamp;
  readonly asked: Asked;
  /** The provider's account, to which its proofs belong. */
  readonly account: string;
}

/** What is settled before an event: nothing but that there will be an answer, its content, its end. */
export type Phase = "start" | "content" | "finish" | "terminal";

/** One event of a stream, with everything that delimits it. */
export interface Told {
  readonly phase: Phase;
  readonly text: string;
}

/** What a request is held against. */
export interface Bench {
  readonly asked: Asked;
  readonly script: Script;
  readonly account: string;
}

export interface Encoder {
  whole(telling: Telling): unknown;
  events(telling: Telling): Told[];
  /** A whole answer that has not come to its end, as far as the dialect can say so. */
  unfinished(whole: unknown): unknown;
  error(refusal: Refusal, stamp: Stamp): unknown;
  /** An error as an event of a stream that has told so many events, and whatever ends the stream with it. */
  errorEvent(refusal: Refusal, telling: Telling, before: number): string;
  models(names: readonly string[]): unknown;
  count(tokens: number): unknown;
  /** Fields that come with every answer and error, behind those about the content. */
  headers(stamp: Stamp): HeaderEntry[];
  /** What is wrong with a request, if anything is. */
  complaint(bench: Bench): Refusal | undefined;
  readonly refusals: {
    readonly keyMissing: Refusal;
    readonly keyWrong: Refusal;
    unknownModel(model: string): Refusal;
    unknownPath(asked: Asked): Refusal;
    wrongMethod(asked: Asked): Refusal;
  };
}

/** An identifier in the vendor's manner, that says what it is. */
export function idFrom(prefix: string, serial: number): string {
  return `${prefix}01Simulated${String(serial).padStart(11, "0")}`;
}

/** The identifier of one of the calls of an answer. */
export function callId(prefix: string, { serial }: Stamp, index: number): string {
  return `${idFrom(prefix, serial)}${index}`;
}
