// Why an attempt is no answer: what policy judges, and what the client is told if nothing else works.

import type { Outcome, OutcomeClass } from "@holdfast/policy";
import type { Failure, ResponseHead } from "@holdfast/transport";
import { lessonFrom } from "@holdfast/wire";
import type { CanonicalFailure, DialectName, FailureKind, Lesson } from "@holdfast/wire";
import { failureWords } from "./failure-words.ts";

export interface Problem {
  readonly class: OutcomeClass;
  /** In a sentence that clients may see. */
  readonly failure: CanonicalFailure;
  readonly status?: number | undefined;
  readonly limits?: Limits | undefined;
  readonly transport?: Failure;
  /** What its words teach about what the road can take. */
  readonly lesson?: Lesson;
  /** The provider's own words, for a client of the same dialect. */
  readonly verbatim?: {
    readonly dialect: DialectName;
    readonly head: ResponseHead;
    readonly body: Uint8Array;
  };
}

/** What the provider says of our limits there. */
export type Limits = Partial<Pick<Outcome, "headroom" | "resetAfterMs">>;

const classByKind: Readonly<Record<FailureKind, OutcomeClass>> = {
  "bad-request": "bad-request",
  "method-not-allowed": "bad-request",
  "unsupported-encoding": "bad-request",
  unsupported: "capability",
  "too-large": "bad-request",
  "context-too-long": "context-too-long",
  "content-policy": "content-policy",
  "unknown-path": "unknown-model",
  "unknown-model": "unknown-model",
  "unknown-state": "unknown-state",
  "request-timeout": "server-error",
  "bad-key": "unauthenticated",
  forbidden: "forbidden",
  billing: "quota",
  "rate-limited": "rate-limited",
  "provider-unreachable": "transport",
  "provider-silent": "server-error",
  "provider-error": "server-error",
  overloaded: "overloaded",
  "answer-broken": "truncated",
  internal: "server-error",
};

/** Without these nothing is left to ask: a road that refuses them is no road for now, and teaches nothing. */
const essential: ReadonlySet<string> = new Set(["messages", "input", "contents", "model"]);

/** The provider said that it failed, with a status or inside a stream. */
export function problemFromSaid(
  failure: CanonicalFailure,
  seen: Pick<Problem, "status" | "limits"> = {},
): Problem {
  const said = classByKind[failure.kind];
  const isInStream = seen.status === undefined && (said === "server-error" || said === "truncated");
  const lesson = said === "bad-request" || said === "capability" ? lessonFrom(failure.message) : undefined;
  if (lesson?.kind === "field" && essential.has(lesson.field)) {
    return { class: "capability", failure, ...seen };
  }
  if (lesson !== undefined) return { class: "capability", failure, lesson, ...seen };
  return { class: isInStream ? "stream-error" : said, failure, ...seen };
}

/** The connection failed. */
export function problemFromTransport(
  provider: string,
  failure: Failure,
  { isAfterContent }: { readonly isAfterContent: boolean },
): Problem {
  const what = `${failureWords[failure.kind]} (${failure.kind}, after ${Math.round(failure.elapsedMs)} ms)`;
  return {
    class: transportClass(failure, { isAfterContent }),
    failure: {
      kind: isAfterContent ? "answer-broken" : kindOf(failure),
      message: `The provider \`${provider}\` gave no ${isAfterContent ? "whole " : ""}answer: ${what}.`,
    },
    transport: failure,
  };
}

/** What came under a good status is no answer, or not all of one. */
export function problemFromTruncation(provider: string, why: string): Problem {
  return {
    class: "truncated",
    failure: { kind: "answer-broken", message: `The provider \`${provider}\` gave no whole answer: ${why}.` },
  };
}

/** Content began, and then for too long nothing of it came. */
export function problemFromStall(provider: string, silentMs: number): Problem {
  const message = `The provider \`${provider}\` stopped in the middle of its answer (no progress for ${Math.round(silentMs / 1000)} s).`;
  return { class: "stalled", failure: { kind: "answer-broken", message } };
}

function transportClass(
  { kind }: Failure,
  { isAfterContent }: { readonly isAfterContent: boolean },
): OutcomeClass {
  if (kind === "ours") return "ours";
  if (kind === "head-timeout") return "silent";
  if (kind === "idle-timeout") return isAfterContent ? "stalled" : "silent";
  return isAfterContent || kind === "closed-early" || kind === "reset-in-body" ? "truncated" : "transport";
}

function kindOf(failure: Failure): FailureKind {
  if (failure.kind === "head-timeout" || failure.kind === "idle-timeout") return "provider-silent";
  return failure.kind === "ours" ? "overloaded" : "provider-unreachable";
}
