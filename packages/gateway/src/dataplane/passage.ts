// How one request travels one road: the bytes to send, and how what comes back is read.

import type { Origin, OutgoingRequest } from "@holdfast/transport";
import type { DialectName, Lesson, Loss } from "@holdfast/wire";
import type { Admitted } from "./admitted.ts";
import type { AnswerReader, AnswerSink } from "./answer.ts";
import type { RoadCandidate } from "./candidates.ts";
import type { Tried } from "./last-words.ts";
import type { Plane } from "./plane.ts";
import type { ServedBy } from "./served-by.ts";

export interface Passage {
  readonly kind: "passage";
  /** `provider/model`. */
  readonly name: string;
  readonly provider: string;
  readonly dialect: DialectName;
  readonly model: string;
  readonly origin: Origin;
  readonly servedBy: ServedBy;
  readonly request: OutgoingRequest;
  /** What the road has refused in this request before, and what is therefore not in it. */
  readonly lesson: Lesson | undefined;
  /** Whether the provider's own head goes on to the client, and its framing with it. */
  readonly keeps: "head" | "head-and-framing" | "nothing";
  /** When the client begins to hear of it; before that another road can take its place. */
  readonly commitsAt: "content" | "end";
  /** Whether the body goes on with its chunks: unread, to a client that knows them. */
  readonly takesChunks: boolean;
  /** Whether any status and any body is the answer. */
  readonly takesAnything: boolean;
  readonly losses: readonly Loss[];
  /** Chosen when the head is there: what came decides how it is read. */
  readonly readerFor: (form: BodyForm, sink: AnswerSink) => AnswerReader;
}

/** What a body is, by its head. `unsaid`: what was asked for, for lack of better knowledge. */
export type BodyForm = "events" | "json" | "unsaid" | "other";

/** The request cannot be said on this road. */
export type Impassable = { readonly kind: "impassable" } & Tried;

export interface PassageInput {
  readonly admitted: Admitted;
  readonly candidate: RoadCandidate;
  readonly plane: Plane;
  readonly requestId: string;
  /** What the road has refused in this request before. */
  readonly lesson: Lesson | undefined;
}
