// The conversation is a flat list of items; every item is a turn, so that nothing of its order is lost.

import type { OpenProof } from "../dialect.ts";
import { arrayOf, isObject, objectOf, textOf } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import type { Part, Proof, ThinkingPart, ToolCallPart, ToolResultPart } from "../model/part.ts";
import type { Role, Turn } from "../model/request.ts";
import { openedFrom, proofMarker } from "../proofs.ts";
import { decodeContent, readableIn } from "./decode-parts.ts";
import { extrasLeft, fieldsFrom, given } from "./fields.ts";
import type { Fields } from "./fields.ts";
import { inside, lose } from "./losses.ts";
import type { Place } from "./losses.ts";
import { spelledAs } from "./spelling.ts";

/** Undefined where nothing is left of the item: thinking that was nothing but a token, which does not open. */
export function decodeItem(item: JsonObject, open: OpenProof, place: Place): Turn | undefined {
  const message = readMessage(item);
  if (message !== undefined) return spelledAs(message, item);
  const token = textOf(item["encrypted_content"]);
  if (item["type"] === "reasoning" && token?.startsWith(proofMarker) === true) {
    return sealedTurn(item, openedFrom("responses", token, open), place);
  }
  const part = readItem(item);
  return part === undefined
    ? { role: unknownRole(item), parts: [unknownItem(item)] }
    : { role: roleOf(part), parts: [spelledAs(part, item)] };
}

/** A message without what only its spelling says; undefined for any other item, and for a role that nobody knows. */
export function readMessage(item: JsonObject): Turn | undefined {
  const type = item["type"];
  if (type !== "message" && type !== undefined && type !== null) return undefined;
  const fields = fieldsFrom(item);
  const role = fields.take("role", roleFrom);
  if (role === undefined) return undefined;
  fields.take("type", textOf);
  fields.take("status", settledStatus);
  return {
    role,
    parts: fields.take("content", decodeContent) ?? [],
    ...given({ phase: fields.take("phase", textOf), id: fields.take("id", textOf) }),
    ...extrasLeft(fields),
  };
}

/** An item that is one part; undefined where only this dialect has a word for it. */
export function readItem(item: JsonObject): ThinkingPart | ToolCallPart | ToolResultPart | undefined {
  const fields = fieldsFrom(item);
  const part = partFrom(fields, fields.take("type", textOf));
  if (part === undefined) return undefined;
  fields.take("status", settledStatus);
  return { ...part, ...extrasLeft(fields) };
}

export function unknownItem(item: JsonObject): Part {
  return {
    kind: "unknown",
    origin: "responses",
    value: item,
    ...given({ text: readableIn(item["content"]) }),
  };
}

/** What the parts of a reasoning item's texts are joined with. */
export const thoughtBreak = "\n\n";

function partFrom(
  fields: Fields,
  type: string | undefined,
): ThinkingPart | ToolCallPart | ToolResultPart | undefined {
  switch (type) {
    case "reasoning":
      return thinkingFrom(fields);
    case "function_call":
      return callFrom(fields, "json", fields.take("arguments", inputFrom));
    case "custom_tool_call":
      return callFrom(fields, "freeform", fields.take("input", textOf));
    case "function_call_output":
      return resultFrom(fields, "json");
    case "custom_tool_call_output":
      return resultFrom(fields, "freeform");
    default:
      return undefined;
  }
}

function thinkingFrom(fields: Fields): ThinkingPart {
  const full = fields.take("content", thoughtsIn) ?? "";
  const summary = fields.take("summary", thoughtsIn) ?? "";
  const value = fields.take("encrypted_content", textOf) ?? "";
  return {
    kind: "thinking",
    text: full === "" ? summary : full,
    ...given({ form: formOf(full, summary) }),
    ...given({ id: fields.take("id", textOf) }),
    ...(value === "" ? {} : { proof: { dialect: "responses", value } }),
  };
}

function formOf(full: string, summary: string): ThinkingPart["form"] {
  if (full !== "") return "full";
  return summary === "" ? undefined : "summary";
}

function thoughtsIn(value: JsonValue): string | undefined {
  if (typeof value === "string") return value;
  const texts = arrayOf(value)?.map((element) => textOf(objectOf(element)?.["text"]) ?? "");
  return texts?.filter((text) => text !== "").join(thoughtBreak);
}

function callFrom(
  fields: Fields,
  inputKind: ToolCallPart["inputKind"],
  input: string | undefined,
): ToolCallPart | undefined {
  const name = fields.take("name", textOf);
  if (name === undefined) return undefined;
  return {
    kind: "tool-call",
    id: fields.take("call_id", textOf) ?? "",
    ...given({ itemId: fields.take("id", textOf), namespace: fields.take("namespace", textOf) }),
    name,
    inputKind,
    input: input ?? "",
  };
}

/** Some give the object where its text should be. */
function inputFrom(value: JsonValue): string | undefined {
  return isObject(value) ? JSON.stringify(value) : textOf(value);
}

function resultFrom(fields: Fields, inputKind: ToolResultPart["inputKind"]): ToolResultPart {
  fields.take("id", textOf);
  return {
    kind: "tool-result",
    callId: fields.take("call_id", textOf) ?? "",
    inputKind,
    content: fields.take("output", outputFrom) ?? [],
  };
}

function outputFrom(value: JsonValue): Part[] | undefined {
  return isObject(value) ? [{ kind: "text", text: JSON.stringify(value) }] : decodeContent(value);
}

/** Thinking of another provider comes back. The item and its id are our own making, so that no provider knows them. */
function sealedTurn(item: JsonObject, proof: Proof | undefined, place: Place): Turn | undefined {
  const { id: _id, proof: _token, ...thinking } = thinkingFrom(fieldsFrom(item));
  if (proof !== undefined) return { role: "assistant", parts: [{ ...thinking, proof }] };
  lose(inside(place, "parts[0].proof"), "dropped", "the token is not one that can be opened");
  return thinking.text === "" ? undefined : { role: "assistant", parts: [thinking] };
}

function roleOf(part: Part): Role {
  return part.kind === "tool-result" ? "user" : "assistant";
}

/** Who has said what only this dialect knows: outputs and answers to questions come from the client. */
function unknownRole(item: JsonObject): Role {
  const type = textOf(item["type"]) ?? "";
  const isClients = /_(output|response|trigger)$/.test(type) || type === "message";
  return isClients ? "user" : "assistant";
}

function roleFrom(value: JsonValue): Role | undefined {
  return (["system", "developer", "user", "assistant"] as const).find((role) => role === value);
}

/** Every item that is sent back is over, whatever became of it. */
function settledStatus(value: JsonValue): JsonValue | undefined {
  return value === "completed" || value === "incomplete" ? value : undefined;
}
