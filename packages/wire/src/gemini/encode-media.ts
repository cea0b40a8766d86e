// Images, documents, sound and film: as data, or as an address.

import type { JsonObject } from "../json/value.ts";
import type { MediaSource, Part } from "../model/part.ts";
import { compact } from "./fields.ts";
import type { Place } from "./losses.ts";
import { dropFields, inside, lose } from "./losses.ts";
import { isYouTube, mediaTypeOf, mediumFrom, usualMediaTypes } from "./media.ts";

type Medium = Extract<Part, { readonly kind: "image" | "document" | "audio" | "video" }>;

/** Undefined, and a refusal, where somebody else holds the file. */
export function encodeMedium(part: Medium, place: Place): JsonObject | undefined {
  const { source } = part;
  if (source.kind === "text") {
    lose(place, "approximated", "Gemini takes documents of text as text");
    const title = part.kind === "document" ? part.title : undefined;
    return { text: title === undefined ? source.text : `${title}\n\n${source.text}` };
  }
  dropFields(place, part, ["detail", "title", "context"]);
  return encodeSource(source, part.kind, place);
}

function encodeSource(source: MediaSource, kind: Medium["kind"], place: Place): JsonObject | undefined {
  switch (source.kind) {
    case "base64":
      return { inlineData: { mimeType: source.mediaType, data: source.data } };
    case "url": {
      const mimeType = source.mediaType ?? guessedMediaType(source, kind, place);
      return { fileData: compact({ fileUri: source.url, mimeType }) };
    }
    case "file":
      if (source.origin === "gemini") {
        return { fileData: compact({ fileUri: source.id, mimeType: source.mediaType }) };
      }
      lose(place, "refused", `${source.origin}'s provider holds the file`);
      return undefined;
  }
}

/** Google wants a type with every address but YouTube's. */
function guessedMediaType(
  { url }: Extract<MediaSource, { readonly kind: "url" }>,
  kind: Medium["kind"],
  place: Place,
): string | undefined {
  if (isYouTube(url)) return undefined;
  lose(inside(place, "source"), "approximated", "Gemini needs a media type, which was guessed");
  const guessed = mediaTypeOf(url);
  return guessed !== undefined && kindOf(guessed) === kind ? guessed : usualMediaTypes[kind];
}

function kindOf(mediaType: string): Medium["kind"] {
  return mediumFrom(mediaType, { kind: "base64", mediaType, data: "" }).kind;
}
