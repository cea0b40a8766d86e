// A message as OpenAI's Responses API tells it: a list of items.

import { callId, idFrom } from "../encoder.ts";
import type { Stamp, Telling } from "../encoder.ts";
import { objectOf } from "../json.ts";
import type { Message, MessageToolCall } from "../message.ts";
import { proofOf } from "../proof.ts";
import { finalStatus, resource } from "./resource.ts";

export function whole(telling: Telling): unknown {
  const status = finalStatus(telling.message);
  return resource(telling, { status, output: itemsOf(telling).map((item) => finished(item, status)) });
}

export function unfinished(answer: unknown): unknown {
  return {
    ...objectOf(answer),
    status: "in_progress",
    completed_at: null,
    incomplete_details: null,
    usage: null,
  };
}

/** An item that is told, and what it is made of. */
export type Item =
  | {
      readonly kind: "reasoning";
      readonly id: string;
      readonly proof: string;
      readonly pieces: readonly string[];
    }
  | { readonly kind: "message"; readonly id: string; readonly parts: readonly Part[] }
  | { readonly kind: "call"; readonly id: string; readonly callId: string; readonly call: MessageToolCall };

export function itemsOf({ message, stamp, account }: Telling): Item[] {
  return [
    ...reasoningItems(message, stamp, account),
    ...messageItems(message, stamp),
    ...message.toolCalls.map((call, index): Item => {
      const id = callId("fc_", stamp, index);
      return { kind: "call", id, callId: call.id ?? callId("call_", stamp, index), call };
    }),
  ];
}

export interface Part {
  readonly kind: "text" | "refusal";
  readonly pieces: readonly string[];
}

/** As `output_item.done` and a whole answer have it. */
export function finished(item: Item, status: "completed" | "incomplete"): object {
  const { id } = item;
  switch (item.kind) {
    case "reasoning":
      return { id, type: "reasoning", summary: summaryOf(item.pieces), encrypted_content: item.proof };
    case "message":
      return {
        id,
        type: "message",
        status,
        role: "assistant",
        content: item.parts.map(({ kind, pieces }) => partOf(kind, pieces.join(""))),
      };
    case "call":
      return { ...callOf(item), status: "completed", arguments: item.call.jsonPieces.join("") };
  }
}

/** As `output_item.added` has it. */
export function begun(item: Item): object {
  const { id } = item;
  switch (item.kind) {
    case "reasoning":
      // A partial copy of the proof, which must not be used.
      return { id, type: "reasoning", summary: [], encrypted_content: item.proof.slice(0, 8) };
    case "message":
      return { id, type: "message", status: "in_progress", role: "assistant", content: [] };
    case "call":
      return { ...callOf(item), status: "in_progress", arguments: "" };
  }
}

export function partOf(kind: Part["kind"], text: string): object {
  return kind === "text"
    ? { type: "output_text", text, annotations: [], logprobs: [] }
    : { type: "refusal", refusal: text };
}

function callOf({ id, callId: call_id, call }: Extract<Item, { kind: "call" }>): object {
  return { id, type: "function_call", call_id, name: call.name };
}

function summaryOf(pieces: readonly string[]): object[] {
  return pieces.length === 0 ? [] : [{ type: "summary_text", text: pieces.join("") }];
}

function reasoningItems({ thinking }: Message, { serial }: Stamp, account: string): Item[] {
  if (thinking === undefined) return [];
  // The vendor does not hold its summary against the proof.
  const proof = proofOf({ dialect: "responses", account, text: "" });
  return [{ kind: "reasoning", id: idFrom("rs_", serial), proof, pieces: thinking.pieces }];
}

function messageItems({ text, textPieces, refusal, toolCalls }: Message, { serial }: Stamp): Item[] {
  const isSaid = text !== "" || (toolCalls.length === 0 && refusal === undefined);
  const parts: Part[] = [
    ...(isSaid ? [{ kind: "text", pieces: textPieces } as const] : []),
    ...(refusal === undefined ? [] : [{ kind: "refusal", pieces: [refusal] } as const]),
  ];
  return parts.length === 0 ? [] : [{ kind: "message", id: idFrom("msg_", serial), parts }];
}
