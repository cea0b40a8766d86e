// Content blocks into parts, of requests and of answers.

import { objectAt } from "../json/decoding.ts";
import { arrayOf, booleanOf, isArray, isObject, objectOf, textOf } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import type { Loss } from "../loss.ts";
import type { Part, Proof, UnknownPart } from "../model/part.ts";
import { cacheFrom } from "./cache.ts";
import { citationFrom } from "./citations.ts";
import { fieldsFrom, given, kept } from "./fields.ts";
import type { Fields } from "./fields.ts";
import { documentSourceFrom, mediaSourceFrom } from "./sources.ts";

/** What differs between a client's request and a provider's answer. */
export interface PartDecoding {
  /** The proof that a field holds; undefined for a token that does not open. */
  readonly proofFrom: (value: string) => Proof | undefined;
  readonly losses: Loss[];
}

/** Where a list of blocks stands: in the body, and in the neutral model. */
export interface BlockPlace {
  readonly at: string;
  readonly path: string;
}

/** The note on whoever has content that it was a bare text. */
export const contentNote = "$content";

export interface Content {
  readonly parts: readonly Part[];
  readonly notes: JsonObject;
}

/** The content of a message, a tool's result or the system's field: a text, a list of blocks, or nothing. */
export function contentFrom(
  value: JsonValue | undefined,
  how: PartDecoding,
  place: BlockPlace,
): Content | undefined {
  if (isArray(value)) return { parts: partsFrom(value, how, place), notes: {} };
  if (typeof value !== "string") return undefined;
  return { parts: [{ kind: "text", text: value }], notes: { [contentNote]: "text" } };
}

/** @public for its test */
export function partsFrom(blocks: readonly JsonValue[], how: PartDecoding, { at, path }: BlockPlace): Part[] {
  const parts: Part[] = [];
  for (const [index, block] of blocks.entries()) {
    const here = { at: `${at}[${index}]`, path: `${path}[${parts.length}]` };
    const part = partFrom(objectAt(block, here.at), how, here);
    if (part !== undefined) parts.push(part);
  }
  return parts;
}

/** The parts of a provider's answer. `scope` is who can open its proofs. */
export function answerParts(blocks: readonly JsonValue[], scope: string): Part[] {
  const proofFrom = (value: string): Proof => ({ dialect: "messages", value, scope });
  return partsFrom(blocks, { proofFrom, losses: [] }, { at: "content", path: "parts" });
}

/** Undefined for what was nothing but a token that does not open. */
function partFrom(block: JsonObject, how: PartDecoding, place: BlockPlace): Part | undefined {
  const fields = fieldsFrom(block);
  const type = fields.take("type", textOf);
  const data = textOf(block["data"]);
  if (type === "redacted_thinking" && data !== undefined) return redactedFrom(fields, data, how, place);
  return readers.get(type ?? "")?.(fields, how, place) ?? unknownFrom(block);
}

type Reader = (fields: Fields, how: PartDecoding, place: BlockPlace) => Part | undefined;

/** Each gives undefined where it does not understand the block, which is kept whole then. None of them fails. */
const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ["text", textPartFrom],
  ["image", imageFrom],
  ["document", documentFrom],
  ["thinking", thinkingFrom],
  ["tool_use", callFrom],
  ["tool_result", resultFrom],
]);

function textPartFrom(fields: Fields): Part | undefined {
  const text = fields.take("text", textOf);
  if (text === undefined) return undefined;
  const citations = fields.take("citations", arrayOf)?.map(citationFrom);
  return {
    kind: "text",
    text,
    ...given({ citations }),
    ...cacheFrom(fields),
    ...kept(fields),
  };
}

function imageFrom(fields: Fields): Part | undefined {
  const source = mediaSourceFrom(fields);
  return source && { kind: "image", source, ...cacheFrom(fields), ...kept(fields) };
}

function documentFrom(fields: Fields): Part | undefined {
  const source = documentSourceFrom(fields);
  if (source === undefined) return undefined;
  return {
    kind: "document",
    source,
    ...given({ title: fields.take("title", textOf), context: fields.take("context", textOf) }),
    ...cacheFrom(fields),
    ...kept(fields),
  };
}

function thinkingFrom(fields: Fields, how: PartDecoding, place: BlockPlace): Part | undefined {
  const text = fields.take("thinking", textOf);
  if (text === undefined) return undefined;
  const signature = fields.take("signature", textOf) ?? "";
  const proof = signature === "" ? undefined : how.proofFrom(signature);
  if (proof === undefined && signature !== "") how.losses.push(unopened(`${place.path}.proof`));
  return {
    kind: "thinking",
    text,
    ...given({ proof }),
    ...kept(fields, { usual: ["signature"] }),
  };
}

function redactedFrom(fields: Fields, data: string, how: PartDecoding, place: BlockPlace): Part | undefined {
  fields.take("data", textOf);
  const opened = how.proofFrom(data);
  if (opened === undefined) {
    how.losses.push(unopened(place.path));
    return undefined;
  }
  const proof: Proof = opened.value === data ? { ...opened, isRedacted: true } : opened;
  return { kind: "thinking", text: "", proof, ...kept(fields) };
}

function callFrom(fields: Fields): Part | undefined {
  const id = fields.take("id", textOf);
  const name = fields.take("name", textOf);
  const input = fields.take("input", objectOf);
  if (id === undefined || name === undefined || input === undefined) return undefined;
  return {
    kind: "tool-call",
    id,
    name,
    inputKind: "json",
    input: JSON.stringify(input),
    ...cacheFrom(fields),
    ...kept(fields),
  };
}

function resultFrom(fields: Fields, how: PartDecoding, { at, path }: BlockPlace): Part | undefined {
  const callId = fields.take("tool_use_id", textOf);
  if (callId === undefined) return undefined;
  const inside = { at: `${at}.content`, path: `${path}.content` };
  const content = fields.take("content", (value) =>
    // What is no list of blocks stays as it is: nothing else depends on it.
    isArray(value) && !value.every(isObject) ? undefined : contentFrom(value, how, inside),
  );
  return {
    kind: "tool-result",
    callId,
    inputKind: "json",
    content: content?.parts ?? [],
    ...given({ isError: fields.take("is_error", booleanOf) }),
    ...cacheFrom(fields),
    ...kept(fields, { notes: content?.notes ?? {}, usual: ["content"] }),
  };
}

function unknownFrom(block: JsonObject): UnknownPart {
  return { kind: "unknown", origin: "messages", value: block, ...given({ text: readable(block) }) };
}

/** What anybody can read of a block that only this dialect knows. */
function readable(block: JsonObject): string | undefined {
  switch (block["type"]) {
    case "compaction":
      return textOf(block["content"]);
    case "search_result":
      return lines([block["title"], block["source"], block["content"]]);
    case "document":
      return lines([block["title"], block["context"], objectOf(block["source"])?.["content"]]);
    default:
      return undefined;
  }
}

function lines(values: readonly (JsonValue | undefined)[]): string | undefined {
  const texts = values.flatMap((value) =>
    (isArray(value) ? value : [value]).flatMap((item) => textOf(isObject(item) ? item["text"] : item) ?? []),
  );
  return texts.length === 0 ? undefined : texts.join("\n");
}

function unopened(path: string): Loss {
  return { path, action: "dropped", why: "the token is not one that can be opened" };
}
