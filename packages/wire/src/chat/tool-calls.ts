// A call of a tool in an assistant's message, both ways; requests and answers write it alike.

import type { JsonObject, JsonValue } from "../json/value.ts";
import { isObject, numberOf, textOf } from "../json/value.ts";
import { fieldsOf, withNote } from "../model/extras.ts";
import type { Part, Proof, ToolCallPart, UnknownPart } from "../model/part.ts";
import { extrasLeft, fieldsFrom, merged } from "./fields.ts";
import type { Fields } from "./fields.ts";

/** The proof that a value is; undefined where it is of no use to anybody. */
export type Prove = (value: string) => Proof | undefined;

export function decodeToolCall(call: JsonValue, prove: Prove): Part[] {
  if (!isObject(call)) return [];
  const fields = fieldsFrom(call);
  const id = fields.take("id", textOf) ?? "";
  fields.take("type", textOf);
  // Several servers number the calls of whole answers too. Their order says the same.
  fields.take("index", numberOf);
  const said = functionIn(fields.within("function")) ?? customIn(fields.within("custom"));
  if (said === undefined) return [withNote(unknownCall(call), "chat", { $in: "tool_calls" })];
  const signature = fields.within("extra_content")?.within("google")?.take("thought_signature", textOf);
  const proof = signature === undefined ? undefined : prove(signature);
  return [{ kind: "tool-call", id, ...said, ...(proof && { proof }), ...extrasLeft(fields) }];
}

/** The `function_call` of before there were `tool_calls`. */
export function decodeFunctionCall(fields: Fields | undefined): Part[] {
  const said = functionIn(fields);
  return said === undefined ? [] : [{ kind: "tool-call", id: "", ...said }];
}

export function encodeToolCall(part: ToolCallPart, signature: string | undefined): JsonObject {
  const { id, name } = part;
  const extra =
    signature === undefined ? {} : { extra_content: { google: { thought_signature: signature } } };
  const call =
    part.inputKind === "freeform"
      ? { id, type: "custom", custom: { name, input: part.input }, ...extra }
      : { id, type: "function", function: { name, arguments: argumentsFrom(part.input) }, ...extra };
  return merged(fieldsOf(part, "chat"), call);
}

/** A tool that takes nothing is called with no text at all by some; whoever parses it wants an object. */
export function argumentsFrom(input: string): string {
  return input.trim() === "" ? "{}" : input;
}

/** Ollama and others give an object where a text belongs. */
export function inputFrom(value: JsonValue): string | undefined {
  return isObject(value) ? JSON.stringify(value) : textOf(value);
}

type Said = Pick<ToolCallPart, "name" | "inputKind" | "input">;

function functionIn(fields: Fields | undefined): Said | undefined {
  const name = fields?.take("name", textOf);
  if (name === undefined) return undefined;
  return { name, inputKind: "json", input: fields?.take("arguments", inputFrom) ?? "" };
}

function customIn(fields: Fields | undefined): Said | undefined {
  const name = fields?.take("name", textOf);
  if (name === undefined) return undefined;
  return { name, inputKind: "freeform", input: fields?.take("input", textOf) ?? "" };
}

function unknownCall(value: JsonObject): UnknownPart {
  return { kind: "unknown", origin: "chat", value };
}
