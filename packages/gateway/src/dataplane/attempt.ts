// One try on one road: sends the request, reads what comes under three clocks, and tells its owner how it goes.

import type { ClockSet, ContentKind } from "@holdfast/policy";
import { Deadline } from "@holdfast/transport";
import type {
  Call,
  ClockWheel,
  Due,
  Failure,
  Fields,
  ResponseHead,
  ResponseReader,
} from "@holdfast/transport";
import type { AnswerReader, AnswerSink, Told } from "./answer.ts";
import type { ClientReply } from "./client-reply.ts";
import { createErrorBody } from "./error-body.ts";
import type { ErrorBody } from "./error-body.ts";
import type { BodyForm, Passage } from "./passage.ts";
import { problemFromStall, problemFromTransport, problemFromTruncation } from "./problem.ts";
import type { Problem } from "./problem.ts";

export interface AttemptInput {
  readonly passage: Passage;
  /** Why this road is taken: a sentence. */
  readonly why: string;
  readonly clocks: ClockSet;
  readonly wheel: ClockWheel;
  /** The time of day, for limits that end at an instant. */
  readonly wallNow: () => number;
  readonly owner: AttemptOwner;
}

/** Who started the attempt. `whole` or `failed` is the last call. */
export interface AttemptOwner {
  /** The first content is there. The owner lets it through, now or later, or cancels. */
  readonly content: (attempt: Attempt) => void;
  /** The first-content deadline has passed; it goes on all the same. */
  readonly late: (attempt: Attempt) => void;
  readonly whole: (attempt: Attempt, told: Told) => void;
  readonly failed: (attempt: Attempt, problem: Problem) => void;
}

/** Where what the client is to have goes: kept, or straight through. */
type Outlet =
  | { readonly kind: "held"; readonly pieces: Uint8Array[] }
  | { readonly kind: "through"; readonly client: ClientReply }
  | { readonly kind: "closed" };

const closed: Outlet = { kind: "closed" };

export class Attempt implements ResponseReader, AnswerSink, Due {
  data?: (bytes: Uint8Array) => void;
  raw?: (bytes: Uint8Array) => void;
  /** Whether whole chunks go on as they came. */
  isFramed = false;
  readonly startedAt: number;
  readonly why: string;
  longestTextGapMs = 0;
  longestThinkingGapMs = 0;
  firstContentAt: number | undefined;
  /** The provider's head, once it is there. */
  answerHead: ResponseHead | undefined;
  /** Behind the body, where there were any. */
  trailers: Fields | undefined;
  isLate = false;
  readonly #input: AttemptInput;
  readonly #deadline: Deadline;
  #call: Call;
  #reader: AnswerReader | undefined;
  #error: ErrorBody | undefined;
  #outlet: Outlet = { kind: "held", pieces: [] };
  #isRedialed = false;
  #contentKind: ContentKind | undefined;
  #progressAt = 0;

  constructor(input: AttemptInput) {
    this.#input = input;
    this.why = input.why;
    this.startedAt = input.wheel.now();
    this.#deadline = new Deadline(input.wheel, this);
    this.#deadline.set(this.startedAt + input.clocks.firstContentMs);
    this.#call = this.#dial({ isFresh: false });
  }

  get isOver(): boolean {
    return this.#outlet === closed;
  }

  /** Words a failure in the middle of this answer. */
  get failureText(): AnswerReader["failureText"] {
    return this.#reader?.failureText;
  }

  /** How many bytes wait for `letThrough`. */
  get heldBytes(): number {
    return this.#outlet.kind === "held"
      ? this.#outlet.pieces.reduce((sum, { length }) => sum + length, 0)
      : 0;
  }

