// An answer as it arrives. A decoder keeps this order, whatever the provider did: one `response-start`; parts one after
// the other, each started, grown and ended once; at most one `response-finish`; and exactly one `end`, the last event.

import type { CanonicalFailure } from "../failure.ts";
import type { Citation, Part, Proof, ToolCallPart } from "./part.ts";
import type { Finish, Usage } from "./response.ts";

export type StreamEvent =
  | ResponseStart
  | PartStart
  | TextDelta
  | ThinkingDelta
  | InputDelta
  | CitationAdd
  | PartEnd
  | UsageReport
  | ResponseFinish
  | FailureReport
  | KeepAlive
  | StreamEnd;

export interface ResponseStart {
  readonly kind: "response-start";
  readonly id: string;
  readonly model: string;
  readonly createdAt?: number;
}

/** What a part is known to be when it begins; its text or input comes in deltas. */
export type PartHead =
  | { readonly kind: "text"; readonly phase?: string }
  | { readonly kind: "refusal" }
  | { readonly kind: "thinking"; readonly form?: "summary" | "full"; readonly id?: string }
  | Pick<ToolCallPart, "kind" | "id" | "itemId" | "name" | "namespace" | "inputKind">
  /** Parts that come whole: images, unknown ones. */
  | { readonly kind: "whole"; readonly part: Part };

/** `index` counts parts from 0, in order. */
interface PartStart {
  readonly kind: "part-start";
  readonly index: number;
  readonly part: PartHead;
}

/** Text of a text or refusal part. Never empty. */
interface TextDelta {
  readonly kind: "text-delta";
  readonly index: number;
  readonly text: string;
}

interface ThinkingDelta {
  readonly kind: "thinking-delta";
  readonly index: number;
  readonly text: string;
}

/** A piece of a tool call's input, as text. */
interface InputDelta {
  readonly kind: "input-delta";
  readonly index: number;
  readonly text: string;
}

interface CitationAdd {
  readonly kind: "citation-add";
  readonly index: number;
  readonly citation: Citation;
}

export interface PartEnd {
  readonly kind: "part-end";
  readonly index: number;
  readonly proof?: Proof;
}

/** What was used so far; a later report replaces the fields that it has. */
interface UsageReport {
  readonly kind: "usage-report";
  readonly usage: Usage;
}

interface ResponseFinish {
  readonly kind: "response-finish";
  readonly finish: Finish;
}

/** The provider says that it failed. Nothing but `end` follows. */
interface FailureReport {
  readonly kind: "failure";
  readonly failure: CanonicalFailure;
}

interface KeepAlive {
  readonly kind: "keep-alive";
}

/**
 * `complete`: the dialect's own terminal was there. `truncated`: the bytes ended before it. `failed`: a failure was
 * reported. `malformed`: what came was not the dialect; `detail` says what was expected.
 */
export interface StreamEnd {
  readonly kind: "end";
  readonly reason: "complete" | "truncated" | "failed" | "malformed";
  readonly detail?: string;
}
