// What stands in a message's `content`, as it is written.

import type { JsonObject, JsonValue } from "../json/value.ts";
import type { Loss } from "../loss.ts";
import { extrasLosses, fieldsOf } from "../model/extras.ts";
import type { CacheHint, DocumentPart, ImagePart, MediaPart, Part, TextPart } from "../model/part.ts";
import { merged } from "./fields.ts";
import { audioFormatFrom, dataUrl } from "./media.ts";

/** A text where a text says it all: many servers know no lists. */
export function contentFrom(elements: readonly JsonObject[]): JsonValue {
  const [first, ...others] = elements;
  if (first === undefined) return "";
  const isBare = others.length === 0 && first["type"] === "text" && Object.keys(first).length === 2;
  return isBare ? (first["text"] ?? "") : elements;
}

/** What only a user's message can hold. */
export function isMedia(part: Part): part is ImagePart | DocumentPart | MediaPart {
  const { kind } = part;
  return kind === "image" || kind === "document" || kind === "audio" || kind === "video";
}

/** Undefined where it cannot be said; the losses tell why. */
export function encodePart(part: Part, path: string, losses: Loss[]): JsonObject | undefined {
  const body = bodyOf(part, path, losses);
  if (body === undefined) return undefined;
  losses.push(...extrasLosses(part, path, "chat"));
  const cached = { ...body, ...encodeCache(part.cache, path, losses) };
  return part.kind === "unknown" ? cached : merged(fieldsOf(part, "chat"), cached);
}

function bodyOf(part: Part, path: string, losses: Loss[]): JsonObject | undefined {
  switch (part.kind) {
    case "text":
      return textBody(part, path, losses);
    case "refusal":
      return { type: "refusal", refusal: part.text };
    case "image":
      return imageBody(part, path, losses);
    case "document":
      return documentBody(part, path, losses);
    case "audio":
    case "video":
      return mediaBody(part, path, losses);
    case "unknown":
      if (part.origin === "chat") return part.value;
      return unknownBody(part.text, path, losses);
    case "thinking":
    case "tool-call":
    case "tool-result":
      losses.push({ path, action: "dropped", why: `chat has no place for a ${part.kind} there` });
      return undefined;
  }
}

function unknownBody(text: string | undefined, path: string, losses: Loss[]): JsonObject | undefined {
  if (text === undefined || text === "") {
    losses.push({ path, action: "dropped", why: "only its own dialect knows it" });
    return undefined;
  }
  losses.push({ path, action: "approximated", why: "only its own dialect knows it; its text is kept" });
  return { type: "text", text };
}

function textBody(part: TextPart, path: string, losses: Loss[]): JsonObject {
  const lost = ["citations", "phase", "proof"] as const;
  for (const field of lost) {
    if (part[field] === undefined) continue;
    losses.push({ path: `${path}.${field}`, action: "dropped", why: "a chat message has no field for it" });
  }
  return { type: "text", text: part.text };
}

function imageBody({ source, detail }: ImagePart, path: string, losses: Loss[]): JsonObject | undefined {
  if (source.kind === "file") return refused(path, "chat has no images by file id", losses);
  const url = source.kind === "url" ? source.url : dataUrl(source);
  return { type: "image_url", image_url: { url, ...(detail === undefined ? {} : { detail }) } };
}

function documentBody(part: DocumentPart, path: string, losses: Loss[]): JsonObject | undefined {
  const { source, title, context } = part;
  if (source.kind === "text") {
    losses.push({ path, action: "approximated", why: "chat has no text documents; it stands as text" });
    const heads = [`Document: ${title ?? "untitled"}`, ...(context === undefined ? [] : [context])];
    return { type: "text", text: `${heads.join("\n")}\n\n${source.text}` };
  }
  if (source.kind === "url") return refused(path, "chat has no files by URL", losses);
  if (source.kind === "file" && source.origin !== "chat") {
    return refused(path, "the file lies at another provider", losses);
  }
  if (context !== undefined) {
    losses.push({ path: `${path}.context`, action: "dropped", why: "a chat file has no field for it" });
  }
  if (source.kind === "file") {
    return {
      type: "file",
      file: { file_id: source.id, ...(title === undefined ? {} : { filename: title }) },
    };
  }
  return { type: "file", file: { filename: title ?? "document.pdf", file_data: dataUrl(source) } };
}

function mediaBody({ kind, source }: MediaPart, path: string, losses: Loss[]): JsonObject | undefined {
  if (source.kind === "file") return refused(path, "chat has no media by file id", losses);
  if (kind === "video") {
    // OpenRouter's, vLLM's and others'; OpenAI itself takes none.
    return { type: "video_url", video_url: { url: source.kind === "url" ? source.url : dataUrl(source) } };
  }
  if (source.kind === "url") return refused(path, "chat has no audio by URL", losses);
  return {
    type: "input_audio",
    input_audio: { data: source.data, format: audioFormatFrom(source.mediaType) },
  };
}

function refused(path: string, why: string, losses: Loss[]): JsonObject | undefined {
  losses.push({ path, action: "refused", why });
  return undefined;
}

function encodeCache(cache: CacheHint | undefined, path: string, losses: Loss[]): JsonObject {
  if (cache === undefined) return {};
  if (cache.ttlSeconds !== undefined) {
    losses.push({ path: `${path}.cache`, action: "approximated", why: "chat has no lifetime for one part" });
  }
  return { prompt_cache_breakpoint: { mode: "explicit" } };
}
