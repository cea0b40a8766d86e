// Parts of a request into content blocks.

import { isObject, parseJson } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import { extrasLosses, noteOf } from "../model/extras.ts";
import type { WithExtras } from "../model/extras.ts";
import type {
  DocumentPart,
  ImagePart,
  Part,
  ThinkingPart,
  ToolCallPart,
  ToolResultPart,
} from "../model/part.ts";
import { encodeCache } from "./cache.ts";
import { encodeCitations, encodeOwnCitation } from "./citations.ts";
import { contentNote } from "./decode-parts.ts";
import { written } from "./fields.ts";
import { dropFields, inside, lose } from "./losses.ts";
import type { Place } from "./losses.ts";
import { encodeSource } from "./sources.ts";

/** What the target makes of thinking without a proof. */
export type UnprovenThinking = "plain" | "never";

/** `place` is that of the list. What cannot be said leaves nothing, but for what is refused: that leaves a word. */
export function encodeParts(parts: readonly Part[], unproven: UnprovenThinking, place: Place): JsonObject[] {
  return parts
    .map((part, index) => encodePart(part, unproven, { ...place, path: `${place.path}[${index}]` }))
    .filter((block) => block !== undefined);
}

/** The blocks as they stand in a body: a bare text where whoever said it wrote one. */
export function encodeContent(node: WithExtras, blocks: readonly JsonObject[]): JsonValue | undefined {
  const [block] = blocks;
  if (block === undefined) return undefined;
  const isBare = noteOf(node, "messages", contentNote) === "text" && blocks.length === 1;
  const text =
    isBare && block["type"] === "text" && Object.keys(block).length === 2 ? block["text"] : undefined;
  return text ?? blocks;
}

function encodePart(part: Part, unproven: UnprovenThinking, place: Place): JsonObject | undefined {
  place.losses.push(...extrasLosses(part, place.path, "messages"));
  switch (part.kind) {
    case "text":
      dropFields(place, part, ["phase"], "messages has no phases");
      dropFields(place, part, ["proof"], "messages has no place for a proof of text");
      return written(part, {
        type: "text",
        text: part.text,
        citations: encodeCitations(part.citations, encodeOwnCitation, place),
        cache_control: encodeCache(part.cache, place),
      });
    case "refusal":
      lose(place, "approximated", "messages has no part for a refusal: it is text");
      return { type: "text", text: part.text, ...cacheField(part, place) };
    case "image":
      return encodeImage(part, place);
    case "document":
      return encodeDocument(part, place);
    case "audio":
    case "video":
      lose(place, "refused", `messages takes no ${part.kind}`);
      return missing(part.kind);
    case "thinking":
      return encodeThinking(part, unproven, place);
    case "tool-call":
      dropFields(place, part, ["proof"], "messages has no place for a proof of a tool call");
      return encodeCall(part, place);
    case "tool-result":
      return encodeResult(part, unproven, place);
    case "unknown":
      if (part.origin === "messages") return part.value;
      if (part.text === undefined) {
        lose(place, "dropped", `only ${part.origin} knows such a part`);
        return undefined;
      }
      lose(place, "approximated", `only ${part.origin} knows such a part: what can be read of it is text`);
      return { type: "text", text: part.text, ...cacheField(part, place) };
  }
}

function encodeImage(part: ImagePart, place: Place): JsonObject {
  dropFields(place, part, ["detail"], "messages has no detail of images");
  const source = encodeSource(part.source, place);
  if (source === undefined) return missing("image");
  return written(part, { type: "image", source, cache_control: encodeCache(part.cache, place) });
}

function encodeDocument(part: DocumentPart, place: Place): JsonObject {
  const source = encodeSource(part.source, place);
  if (source === undefined) return missing("document");
  const { title, context } = part;
  return written(part, {
    type: "document",
    source,
    title,
    context,
    cache_control: encodeCache(part.cache, place),
  });
}

/** Holds the place of what was refused, so that a turn does not vanish and the model does not guess. */
function missing(what: string): JsonObject {
  return { type: "text", text: `[${what} left out]` };
}

function encodeThinking(
  part: ThinkingPart,
  unproven: UnprovenThinking,
  place: Place,
): JsonObject | undefined {
  dropFields(place, part, ["cache"], "messages marks no thinking for its cache");
  const { text, proof } = part;
  const value = proof?.dialect === "messages" ? proof.value : "";
  if (value !== "") {
    const isRedacted = proof?.isRedacted === true;
    const fields = isRedacted ? { data: value } : { thinking: text, signature: value };
    return written(part, { type: isRedacted ? "redacted_thinking" : "thinking", ...fields });
  }
  if (unproven === "never" || text === "") {
    lose(place, "dropped", "messages takes only thinking that it can prove to be its own");
    return undefined;
  }
  dropFields(place, part, ["proof"], "it is of use only where it was made");
  return written(part, { type: "thinking", thinking: text }, { signature: "" });
}

/** A tool call in a request or an answer. */
export function encodeCall(part: ToolCallPart, place: Place): JsonObject {
  dropFields(place, part, ["namespace"], "messages' tools have no namespaces");
  return written(part, {
    type: "tool_use",
    id: part.id,
    name: part.name,
    input: inputOf(part, place),
    cache_control: encodeCache(part.cache, place),
  });
}

function inputOf({ inputKind, input }: ToolCallPart, place: Place): JsonObject {
  if (inputKind === "freeform") {
    lose(place, "approximated", "messages' tools take objects: the text is a field of one");
    return { input };
  }
  const value = input === "" ? {} : parseJson(input);
  if (isObject(value)) return value;
  lose(
    inside(place, "input"),
    "refused",
    "messages takes a JSON object for a tool's input, and this is none",
  );
  return {};
}

/** The name of the tool is not said again, since the call says it. */
function encodeResult(part: ToolResultPart, unproven: UnprovenThinking, place: Place): JsonObject {
  if (part.inputKind === "freeform") {
    lose(inside(place, "inputKind"), "approximated", "messages' tools take objects");
  }
  const blocks = encodeParts(part.content, unproven, inside(place, "content"));
  return written(
    part,
    {
      type: "tool_result",
      tool_use_id: part.callId,
      content: encodeContent(part, blocks),
      is_error: part.isError,
      cache_control: encodeCache(part.cache, place),
    },
    { content: [] },
  );
}

function cacheField(part: Part, place: Place): JsonObject {
  const marker = encodeCache(part.cache, place);
  return marker === undefined ? {} : { cache_control: marker };
}
