// Where images and documents come from: `source` of a block.

import { textOf } from "../json/value.ts";
import type { JsonObject } from "../json/value.ts";
import type { DocumentPart, MediaSource } from "../model/part.ts";
import type { Fields } from "./fields.ts";
import { dropFields, inside, lose } from "./losses.ts";
import type { Place } from "./losses.ts";

export type DocumentSource = DocumentPart["source"];

const plainText = "text/plain";

/** Undefined where it is none that others know; then nothing of it counts as read. */
export function mediaSourceFrom(block: Fields): MediaSource | undefined {
  const source = block.child("source");
  if (source === undefined) return undefined;
  const said = (name: string): string | undefined => textOf(source.peek(name));
  const type = said("type");
  const [mediaType, data, url, id] = ["media_type", "data", "url", "file_id"].map(said);
  if (type === "base64" && mediaType !== undefined && data !== undefined) {
    count(source, ["type", "media_type", "data"]);
    return { kind: "base64", mediaType, data };
  }
  if (type === "url" && url !== undefined) {
    count(source, ["type", "url"]);
    return { kind: "url", url };
  }
  if (type === "file" && id !== undefined) {
    count(source, ["type", "file_id"]);
    return { kind: "file", origin: "messages", id };
  }
  return undefined;
}

export function documentSourceFrom(block: Fields): DocumentSource | undefined {
  const source = block.child("source");
  const text = textOf(source?.peek("data"));
  const isText = source?.peek("type") === "text" && source.peek("media_type") === plainText;
  if (source === undefined || text === undefined || !isText) return mediaSourceFrom(block);
  count(source, ["type", "media_type", "data"]);
  return { kind: "text", text };
}

/** Undefined, and refused, for a file that somebody else holds. */
export function encodeSource(source: DocumentSource, place: Place): JsonObject | undefined {
  if (source.kind === "text") return { type: "text", media_type: plainText, data: source.text };
  if (source.kind === "base64") return { type: "base64", media_type: source.mediaType, data: source.data };
  dropFields(
    inside(place, "source"),
    source,
    ["mediaType"],
    "messages says no media type of what is elsewhere",
  );
  if (source.kind === "url") return { type: "url", url: source.url };
  if (source.origin === "messages") return { type: "file", file_id: source.id };
  lose(place, "refused", `a provider of ${source.origin} holds the file`);
  return undefined;
}

/** Lets fields that hold texts count as read. */
function count(source: Fields, names: readonly string[]): void {
  for (const name of names) source.take(name, textOf);
}
