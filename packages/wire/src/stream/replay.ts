// Tells a whole answer as a stream: for clients that asked for one where the road gave none.

import type { PartHead, StreamEvent } from "../model/event.ts";
import type { Part } from "../model/part.ts";
import type { NeutralResponse } from "../model/response.ts";

/** The events of an answer that is complete, each part's text in one delta. */
export function* eventsOf(response: NeutralResponse): Generator<StreamEvent> {
  const { id, model, createdAt } = response;
  yield { kind: "response-start", id, model, ...(createdAt === undefined ? {} : { createdAt }) };
  for (const [index, part] of response.parts.entries()) yield* partEvents(index, part);
  if (response.usage !== undefined) yield { kind: "usage-report", usage: response.usage };
  yield { kind: "response-finish", finish: response.finish };
  yield { kind: "end", reason: "complete" };
}

function* partEvents(index: number, part: Part): Generator<StreamEvent> {
  yield { kind: "part-start", index, part: headOf(part) };
  const delta = deltaOf(index, part);
  if (delta !== undefined) yield delta;
  if (part.kind === "text") {
    for (const citation of part.citations ?? []) yield { kind: "citation-add", index, citation };
  }
  const proof = "proof" in part ? part.proof : undefined;
  yield proof === undefined ? { kind: "part-end", index } : { kind: "part-end", index, proof };
}

function headOf(part: Part): PartHead {
  switch (part.kind) {
    case "text":
      return { kind: "text", ...(part.phase === undefined ? {} : { phase: part.phase }) };
    case "refusal":
      return { kind: "refusal" };
    case "thinking": {
      const { form, id } = part;
      return {
        kind: "thinking",
        ...(form === undefined ? {} : { form }),
        ...(id === undefined ? {} : { id }),
      };
    }
    case "tool-call": {
      const { kind, id, itemId, name, namespace, inputKind } = part;
      return {
        kind,
        id,
        name,
        inputKind,
        ...(itemId === undefined ? {} : { itemId }),
        ...(namespace === undefined ? {} : { namespace }),
      };
    }
    default:
      return { kind: "whole", part };
  }
}

function deltaOf(index: number, part: Part): StreamEvent | undefined {
  switch (part.kind) {
    case "text":
    case "refusal":
      return part.text === "" ? undefined : { kind: "text-delta", index, text: part.text };
    case "thinking":
      return part.text === "" ? undefined : { kind: "thinking-delta", index, text: part.text };
    case "tool-call":
      return part.input === "" ? undefined : { kind: "input-delta", index, text: part.input };
    default:
      return undefined;
  }
}
