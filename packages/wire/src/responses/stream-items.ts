// The items of a streamed answer, as they grow. Deltas tell them first; `done` is what counts, and brings what was not
// told in deltas.

import { isObject, numberOf, objectOf, textOf } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import type { PartHead, StreamEvent } from "../model/event.ts";
import type { Citation, Part, Proof } from "../model/part.ts";
import { createSequencer } from "../stream/sequencer.ts";
import { decodeOutputItem } from "./decode-output.ts";
import { thoughtBreak } from "./decode-items.ts";
import { decodeCitation } from "./citations.ts";
import { given } from "./fields.ts";
import type { AnswerSigns } from "./finish.ts";

export interface StreamItems {
  /** An event that is not about the response as a whole. What is not known is passed over. */
  readonly hear: (type: string, event: JsonObject) => void;
  /** The whole output: what no event has told yet is told now. */
  readonly finish: (output: readonly JsonValue[]) => void;
  readonly signs: () => AnswerSigns;
}

/** A part that grows. */
interface Growing {
  size: number;
  citations: number;
  /** Of thinking: the kind and the number of the piece that grows. */
  piece: string;
}

interface Item {
  readonly phase: string | undefined;
  readonly id: string | undefined;
  /** By `content_index`; an item that is one part has it at 0. */
  readonly parts: Map<number, Growing>;
  isDone: boolean;
}

export interface StreamItemsOptions {
  readonly emit: (event: StreamEvent) => void;
  readonly overflow: () => void;
  readonly scope: string;
}

