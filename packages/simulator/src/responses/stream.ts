// A message as a stream of OpenAI's Responses API: named events, numbered from 0.

import type { Phase, Telling, Told } from "../encoder.ts";
import { begun, finished, itemsOf, partOf } from "./answer.ts";
import type { Item, Part } from "./answer.ts";
import { finalStatus, resource } from "./resource.ts";

export function events(telling: Telling): Told[] {
  const status = finalStatus(telling.message);
  const items = itemsOf(telling);
  const open = resource(telling, { status: "in_progress", output: [] });
  const done = resource(telling, { status, output: items.map((item) => finished(item, status)) });
  const all: Unnumbered[] = [
    { phase: "start", type: "response.created", response: open },
    { phase: "start", type: "response.in_progress", response: open },
    ...items.flatMap((item, index) => itemEvents(item, index, status)),
    {
      phase: "terminal",
      type: status === "completed" ? "response.completed" : "response.incomplete",
      response: done,
    },
  ];
  return all.map(({ phase, type, ...fields }, number) => ({ phase, text: event(type, number, fields) }));
}

export function event(type: string, number: number, fields: object): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, sequence_number: number, ...fields })}\n\n`;
}

interface Unnumbered {
  readonly phase: Phase;
  readonly type: string;
  readonly [field: string]: unknown;
}

function itemEvents(item: Item, output_index: number, status: "completed" | "incomplete"): Unnumbered[] {
  const place = { item_id: item.id, output_index };
  return [
    {
      phase: output_index === 0 ? "start" : "content",
      type: "response.output_item.added",
      output_index,
      item: begun(item),
    },
    ...contentEvents(item, place),
    { phase: "content", type: "response.output_item.done", output_index, item: finished(item, status) },
  ];
}

interface Place {
  readonly item_id: string;
  readonly output_index: number;
}

function contentEvents(item: Item, place: Place): Unnumbered[] {
  switch (item.kind) {
    case "reasoning":
      return item.pieces.length === 0 ? [] : summaryEvents(item.pieces, place);
    case "message":
      return item.parts.flatMap((part, index) => partEvents(part, { ...place, content_index: index }));
    case "call":
      return argumentEvents(item, place);
  }
}

function summaryEvents(pieces: readonly string[], item: Place): Unnumbered[] {
  const place = { ...item, summary_index: 0 };
  const text = pieces.join("");
  const type = "response.reasoning_summary_text";
  const part = { type: "summary_text", text };
  return [
    { phase: "start", type: "response.reasoning_summary_part.added", ...place, part: { ...part, text: "" } },
    ...pieces.map((delta): Unnumbered => ({ phase: "content", type: `${type}.delta`, ...place, delta })),
    { phase: "content", type: `${type}.done`, ...place, text },
    { phase: "content", type: "response.reasoning_summary_part.done", ...place, part },
  ];
}

function partEvents({ kind, pieces }: Part, place: Place & { readonly content_index: number }): Unnumbered[] {
  const text = pieces.join("");
  const type = kind === "text" ? "response.output_text" : "response.refusal";
  const extra = kind === "text" ? { logprobs: [] } : {};
  const whole = kind === "text" ? { text } : { refusal: text };
  return [
    { phase: "start", type: "response.content_part.added", ...place, part: partOf(kind, "") },
    ...pieces.map((delta): Unnumbered => ({
      phase: "content",
      type: `${type}.delta`,
      ...place,
      delta,
      ...extra,
    })),
    { phase: "content", type: `${type}.done`, ...place, ...whole, ...extra },
    { phase: "content", type: "response.content_part.done", ...place, part: partOf(kind, text) },
  ];
}

function argumentEvents({ call }: Extract<Item, { kind: "call" }>, place: Place): Unnumbered[] {
  const type = "response.function_call_arguments";
  return [
    ...call.jsonPieces.map((delta): Unnumbered => ({
      phase: "content",
      type: `${type}.delta`,
      ...place,
      delta,
    })),
    {
      phase: "content",
      type: `${type}.done`,
      ...place,
      name: call.name,
      arguments: call.jsonPieces.join(""),
    },
  ];
}
