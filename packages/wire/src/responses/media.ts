// Where pictures, sounds and files are, both ways: in a data URL, or elsewhere.

import type { MediaSource } from "../model/part.ts";

const marker = ";base64,";

type Inline = Extract<MediaSource, { kind: "base64" }>;

/** A data URL in base64 as its content, anything else as an address. */
export function sourceFrom(url: string): MediaSource {
  return inlineFrom(url) ?? { kind: "url", url };
}

export function inlineFrom(url: string): Inline | undefined {
  if (!url.startsWith("data:")) return undefined;
  // Media types are short: where the comma is far away, this is no data URL that anybody understands.
  const end = url.slice(0, 256).indexOf(marker);
  if (end < 0) return undefined;
  const [mediaType = ""] = url.slice("data:".length, end).split(";");
  return mediaType === "" ? undefined : { kind: "base64", mediaType, data: url.slice(end + marker.length) };
}

export function urlFrom(source: Exclude<MediaSource, { kind: "file" }>): string {
  return source.kind === "url" ? source.url : `data:${source.mediaType}${marker}${source.data}`;
}

/** `input_audio` says `mp3` where the rest of the world says `audio/mpeg`. */
export function audioTypeFrom(format: string): string {
  return format === "mp3" ? "audio/mpeg" : `audio/${format}`;
}

export function audioFormatFrom(mediaType: string): string {
  const name = mediaType.replace(/^audio\/(x-)?/, "");
  if (name === "mpeg") return "mp3";
  return name === "wave" ? "wav" : name;
}
