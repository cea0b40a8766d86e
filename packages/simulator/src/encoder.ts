// What a dialect must be able to say.

import type { Message } from "./message.ts";
import type { Asked } from "./request.ts";
import type { HeaderEntry, StatusFault } from "./script.ts";

/** What makes one answer different from the next. */
export interface Stamp {
  /** Counts answers from 1. */
  readonly serial: number;
  /** Unix milliseconds. */
  readonly at: number;
}

/** An error status with whatever is not what the vendor usually says with it. */
export type Refusal = Pick<StatusFault, "status" | "type" | "code" | "message">;

export interface Encoder {
  whole(message: Message, stamp: Stamp): unknown;
  /** One text for each event, with the empty line that ends it. */
  events(message: Message, stamp: Stamp, asked: Asked): string[];
  error(refusal: Refusal, stamp: Stamp): unknown;
  models(names: readonly string[]): unknown;
  /** Fields that come with every answer and error, behind those about the content. */
  headers(stamp: Stamp): HeaderEntry[];
  /** What is wrong with a request for an answer, if anything is. */
  complaint(asked: Asked): Refusal | undefined;
  /** The key that a request signs in with. */
  keyOf(asked: Asked): string | undefined;
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

/** The token of an `authorization` field. */
export function bearerOf(authorization: string | undefined): string | undefined {
  return /^Bearer +(\S+)$/i.exec(authorization ?? "")?.[1];
}
