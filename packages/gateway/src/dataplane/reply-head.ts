// The head of an answer: the provider's own where its body goes on as it came, and always who served it.

import { joinPrepared, nothingPrepared, prepareFields } from "@holdfast/transport";
import type { ReplyFraming, ReplyHead, ResponseHead } from "@holdfast/transport";
import type { Loss } from "@holdfast/wire";
import type { Attempt } from "./attempt.ts";
import type { AnswerHead } from "./client-reply.ts";
import type { Passage } from "./passage.ts";
import { notForClients } from "./private-fields.ts";

export interface AnswerHeadInput {
  readonly attempt: Attempt;
  readonly passage: Passage;
  readonly requestId: string;
  readonly attempts: number;
  readonly isStreamed: boolean;
  /** Whether the stream is one JSON array. */
  readonly isArray: boolean;
  /** Whether the client asked with HEAD. */
  readonly isHeadOnly: boolean;
  /** Whether the workflow counts the model as less than good enough. */
  readonly isDegraded: boolean;
}

/** Many a client's library gives up on a head of 8 KB. */
const lossLength = 1024;

export function answerHeadFor(input: AnswerHeadInput): AnswerHead {
  const { attempt, passage, requestId, attempts, isArray } = input;
  const framing = framingFor(input);
  const notes = notesOf(input);
  const served = passage.servedBy.fields(requestId, passage.model, attempts);
  const fields = notes.length === 0 ? served : joinPrepared(served, prepared(notes));
  const begun =
    passage.keeps !== "nothing" && !isArray && attempt.answerHead !== undefined
      ? keptHead(attempt.answerHead)
      : ownHead(input);
  const comment = [
    `served-by=${passage.name}`,
    `attempts=${attempts}`,
    ...notes.map(([name, value]) => `${name.replace("x-holdfast-", "")}=${value}`),
  ].join(" ");
  return { head: { ...begun.head, framing }, fields: joinPrepared(fields, begun.fields), comment };
}

/** What is said only where it applies. */
function notesOf({ passage, isDegraded }: AnswerHeadInput): [name: string, value: string][] {
  const lossy = lossWords(passage.losses);
  return [
    ...(lossy === "" ? [] : ([["x-holdfast-lossy", lossy]] as [string, string][])),
    ...(isDegraded ? ([["x-holdfast-degraded", "model"]] as [string, string][]) : []),
  ];
}

function framingFor({ attempt, passage, isStreamed, isHeadOnly }: AnswerHeadInput): ReplyFraming {
  const head = attempt.answerHead;
  if (passage.keeps !== "head-and-framing" || head === undefined) {
    return isStreamed ? { kind: "chunked" } : { kind: "length", length: attempt.heldBytes };
  }
  if (attempt.isFramed) return { kind: "chunked", isFramed: true };
  if (head.framing.kind === "length") return head.framing;
  if (head.framing.kind === "chunked" || head.framing.kind === "until-close") return { kind: "chunked" };
  // A 304 may say how long the body would have been, and so may the answer to HEAD.
  const declared = isHeadOnly ? head.fields.get("content-length") : undefined;
  return declared !== undefined && /^\d{1,15}$/.test(declared)
    ? { kind: "length", length: Number(declared) }
    : head.framing;
}

interface Begun {
  readonly head: Omit<ReplyHead, "fields" | "framing">;
  readonly fields: ReturnType<typeof prepared>;
}

function keptHead(head: ResponseHead): Begun {
  return {
    head: {
      status: head.status,
      reason: { bytes: head.fields.bytes, start: head.reasonStart, end: head.reasonEnd },
      forwarded: { fields: head.fields, without: notForClients },
    },
    fields: nothingPrepared,
  };
}

const streamFields = prepared([
  ["content-type", "text/event-stream"],
  ["cache-control", "no-cache"],
  ["x-accel-buffering", "no"],
]);
const wholeFields = prepared([["content-type", "application/json"]]);

function ownHead({ isStreamed, isArray }: AnswerHeadInput): Begun {
  return { head: { status: 200 }, fields: isStreamed && !isArray ? streamFields : wholeFields };
}

function lossWords(losses: readonly Loss[]): string {
  const paths = losses.map(({ path }) => path.replaceAll(/[^\x21-\x2b\x2d-\x7e]/g, "_")).join(",");
  return paths.length > lossLength ? `${paths.slice(0, lossLength)}...` : paths;
}

function prepared(
  fields: readonly (readonly [name: string, value: string])[],
): ReturnType<typeof joinPrepared> {
  return prepareFields(fields) ?? nothingPrepared;
}
