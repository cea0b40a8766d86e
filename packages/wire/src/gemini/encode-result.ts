// A tool's result: an object, and media beside it.

import { isObject, parseJson } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import type { Part, ToolResultPart } from "../model/part.ts";
import { contentFrom } from "./decode-parts.ts";
import { encodeMedium } from "./encode-media.ts";
import { compact, withUnread } from "./fields.ts";
import type { Place } from "./losses.ts";
import { dropFields, inside, lose } from "./losses.ts";

/** A `functionResponse`, all but its id. */
export function encodeResult(
  result: ToolResultPart,
  { toolName }: { readonly toolName: (callId: string) => string | undefined },
  place: Place,
): JsonObject {
  if (result.inputKind === "freeform") {
    lose(place, "approximated", "Gemini's tools take objects only", "inputKind");
  }
  const texts: string[] = [];
  const media: JsonValue[] = [];
  let isInOrder = true;
  for (const [index, part] of result.content.entries()) {
    const written = encodeContent(part, inside(place, `content[${index}]`));
    if (typeof written === "string") {
      isInOrder &&= media.length === 0;
      texts.push(written);
    } else if (written !== undefined) media.push(withUnread(written, part));
  }
  const isOneText = texts.length === 1 || (texts.length === 0 && result.isError !== true);
  if (!isInOrder || !isOneText) {
    lose(place, "approximated", "Gemini takes one object, with the media behind it", "content");
  }
  return compact({
    name: nameOf(result, toolName, place),
    response: responseFrom(texts, result),
    parts: media.length === 0 ? undefined : media,
  });
}

function encodeContent(part: Part, place: Place): string | JsonObject | undefined {
  switch (part.kind) {
    case "text":
    case "refusal":
      dropFields(place, part, ["cache", "citations", "phase", "proof"]);
      return part.text;
    case "image":
    case "document":
    case "audio":
    case "video": {
      dropFields(place, part, ["cache"]);
      const written = encodeMedium(part, place);
      return typeof written?.["text"] === "string" ? written["text"] : written;
    }
    default:
      lose(place, "dropped", `a result in Gemini has no part of kind ${part.kind}`);
      return undefined;
  }
}

/** A text that spells an object is that object, where reading it gives the same text again. */
function responseFrom(texts: readonly string[], { isError }: ToolResultPart): JsonObject {
  const text = texts.join("\n");
  if (isError === true) return { error: text };
  if (texts.length === 0) return {};
  const value = text.startsWith("{") ? parseJson(text) : undefined;
  if (!isObject(value)) return { output: text };
  const { content, isError: isOtherwise } = contentFrom(value);
  const [part] = content;
  const isFaithful = isOtherwise !== true && part?.kind === "text" && part.text === text;
  return isFaithful ? value : { output: text };
}

function nameOf(
  result: ToolResultPart,
  toolName: (callId: string) => string | undefined,
  place: Place,
): string {
  const name = result.name ?? toolName(result.callId);
  if (name === undefined) {
    lose(place, "approximated", "Gemini needs the tool's name, and no call has this id", "name");
  }
  return name ?? result.callId;
}
