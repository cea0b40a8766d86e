// What stands in a message's `content` and in a tool's output, as it is written.

import type { JsonObject, JsonValue } from "../json/value.ts";
import { extrasLosses, fieldsOf } from "../model/extras.ts";
import type {
  CacheHint,
  DocumentPart,
  ImagePart,
  MediaPart,
  MediaSource,
  Part,
  TextPart,
} from "../model/part.ts";
import { encodeCitation } from "./citations.ts";
import { merged, objectFrom } from "./fields.ts";
import { inside, lose, loseFields } from "./losses.ts";
import type { Place } from "./losses.ts";
import { audioFormatFrom, urlFrom } from "./media.ts";

/** What the model is told, what it has said itself, and what a tool gave it take different parts. */
export type Side = "input" | "output" | "result";

/** Undefined where it cannot be said; the losses tell why. */
export function encodePart(part: Part, side: Side, place: Place): JsonObject | undefined {
  const body = bodyOf(part, side, place);
  if (body === undefined) return undefined;
  place.losses.push(...extrasLosses(part, place.path, "responses"));
  const own = part.kind === "unknown" ? body : merged(fieldsOf(part, "responses"), body);
  return { ...own, ...encodeCache(part.cache, inside(place, "cache")) };
}

function bodyOf(part: Part, side: Side, place: Place): JsonObject | undefined {
  const isUnplaced = side === "output" ? isMedium(part) : part.kind === "refusal";
  if (isUnplaced || (side === "result" && (part.kind === "audio" || part.kind === "video"))) {
    lose(place, "dropped", `responses has no place for a part of kind ${part.kind} there`);
    return undefined;
  }
  switch (part.kind) {
    case "text":
      return textBody(part, side, place);
    case "refusal":
      return { type: "refusal", refusal: part.text };
    case "image":
      return imageBody(part, place);
    case "document":
      return documentBody(part, place);
    case "audio":
    case "video":
      return mediumBody(part, place);
    case "unknown":
      if (part.origin === "responses") return part.value;
      return unknownBody(part.text, side, place);
    case "thinking":
    case "tool-call":
    case "tool-result":
      lose(place, "dropped", `responses has no place for a part of kind ${part.kind} there`);
      return undefined;
  }
}

function isMedium({ kind }: Part): boolean {
  return kind === "image" || kind === "document" || kind === "audio" || kind === "video";
}

function plainText(text: string, side: Side): JsonObject {
  return side === "output" ? { type: "output_text", text, annotations: [] } : { type: "input_text", text };
}

function unknownBody(text: string | undefined, side: Side, place: Place): JsonObject | undefined {
  if (text === undefined || text === "") {
    lose(place, "dropped", "only its own dialect knows it");
    return undefined;
  }
  lose(place, "approximated", "only its own dialect knows it; its text is kept");
  return plainText(text, side);
}

function textBody(part: TextPart, side: Side, place: Place): JsonObject {
  loseFields(place, part, ["proof"], "a text has no proof in responses");
  if (side !== "output") {
    loseFields(place, part, ["citations", "phase"], "only a text of the model has that");
    return plainText(part.text, side);
  }
  return { ...plainText(part.text, side), annotations: encodeCitations(part, place) };
}

export function encodeCitations({ citations = [], text }: TextPart, place: Place): JsonValue[] {
  return citations.flatMap(
    (citation, index) => encodeCitation(citation, text.length, inside(place, `citations[${index}]`)) ?? [],
  );
}

function imageBody({ source, detail }: ImagePart, place: Place): JsonObject | undefined {
  const where = source.kind === "file" ? fileId(source, place) : { image_url: urlFrom(source) };
  return where && objectFrom({ type: "input_image", ...where, detail });
}

function documentBody(part: DocumentPart, place: Place): JsonObject | undefined {
  const { source, title, context } = part;
  if (source.kind === "text") {
    lose(place, "approximated", "responses has no text documents; it stands as text");
    const heads = [`Document: ${title ?? "untitled"}`, ...(context === undefined ? [] : [context])];
    return { type: "input_text", text: `${heads.join("\n")}\n\n${source.text}` };
  }
  loseFields(place, part, ["context"], "a file has no such field");
  switch (source.kind) {
    case "base64":
      return { type: "input_file", filename: title ?? "document.pdf", file_data: urlFrom(source) };
    case "url":
      return objectFrom({ type: "input_file", file_url: source.url, filename: title });
    case "file": {
      const where = fileId(source, place);
      return where && objectFrom({ type: "input_file", ...where, filename: title });
    }
  }
}

function mediumBody({ kind, source }: MediaPart, place: Place): JsonObject | undefined {
  if (source.kind === "file") {
    lose(place, "refused", `responses takes no ${kind} by file id`);
    return undefined;
  }
  if (kind === "video") return { type: "input_video", video_url: urlFrom(source) };
  if (source.kind === "url") {
    lose(place, "refused", "responses takes no audio by URL");
    return undefined;
  }
  const { mediaType, data } = source;
  return { type: "input_audio", input_audio: { data, format: audioFormatFrom(mediaType) } };
}

function fileId(
  { origin, id }: Extract<MediaSource, { kind: "file" }>,
  place: Place,
): JsonObject | undefined {
  if (origin === "responses") return { file_id: id };
  lose(place, "refused", "the file lies at another provider");
  return undefined;
}

function encodeCache(cache: CacheHint | undefined, place: Place): JsonObject {
  if (cache === undefined) return {};
  const { ttlSeconds } = cache;
  if (ttlSeconds !== undefined) lose(place, "approximated", "one lifetime is said for the whole request");
  return { prompt_cache_breakpoint: { mode: "explicit" } };
}
