// What stands in a message's `content` and in a tool's output.

import { arrayOf, isArray, isObject, objectOf, textOf } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import { withNote } from "../model/extras.ts";
import type { CacheHint, DocumentPart, ImagePart, MediaSource, Part } from "../model/part.ts";
import { decodeCitation } from "./citations.ts";
import { extrasLeft, fieldsFrom, given } from "./fields.ts";
import type { Fields } from "./fields.ts";
import { audioTypeFrom, inlineFrom, sourceFrom } from "./media.ts";

/** Marks an unknown part that is an element of a content, not an item of its own. */
export const inContent = "$in";

/** A text, a list of parts, or nothing; undefined where it is none of these. */
export function decodeContent(content: JsonValue): Part[] | undefined {
  if (content === null || content === "") return [];
  if (typeof content === "string") return [{ kind: "text", text: content }];
  return isArray(content) ? content.flatMap(decodeElement) : undefined;
}

/** The texts of a list of parts, or the text itself; undefined where nothing can be read. */
export function readableIn(content: JsonValue | undefined): string | undefined {
  if (typeof content === "string") return content === "" ? undefined : content;
  const texts = arrayOf(content)?.flatMap((element) => textOf(objectOf(element)?.["text"]) ?? []);
  return texts === undefined || texts.length === 0 ? undefined : texts.join("\n");
}

function decodeElement(element: JsonValue): Part[] {
  if (typeof element === "string") return [{ kind: "text", text: element }];
  return isObject(element) ? [decodePart(element)] : [];
}

function decodePart(part: JsonObject): Part {
  const fields = fieldsFrom(part);
  const read = readPart(fields, fields.take("type", textOf));
  if (read === undefined) return unknownPart(part);
  return {
    ...read,
    ...given({ cache: fields.take("prompt_cache_breakpoint", cacheFrom) }),
    ...extrasLeft(fields),
  };
}

function readPart(fields: Fields, type: string | undefined): Part | undefined {
  switch (type) {
    case "input_text":
    case "output_text":
    case "text":
      return textFrom(fields);
    case "refusal": {
      const text = fields.take("refusal", textOf);
      return text === undefined ? undefined : { kind: "refusal", text };
    }
    case "input_image":
      return imageFrom(fields);
    case "input_file":
      return documentFrom(fields);
    case "input_audio":
      return audioFrom(fields);
    case "input_video": {
      const url = fields.take("video_url", textOf);
      return url === undefined ? undefined : { kind: "video", source: sourceFrom(url) };
    }
    default:
      return undefined;
  }
}

function unknownPart(value: JsonObject): Part {
  const text = textOf(value["text"]);
  const part: Part = { kind: "unknown", origin: "responses", value, ...given({ text }) };
  return withNote(part, "responses", { [inContent]: true });
}

function cacheFrom(value: JsonValue): CacheHint | undefined {
  return objectOf(value)?.["mode"] === "explicit" ? {} : undefined;
}

function textFrom(fields: Fields): Part | undefined {
  const text = fields.take("text", textOf);
  if (text === undefined) return undefined;
  const citations = fields.take("annotations", (value) => arrayOf(value)?.map(decodeCitation)) ?? [];
  fields.take("logprobs", (value) => (arrayOf(value)?.length === 0 ? value : undefined));
  return { kind: "text", text, ...(citations.length === 0 ? {} : { citations }) };
}

function imageFrom(fields: Fields): ImagePart | undefined {
  const url = fields.take("image_url", textOf);
  const source = url === undefined ? fileFrom(fields) : sourceFrom(url);
  return source && { kind: "image", source, ...given({ detail: fields.take("detail", detailFrom) }) };
}

function detailFrom(value: JsonValue): ImagePart["detail"] {
  return (["low", "high", "auto", "original"] as const).find((detail) => detail === value);
}

function documentFrom(fields: Fields): DocumentPart | undefined {
  const source = documentSource(fields);
  return source && { kind: "document", source, ...given({ title: fields.take("filename", textOf) }) };
}

function documentSource(fields: Fields): MediaSource | undefined {
  const data = fields.take("file_data", textOf);
  // Some send the bare base64; without a type, it is what nearly every file here is.
  if (data !== undefined) return inlineFrom(data) ?? { kind: "base64", mediaType: "application/pdf", data };
  const url = fields.take("file_url", textOf);
  return url === undefined ? fileFrom(fields) : { kind: "url", url };
}

function fileFrom(fields: Fields): MediaSource | undefined {
  const id = fields.take("file_id", textOf);
  return id === undefined ? undefined : { kind: "file", origin: "responses", id };
}

function audioFrom(fields: Fields): Part | undefined {
  const inner = fields.within("input_audio");
  const data = inner?.take("data", textOf);
  const format = inner?.take("format", textOf);
  if (data === undefined || format === undefined) return undefined;
  return { kind: "audio", source: { kind: "base64", mediaType: audioTypeFrom(format), data } };
}
