// Media by their type: which kind of part they are, and what type an address without one most likely has.

import type { MediaSource, Part } from "../model/part.ts";

type Medium = Extract<Part, { readonly kind: "image" | "document" | "audio" | "video" }>;

/** The part for a source of a media type. What is no picture, sound or film is a document. */
export function mediumFrom(mediaType: string, source: MediaSource): Medium {
  if (mediaType.startsWith("image/")) return { kind: "image", source };
  if (mediaType.startsWith("audio/")) return { kind: "audio", source };
  if (mediaType.startsWith("video/")) return { kind: "video", source };
  return { kind: "document", source };
}

/** A file that Google holds, in its file store or a bucket, rather than an address that anybody can open. */
export function isHeldByGoogle(uri: string): boolean {
  return !/^https?:\/\//.test(uri) || uri.startsWith("https://generativelanguage.googleapis.com/");
}

/** Films there need no media type. */
export function isYouTube(uri: string): boolean {
  return /^https?:\/\/(www\.|m\.)?(youtube\.com|youtu\.be)\//.test(uri);
}

/** By the ending of the address; undefined where it tells nothing. */
export function mediaTypeOf(uri: string): string | undefined {
  if (isYouTube(uri)) return "video/mp4";
  const ending = /\.([a-z0-9]{2,4})(?:[?#]|$)/i.exec(uri)?.[1]?.toLowerCase();
  return ending === undefined ? undefined : mediaTypes.get(ending);
}

/** What a part of a kind is taken for where nothing says its type. */
export const usualMediaTypes = {
  image: "image/jpeg",
  document: "application/pdf",
  audio: "audio/mp3",
  video: "video/mp4",
} as const;

const mediaTypes: ReadonlyMap<string, string> = new Map([
  ["png", "image/png"],
  ["jpg", "image/jpeg"],
  ["jpeg", "image/jpeg"],
  ["webp", "image/webp"],
  ["gif", "image/gif"],
  ["heic", "image/heic"],
  ["pdf", "application/pdf"],
  ["txt", "text/plain"],
  ["mp3", "audio/mp3"],
  ["wav", "audio/wav"],
  ["mp4", "video/mp4"],
  ["mov", "video/mov"],
  ["webm", "video/webm"],
]);
