// Parts out of `contents[].parts` and `candidates[].content.parts`, by themselves: without what depends on other parts.

import { booleanOf, isObject, objectOf, textOf } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import { objectAt } from "../json/decoding.ts";
import type { Part, Proof, ToolResultPart } from "../model/part.ts";
import { fieldsFrom, listFrom, unreadExtras } from "./fields.ts";
import type { Fields } from "./fields.ts";
import { isHeldByGoogle, mediaTypeOf, mediumFrom } from "./media.ts";
import { asUnsigned, skippedSignature } from "./proofs.ts";

/** A part as it stands. Its signature is Gemini's, whatever it says; calls without an id have an empty one. */
export function decodePart(value: JsonValue, path: string): Part {
  if (typeof value === "string") return { kind: "text", text: value };
  const object = objectAt(value, path);
  const fields = fieldsFrom(object);
  return (
    callFrom(fields) ??
    resultFrom(fields) ??
    inlineFrom(fields) ??
    fileFrom(fields) ??
    wordsFrom(fields, object)
  );
}

function callFrom(fields: Fields): Part | undefined {
  const call = fields.child("functionCall");
  if (call === undefined) return undefined;
  const isSkipped =
    fields.take("thoughtSignature", (value) => value === skippedSignature || undefined) === true;
  const part: Part = {
    kind: "tool-call",
    id: call.take("id", textOf) ?? "",
    name: call.take("name", textOf) ?? "",
    inputKind: "json",
    input: JSON.stringify(call.take("args", objectOf) ?? {}),
    ...(isSkipped ? {} : proofFrom(fields)),
    ...unreadExtras(fields),
  };
  return isSkipped ? asUnsigned(part) : part;
}

function proofFrom(fields: Fields): { readonly proof?: Proof } {
  const value = fields.take("thoughtSignature", (said) => (said === "" ? undefined : textOf(said)));
  return value === undefined ? {} : { proof: { dialect: "gemini", value } };
}

function resultFrom(fields: Fields): Part | undefined {
  const result = fields.child("functionResponse");
  if (result === undefined) return undefined;
  const name = result.take("name", textOf);
  const said = contentFrom(result.take("response", objectOf) ?? {});
  const media = result.take("parts", objectsFrom) ?? [];
  return {
    kind: "tool-result",
    callId: result.take("id", textOf) ?? "",
    ...(name === undefined ? {} : { name }),
    inputKind: "json",
    ...said,
    content: [...said.content, ...media.map((part) => decodePart(part, ""))],
    ...unreadExtras(fields),
  };
}

function objectsFrom(value: JsonValue | undefined): readonly JsonObject[] | undefined {
  const list = listFrom(value);
  return list?.every((element) => isObject(element)) === true ? list : undefined;
}

/** Google asks for `output` or `error`; its examples have `result`, and one SDK `name` and `content`. */
export function contentFrom(response: JsonObject): Pick<ToolResultPart, "content" | "isError"> {
  const { output, error, result, name, content } = response;
  const size = Object.keys(response).length;
  if (size === 0) return { content: [] };
  if (size === 1 && output !== undefined) return { content: [textPart(output)] };
  if (size === 1 && error !== undefined) return { content: [textPart(error)], isError: true };
  if (size === 1 && typeof result === "string") return { content: [textPart(result)] };
  if (size === 2 && name !== undefined && typeof content === "string") {
    return { content: [textPart(content)] };
  }
  return { content: [textPart(response)] };
}

function textPart(value: JsonValue): Part {
  return { kind: "text", text: typeof value === "string" ? value : JSON.stringify(value) };
}

function inlineFrom(fields: Fields): Part | undefined {
  const inline = fields.child("inlineData");
  if (textOf(inline?.peek("data")) === undefined || textOf(inline?.peek("mimeType")) === undefined) {
    return undefined;
  }
  const data = inline?.take("data", textOf) ?? "";
  const mediaType = inline?.take("mimeType", textOf) ?? "";
  const medium = mediumFrom(mediaType, { kind: "base64", mediaType, data });
  return { ...titled(medium, inline), ...unreadExtras(fields) };
}

function fileFrom(fields: Fields): Part | undefined {
  const file = fields.child("fileData");
  const uri = file?.take("fileUri", textOf);
  if (file === undefined || uri === undefined) return undefined;
  const said = file.take("mimeType", textOf);
  const typed = said === undefined ? {} : { mediaType: said };
  const medium = mediumFrom(
    said ?? mediaTypeOf(uri) ?? "",
    isHeldByGoogle(uri)
      ? { kind: "file", origin: "gemini", id: uri, ...typed }
      : { kind: "url", url: uri, ...typed },
  );
  return { ...titled(medium, file), ...unreadExtras(fields) };
}

function titled(medium: Part, fields: Fields | undefined): Part {
  if (medium.kind !== "document" || fields === undefined) return medium;
  const title = fields.take("displayName", textOf);
  return title === undefined ? medium : { ...medium, title };
}

/** Text and thoughts; what is neither is nobody's but Gemini's. */
function wordsFrom(fields: Fields, object: JsonObject): Part {
  const native = nativeText(fields);
  if (native !== undefined) return { kind: "unknown", origin: "gemini", value: object, ...native };
  const said = fields.take("text", textOf);
  const isThought = fields.take("thought", booleanOf) ?? false;
  const proof = proofFrom(fields);
  if (said === undefined && !isThought && proof.proof === undefined) {
    return { kind: "unknown", origin: "gemini", value: object };
  }
  const text = said ?? "";
  const extras = unreadExtras(fields);
  // What Gemini shows of its thinking is always a summary.
  if (isThought) return { kind: "thinking", text, form: "summary", ...proof, ...extras };
  return { kind: "text", text, ...proof, ...extras };
}

/** What can be read of a part that only Gemini knows; undefined where it is no such part. */
function nativeText(fields: Fields): { readonly text?: string } | undefined {
  const readable = (child: Fields, name: string): { readonly text?: string } => {
    const text = child.take(name, textOf);
    return text === undefined ? {} : { text };
  };
  const code = fields.child("executableCode");
  if (code !== undefined) return readable(code, "code");
  const result = fields.child("codeExecutionResult");
  if (result !== undefined) return readable(result, "output");
  return (fields.child("toolCall") ?? fields.child("toolResponse")) === undefined ? undefined : {};
}