export function createStreamItems({ emit, overflow, scope }: StreamItemsOptions): StreamItems {
  const sequencer = createSequencer<Growing>(emit, overflow);
  const items = new Map<number | string, Item>();
  let hasCalls = false;
  let hasRefusal = false;

  const itemOf = (event: JsonObject): Item => {
    const item = objectOf(event["item"]);
    const id = textOf(item?.["id"]) ?? textOf(event["item_id"]);
    const key = numberOf(event["output_index"]) ?? id ?? 0;
    const known = items.get(key);
    if (known !== undefined) return known;
    const made: Item = { phase: textOf(item?.["phase"]), id, parts: new Map(), isDone: false };
    items.set(key, made);
    return made;
  };
  const start = (item: Item, at: number, head: PartHead): Growing => {
    const known = item.parts.get(at);
    if (known !== undefined) return known;
    const part: Growing = { size: 0, citations: 0, piece: "" };
    item.parts.set(at, part);
    if (head.kind === "tool-call") hasCalls = true;
    if (head.kind === "refusal") hasRefusal = true;
    sequencer.start(part, head);
    return part;
  };
  const grow = (part: Growing, text: string): void => {
    part.size += text.length;
    sequencer.grow(part, text);
  };
  /** What of the whole text has not come yet. */
  const fill = (part: Growing, text: string): void => grow(part, text.slice(part.size));
  const cite = (part: Growing, citation: Citation): void => {
    part.citations++;
    sequencer.cite(part, citation);
  };
  const contentOf = (event: JsonObject, kind: "text" | "refusal"): Growing => {
    const item = itemOf(event);
    const at = numberOf(event["content_index"]) ?? 0;
    const head: PartHead = kind === "text" ? { kind, ...given({ phase: item.phase }) } : { kind };
    return item.parts.get(at) ?? start(item, at, head);
  };
  const think = (event: JsonObject, form: "summary" | "full"): void => {
    const text = textOf(event["delta"]) ?? "";
    if (text === "") return;
    const item = itemOf(event);
    const part = item.parts.get(0) ?? start(item, 0, { kind: "thinking", form, ...given({ id: item.id }) });
    const index = numberOf(event[form === "full" ? "content_index" : "summary_index"]) ?? 0;
    const piece = `${form}${index}`;
    // A provider that tells both the thinking and its summary tells one of them twice.
    if (part.piece !== "" && !part.piece.startsWith(form)) return;
    if (part.piece !== "" && part.piece !== piece) grow(part, thoughtBreak);
    part.piece = piece;
    grow(part, text);
  };
  const done = (item: Item, value: JsonObject): void => {
    if (item.isDone) return;
    item.isDone = true;
    for (const [at, part] of decodeOutputItem(value, scope).entries()) {
      const growing = item.parts.get(at) ?? start(item, at, headOf(part));
      if (isContinued(growing, part)) fill(growing, textIn(part));
      const citations = part.kind === "text" ? (part.citations ?? []) : [];
      for (const citation of citations.slice(growing.citations)) cite(growing, citation);
      sequencer.end(growing, proofOf(part));
    }
    // What the whole item does not have any more must not keep the next one waiting.
    for (const part of item.parts.values()) sequencer.end(part);
  };

  const hear = (type: string, event: JsonObject): void => {
    switch (type) {
      case "response.output_text.delta":
        return grow(contentOf(event, "text"), textOf(event["delta"]) ?? "");
      case "response.refusal.delta":
        return grow(contentOf(event, "refusal"), textOf(event["delta"]) ?? "");
      case "response.function_call_arguments.delta":
      case "response.custom_tool_call_input.delta": {
        const part = itemOf(event).parts.get(0);
        // A call whose name is not known yet cannot begin; its `done` tells it whole.
        if (part !== undefined) grow(part, textOf(event["delta"]) ?? "");
        return;
      }
      case "response.reasoning_summary_text.delta":
        return think(event, "summary");
      // Open Responses names it without `_text`.
      case "response.reasoning_text.delta":
      case "response.reasoning.delta":
        return think(event, "full");
      case "response.output_text.annotation.added":
        return cite(contentOf(event, "text"), decodeCitation(event["annotation"] ?? null));
      case "response.output_item.added":
        return begin(itemOf(event), objectOf(event["item"]));
      case "response.content_part.added": {
        const kind = contentKind(objectOf(event["part"]));
        if (kind !== undefined) contentOf(event, kind);
        return;
      }
      case "response.output_item.done": {
        const value = objectOf(event["item"]);
        if (value !== undefined) done(itemOf(event), value);
      }
    }
  };
  const begin = (item: Item, value: JsonObject | undefined): void => {
    const name = textOf(value?.["name"]) ?? "";
    const [part] = value === undefined || name === "" ? [] : decodeOutputItem(value, scope);
    if (part?.kind === "tool-call") start(item, 0, headOf(part));
  };

  return {
    hear,
    finish(output) {
      // Servers that send no items on the way have them here. Beside items that came, nothing is told twice.
      const isFirst = items.size === 0;
      for (const [at, value] of output.entries()) {
        const item = items.get(at);
        const isNew = item === undefined ? isFirst : !item.isDone;
        if (isNew && isObject(value)) done(itemOf({ output_index: at, item: value }), value);
      }
      sequencer.endAll();
    },
    signs: () => ({ hasCalls, hasRefusal }),
  };
}

function contentKind(part: JsonObject | undefined): "text" | "refusal" | undefined {
  const type = part?.["type"];
  if (type === "output_text" || type === "text") return "text";
  return type === "refusal" ? type : undefined;
}

/** A part's head, without how the item was spelled: events have no place for that. */
function headOf(part: Part): PartHead {
  switch (part.kind) {
    case "text":
      return { kind: "text", ...given({ phase: part.phase }) };
    case "refusal":
      return { kind: "refusal" };
    case "thinking":
      return { kind: "thinking", ...given({ form: part.form, id: part.id }) };
    case "tool-call": {
      const { kind, id, itemId, name, namespace, inputKind } = part;
      return { kind, id, name, inputKind, ...given({ itemId, namespace }) };
    }
    default:
      return { kind: "whole", part };
  }
}

/** Of thinking and its summary, the one that came in deltas is the one that goes on. */
function isContinued({ piece }: Growing, part: Part): boolean {
  return part.kind !== "thinking" || piece === "" || (part.form !== undefined && piece.startsWith(part.form));
}

function textIn(part: Part): string {
  if (part.kind === "text" || part.kind === "refusal" || part.kind === "thinking") return part.text;
  return part.kind === "tool-call" ? part.input : "";
}

function proofOf(part: Part): Proof | undefined {
  return part.kind === "thinking" ? part.proof : undefined;
}
