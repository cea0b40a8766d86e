// What stands in a message's `content`.

import type { JsonObject, JsonValue } from "../json/value.ts";
import { arrayOf, isArray, isObject, objectOf, textOf } from "../json/value.ts";
import type { CacheHint, DocumentPart, ImagePart, MediaSource, Part } from "../model/part.ts";
import { extrasLeft, fieldsFrom, given } from "./fields.ts";
import type { Fields } from "./fields.ts";
import { audioTypeFrom, inlineFrom, sourceFrom } from "./media.ts";

/** A text, a list of parts, or nothing; undefined where it is none of these. */
export function decodeContent(content: JsonValue): Part[] | undefined {
  if (content === null || content === "") return [];
  if (typeof content === "string") return [{ kind: "text", text: content }];
  return isArray(content) ? content.flatMap(decodeElement) : undefined;
}

function decodeElement(element: JsonValue): Part[] {
  if (typeof element === "string") return [{ kind: "text", text: element }];
  return isObject(element) ? [decodePart(element)] : [];
}

/** The types of Responses are understood too: Cursor sends its parts to Chat's path. */
function decodePart(part: JsonObject): Part {
  const fields = fieldsFrom(part);
  switch (fields.take("type", textOf)) {
    case "text":
    case "input_text":
    case "output_text":
      return finished(fields, textFrom(fields)) ?? unknown(part);
    case "image_url":
    case "input_image":
      return finished(fields, imageFrom(fields)) ?? unknown(part);
    case "input_audio":
      return finished(fields, audioFrom(fields)) ?? unknown(part);
    case "video_url":
      return finished(fields, videoFrom(fields)) ?? unknown(part);
    case "file":
      return finished(fields, documentFrom(fields.within("file"))) ?? unknown(part);
    case "input_file":
      return finished(fields, documentFrom(fields)) ?? unknown(part);
    case "refusal":
      return finished(fields, refusalFrom(fields)) ?? unknown(part);
    // Mistral's reasoning models.
    case "thinking":
      return finished(fields, thinkingFrom(fields)) ?? unknown(part);
    default:
      return unknown(part);
  }
}

function unknown(value: JsonObject): Part {
  const text = textOf(value["text"]);
  return { kind: "unknown", origin: "chat", value, ...(text === undefined ? {} : { text }) };
}

function finished(fields: Fields, part: Part | undefined): Part | undefined {
  if (part === undefined) return undefined;
  const cache = cacheFrom(fields);
  return { ...part, ...(cache === undefined ? {} : { cache }), ...extrasLeft(fields) };
}

/** OpenAI's breakpoint, or Anthropic's marker as OpenRouter and others take it. */
function cacheFrom(fields: Fields): CacheHint | undefined {
  const breakpoint = fields.take("prompt_cache_breakpoint", (value) =>
    objectOf(value)?.["mode"] === "explicit" ? {} : undefined,
  );
  const marker = fields.take("cache_control", (value): CacheHint | undefined => {
    const control = objectOf(value);
    if (control?.["type"] !== "ephemeral") return undefined;
    return given({ ttlSeconds: { "5m": 300, "1h": 3600 }[textOf(control["ttl"]) ?? ""] });
  });
  return marker ?? breakpoint;
}

function textFrom(fields: Fields): Part | undefined {
  const text = fields.take("text", textOf);
  return text === undefined ? undefined : { kind: "text", text };
}

function imageFrom(fields: Fields): ImagePart | undefined {
  const bare = fields.take("image_url", textOf);
  const inner = fields.within("image_url");
  const source = imageSource(bare ?? inner?.take("url", textOf), fields.take("file_id", textOf));
  if (source === undefined) return undefined;
  const detail = (inner ?? fields).take("detail", detailFrom);
  return { kind: "image", source, ...(detail === undefined ? {} : { detail }) };
}

function imageSource(url: string | undefined, id: string | undefined): MediaSource | undefined {
  if (url !== undefined) return sourceFrom(url);
  return id === undefined ? undefined : { kind: "file", origin: "responses", id };
}

function detailFrom(value: JsonValue): ImagePart["detail"] {
  return (["low", "high", "auto", "original"] as const).find((detail) => detail === value);
}

function audioFrom(fields: Fields): Part | undefined {
  const inner = fields.within("input_audio");
  const data = inner?.take("data", textOf);
  const format = inner?.take("format", textOf);
  if (data === undefined || format === undefined) return undefined;
  return { kind: "audio", source: { kind: "base64", mediaType: audioTypeFrom(format), data } };
}

function videoFrom(fields: Fields): Part | undefined {
  const url = fields.within("video_url")?.take("url", textOf);
  return url === undefined ? undefined : { kind: "video", source: sourceFrom(url) };
}

function documentFrom(fields: Fields | undefined): DocumentPart | undefined {
  const title = fields?.take("filename", textOf);
  const source = fields && documentSource(fields);
  return source && { kind: "document", source, ...(title === undefined ? {} : { title }) };
}

function documentSource(fields: Fields): MediaSource | undefined {
  const data = fields.take("file_data", textOf);
  // Some send the bare base64; without a type, it is what nearly every file here is.
  if (data !== undefined) return inlineFrom(data) ?? { kind: "base64", mediaType: "application/pdf", data };
  const url = fields.take("file_url", textOf);
  if (url !== undefined) return { kind: "url", url };
  const id = fields.take("file_id", textOf);
  return id === undefined ? undefined : { kind: "file", origin: "chat", id };
}

function refusalFrom(fields: Fields): Part | undefined {
  const text = fields.take("refusal", textOf);
  return text === undefined ? undefined : { kind: "refusal", text };
}

function thinkingFrom(fields: Fields): Part | undefined {
  const text = fields.take("thinking", textIn);
  return text === undefined ? undefined : { kind: "thinking", text };
}

/** The texts of a list of text parts, or the text itself. */
export function textIn(value: JsonValue): string | undefined {
  if (typeof value === "string") return value;
  return arrayOf(value)
    ?.map((element) => textOf(element) ?? textOf(objectOf(element)?.["text"]) ?? "")
    .join("");
}
