// A turn as items: a message for what it says, and an item of its own for each thought, call and result.

import { textOf } from "../json/value.ts";
import type { JsonObject } from "../json/value.ts";
import { extrasLosses, fieldsOf, noteOf } from "../model/extras.ts";
import type { Part, ThinkingPart, ToolCallPart, ToolResultPart } from "../model/part.ts";
import type { Turn } from "../model/request.ts";
import { readItem, readMessage } from "./decode-items.ts";
import { inContent } from "./decode-parts.ts";
import { encodePart } from "./encode-parts.ts";
import type { Side } from "./encode-parts.ts";
import { merged, objectFrom } from "./fields.ts";
import { inside, lose, loseFields } from "./losses.ts";
import type { Place } from "./losses.ts";
import { spellingOf } from "./spelling.ts";

export function encodeTurn(turn: Turn, place: Place): JsonObject[] {
  const message = spellingOf(turn, readMessage);
  if (message !== undefined) return [message];
  place.losses.push(...extrasLosses(turn, place.path, "responses"));
  const items: JsonObject[] = [];
  let content: JsonObject[] = [];
  let own: Pick<Turn, "id" | "extras"> = turn;
  const flush = (): void => {
    if (content.length === 0) return;
    items.push(messageFrom(turn, own, content));
    // What is said of one message is not said of the next: no two have the same id.
    own = {};
    content = [];
  };
  for (const [index, part] of turn.parts.entries()) {
    const at = inside(place, `parts[${index}]`);
    if (isContent(part)) {
      const element = encodePart(part, sideOf(turn), at);
      if (element !== undefined) content.push(element);
    } else {
      flush();
      const item = encodeAlone(part, at);
      if (item !== undefined) items.push(item);
    }
  }
  flush();
  return items;
}

function messageFrom(
  turn: Turn,
  own: Pick<Turn, "id" | "extras">,
  content: readonly JsonObject[],
): JsonObject {
  const written = { type: "message", id: own.id, role: turn.role, content, phase: phaseOf(turn) };
  return merged(fieldsOf(own, "responses"), objectFrom(written));
}

function phaseOf({ phase, parts }: Turn): string | undefined {
  return phase ?? parts.flatMap((part) => (part.kind === "text" ? (part.phase ?? []) : []))[0];
}

function sideOf({ role }: Turn): Side {
  return role === "assistant" ? "output" : "input";
}

type ItemPart = ThinkingPart | ToolCallPart | ToolResultPart | Extract<Part, { kind: "unknown" }>;

function isContent(part: Part): part is Exclude<Part, ItemPart> | Extract<Part, { kind: "unknown" }> {
  switch (part.kind) {
    case "thinking":
    case "tool-call":
    case "tool-result":
      return false;
    case "unknown":
      return part.origin !== "responses" || noteOf(part, "responses", inContent) !== undefined;
    default:
      return true;
  }
}

function encodeAlone(part: ItemPart, place: Place): JsonObject | undefined {
  if (part.kind === "unknown") return part.value;
  const original = spellingOf(part, readItem);
  if (original !== undefined) return original;
  place.losses.push(...extrasLosses(part, place.path, "responses"));
  loseFields(place, part, ["cache"], "only a part of a message can mark what is worth keeping");
  const item = bodyOf(part, place);
  return item && merged(fieldsOf(part, "responses"), item);
}

function bodyOf(part: Exclude<ItemPart, { kind: "unknown" }>, place: Place): JsonObject | undefined {
  switch (part.kind) {
    case "thinking":
      return thinkingItem(part, place);
    case "tool-call":
      loseFields(place, part, ["proof"], "a call has no proof in responses");
      return callItem(part);
    case "tool-result":
      return resultItem(part, place);
  }
}

/** The parts of a reasoning item's text, in the field of their kind. */
export function thoughts({ text, form }: Pick<ThinkingPart, "text" | "form">): JsonObject {
  if (text === "") return { summary: [] };
  return form === "full"
    ? { summary: [], content: [{ type: "reasoning_text", text }] }
    : { summary: [{ type: "summary_text", text }] };
}

function thinkingItem(part: ThinkingPart, place: Place): JsonObject | undefined {
  const { proof, id, text } = part;
  const isOurs = proof?.dialect === "responses" && proof.value !== "";
  if (text === "" && !isOurs && id === undefined) {
    lose(place, "dropped", "it is thinking of which nothing can be told");
    return undefined;
  }
  if (!isOurs) loseFields(place, part, ["proof"], "it proves nothing to this provider");
  const value = isOurs ? proof.value : undefined;
  return objectFrom({ type: "reasoning", id, ...thoughts(part), encrypted_content: value });
}

function callItem({ id, itemId, namespace, name, inputKind, input }: ToolCallPart): JsonObject {
  const isFreeform = inputKind === "freeform";
  const type = isFreeform ? "custom_tool_call" : "function_call";
  const said = isFreeform ? { input } : { arguments: input };
  return objectFrom({ type, id: itemId, call_id: id, namespace, name, ...said });
}

function resultItem(part: ToolResultPart, place: Place): JsonObject {
  const { callId, inputKind } = part;
  const type = inputKind === "freeform" ? "custom_tool_call_output" : "function_call_output";
  const content = part.content.flatMap((inner, index): JsonObject[] => {
    const element = encodePart(inner, "result", inside(place, `content[${index}]`));
    return element === undefined ? [] : [element];
  });
  loseFields(place, part, ["name"], "a result has no name in responses");
  const said = part.isError === true ? withErrorSaid(content, place) : content;
  return { type, call_id: callId, output: bareText(said) ?? said };
}

/** A text where a text says it all. */
function bareText(content: readonly JsonObject[]): string | undefined {
  const [first, ...others] = content;
  if (first === undefined) return "";
  const isPlain = others.length === 0 && first["type"] === "input_text" && Object.keys(first).length === 2;
  return isPlain ? textOf(first["text"]) : undefined;
}

/** Most tools' words for a failure need none of ours. */
const saysError = /^\s*(<[a-z_-]*error>|\[?error\b)/i;

function withErrorSaid(content: readonly JsonObject[], place: Place): readonly JsonObject[] {
  const why = "a result has no field for a failure in responses; its text says so";
  lose(inside(place, "isError"), "approximated", why);
  const [first, ...others] = content;
  const text = textOf(first?.["text"]);
  if (text !== undefined && saysError.test(text)) return content;
  lose(inside(place, "content"), "approximated", why);
  if (text === undefined) return [{ type: "input_text", text: "Error" }, ...content];
  return [{ ...first, text: text === "" ? "Error" : `Error: ${text}` }, ...others];
}