  /** Content commit: what was kept, and all that follows, goes to the client. */
  letThrough(client: ClientReply): void {
    if (this.#outlet.kind !== "held") return;
    const { pieces } = this.#outlet;
    this.#outlet = { kind: "through", client };
    if (pieces.length > 0) {
      this.write(pieces.length === 1 ? (pieces[0] ?? Buffer.alloc(0)) : Buffer.concat(pieces));
    }
  }

  /** The client takes bytes again. */
  resume(): void {
    if (this.isOver) return;
    this.#windProgress(this.#input.wheel.now());
    this.#call.resume();
  }

  /** Nobody wants the answer any more: the provider's connection is closed at once. */
  cancel(): void {
    if (this.isOver) return;
    this.#close();
    this.#call.cancel();
  }

  // What the transport reports.

  head(head: ResponseHead): void {
    const { passage, wallNow } = this.#input;
    this.answerHead = head;
    if (!passage.takesAnything && (head.status < 200 || head.status > 299)) {
      this.#error = createErrorBody(passage.dialect, head, wallNow());
      this.data = this.#error.data;
      return;
    }
    const type = head.fields.get("content-type") ?? "";
    const form = formOf(type);
    if (form === "other" && !passage.takesAnything) {
      const why = `it sent ${type.slice(0, 60)} where an answer was expected`;
      return this.#give(problemFromTruncation(passage.provider, why));
    }
    this.isFramed = passage.takesChunks && head.framing.kind === "chunked";
    this.#reader = passage.readerFor(form, this);
    if (this.isFramed) this.raw = this.#reader.data;
    else this.data = this.#reader.data;
  }

  end(trailers: Fields | undefined): void {
    this.trailers = trailers;
    if (this.#error !== undefined) return this.#finish(this.#error.problem());
    this.#reader?.end();
    // A reader that has said nothing by now never will.
    if (!this.isOver) this.#finish(problemFromTruncation(this.#input.passage.provider, "it ended early"));
  }

  failed(failure: Failure): void {
    if (this.isOver) return;
    if (failure.kind === "stale" && !this.#isRedialed) {
      // The provider closed an idle connection while we wrote to it: nobody's fault, and nothing was processed.
      this.#isRedialed = true;
      this.#call = this.#dial({ isFresh: true });
      return;
    }
    if (this.#error !== undefined) return this.#finish(this.#error.problem());
    if (this.#reader?.cut() === true) return;
    const isAfterContent = this.firstContentAt !== undefined;
    this.#finish(problemFromTransport(this.#input.passage.provider, failure, { isAfterContent }));
  }

  // What the answer's reader reports.

  progress(kind: ContentKind): void {
    if (this.isOver) return;
    const now = this.#input.wheel.now();
    this.#contentKind = kind;
    if (this.firstContentAt === undefined) {
      this.firstContentAt = now;
      this.#input.owner.content(this);
    } else this.#noteGap(kind, now - this.#progressAt);
    this.#windProgress(now);
  }

  write(bytes: Uint8Array): void {
    if (this.#outlet.kind === "held") this.#outlet.pieces.push(bytes);
    else if (this.#outlet.kind === "through" && !this.#outlet.client.write(bytes)) {
      // While our own client does not read, the provider's clocks stand still.
      this.#deadline.off();
      this.#call.pause();
    }
  }

  whole(told: Told): void {
    if (this.isOver) return;
    this.#deadline.clear();
    this.#input.owner.whole(this, told);
    this.#close();
    // What is behind the last word is read away: a call that stays paused never ends.
    this.#call.resume();
  }

  broken(problem: Problem): void {
    if (!this.isOver) this.#give(problem);
  }

  due(): void {
    if (this.isOver) return;
    if (this.firstContentAt !== undefined) {
      return this.#give(problemFromStall(this.#input.passage.provider, this.#progressMs()));
    }
    this.isLate = true;
    this.#input.owner.late(this);
  }

  #dial({ isFresh }: { readonly isFresh: boolean }): Call {
    const { passage, clocks } = this.#input;
    return passage.origin.call(passage.request, this, {
      isFresh,
      clocks: { headMs: clocks.silenceMs, idleMs: clocks.silenceMs },
    });
  }

  #windProgress(now: number): void {
    // The owner may not have wanted it.
    if (this.isOver) return;
    this.#progressAt = now;
    this.#deadline.set(now + this.#progressMs());
  }

  #noteGap(kind: ContentKind, gapMs: number): void {
    if (kind === "text") this.longestTextGapMs = Math.max(this.longestTextGapMs, gapMs);
    else this.longestThinkingGapMs = Math.max(this.longestThinkingGapMs, gapMs);
  }

  #progressMs(): number {
    const { textProgressMs, thinkingProgressMs } = this.#input.clocks;
    return this.#contentKind === "thinking" ? thinkingProgressMs : textProgressMs;
  }

  /** The provider goes on sending, but it is no answer. */
  #give(problem: Problem): void {
    this.#finish(problem);
    this.#call.cancel();
  }

  #finish(problem: Problem): void {
    if (this.isOver) return;
    this.#close();
    this.#input.owner.failed(this, problem);
  }

  #close(): void {
    this.#deadline.clear();
    this.#outlet = closed;
    delete this.data;
    delete this.raw;
  }
}

function formOf(type: string): BodyForm {
  if (type === "") return "unsaid";
  const words = type.toLowerCase();
  if (words.includes("text/event-stream")) return "events";
  return words.includes("json") ? "json" : "other";
}
