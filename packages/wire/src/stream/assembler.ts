// Makes a whole answer of a stream.

import { dialectNames } from "../dialect-name.ts";
import type { DialectName } from "../dialect-name.ts";
import type { CanonicalFailure } from "../failure.ts";
import type { PartHead, ResponseStart, StreamEvent } from "../model/event.ts";
import type { Citation, Part, Proof } from "../model/part.ts";
import type { Finish, NeutralResponse, Usage } from "../model/response.ts";

type Assembled =
  | { readonly kind: "answer"; readonly response: NeutralResponse }
  | { readonly kind: "failed"; readonly failure: CanonicalFailure }
  /** The stream has not come to its end; `response` is what is there, and no whole answer. */
  | { readonly kind: "incomplete"; readonly why: string; readonly response: NeutralResponse };

export interface Assembler {
  readonly event: (event: StreamEvent) => void;
  readonly result: () => Assembled;
}

interface Growing {
  readonly head: PartHead;
  text: string;
  readonly citations: Citation[];
  proof: Proof | undefined;
}

/** The events of one answer, in the order that model/event.ts promises. Memory is bounded by what the provider sends. */
export function createAssembler(origin: DialectName): Assembler {
  const parts: Growing[] = [];
  let start: Omit<ResponseStart, "kind"> = { id: "", model: "" };
  let finish: Finish | undefined;
  let usage: Usage | undefined;
  let failure: CanonicalFailure | undefined;
  let why: string | undefined = "the stream goes on";

  const grow = (index: number, text: string): void => {
    const part = parts[index];
    if (part !== undefined) part.text += text;
  };
  const response = (): NeutralResponse => ({
    origin,
    id: start.id,
    model: start.model,
    ...(start.createdAt === undefined ? {} : { createdAt: start.createdAt }),
    parts: parts.map(partFrom),
    finish: finish ?? { reason: "end" },
    ...(usage === undefined ? {} : { usage }),
  });

  return {
    event(event) {
      switch (event.kind) {
        case "response-start":
          start = event;
          return;
        case "part-start":
          parts[event.index] = { head: event.part, text: "", citations: [], proof: undefined };
          return;
        case "text-delta":
        case "thinking-delta":
        case "input-delta":
          grow(event.index, event.text);
          return;
        case "citation-add":
          parts[event.index]?.citations.push(event.citation);
          return;
        case "part-end": {
          const part = parts[event.index];
          if (part !== undefined) part.proof = event.proof;
          return;
        }
        case "usage-report":
          usage = mergeUsage(usage, event.usage);
          return;
        case "response-finish":
          ({ finish } = event);
          return;
        case "failure":
          ({ failure } = event);
          return;
        case "end":
          why = event.reason === "complete" ? undefined : (event.detail ?? `the stream was ${event.reason}`);
          return;
        case "keep-alive":
          return;
      }
    },
    result() {
      if (failure !== undefined) return { kind: "failed", failure };
      if (why !== undefined) return { kind: "incomplete", why, response: response() };
      return { kind: "answer", response: response() };
    },
  };
}

/** The later report's fields, and the earlier one's where the later is silent. */
export function mergeUsage(earlier: Usage | undefined, later: Usage): Usage {
  if (earlier?.extras === undefined || later.extras === undefined) return { ...earlier, ...later };
  const extras = dialectNames.flatMap((name) => {
    const fields = { ...earlier.extras?.[name], ...later.extras?.[name] };
    return Object.keys(fields).length === 0 ? [] : [[name, fields] as const];
  });
  return { ...earlier, ...later, extras: Object.fromEntries(extras) };
}

function partFrom({ head, text, citations, proof }: Growing): Part {
  const withProof = proof === undefined ? {} : { proof };
  switch (head.kind) {
    case "text":
      return { ...head, text, ...(citations.length === 0 ? {} : { citations }), ...withProof };
    case "refusal":
      return { kind: "refusal", text };
    case "thinking":
      return { ...head, text, ...withProof };
    case "tool-call":
      return { ...head, input: text, ...withProof };
    case "whole":
      return head.part;
  }
}
