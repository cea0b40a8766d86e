// `annotations`, both ways.

import type { JsonObject, JsonValue } from "../json/value.ts";
import { numberOf, objectOf, textOf } from "../json/value.ts";
import type { Citation } from "../model/part.ts";
import { extrasLeft, fieldsFrom, given, merged } from "./fields.ts";
import { fieldsOf } from "../model/extras.ts";

export function decodeCitation(value: JsonValue): Citation {
  const fields = fieldsFrom(objectOf(value) ?? {});
  const isUrl = fields.take("type", textOf) === "url_citation";
  // Flat where a server has mistaken the dialect for Responses.
  const said = fields.within("url_citation") ?? fields;
  const url = said.take("url", textOf);
  if (!isUrl || url === undefined) return { kind: "unknown", origin: "chat", value };
  return {
    kind: "url",
    url,
    ...given({
      title: said.take("title", textOf),
      start: said.take("start_index", numberOf),
      end: said.take("end_index", numberOf),
    }),
    ...extrasLeft(fields),
  };
}

/** Where the cited text stands in the message: from `start`, of `length`. */
export interface CitedText {
  readonly start: number;
  readonly length: number;
}

/** Strict clients want all four fields: a citation without offsets is of the whole text. Undefined for one of another dialect. */
export function encodeCitation(citation: Citation, { start, length }: CitedText): JsonObject | undefined {
  if (citation.kind === "unknown") return citation.origin === "chat" ? objectOf(citation.value) : undefined;
  const { url, title = "" } = citation;
  const range = {
    start_index: start + (citation.start ?? 0),
    end_index: start + (citation.end ?? length),
  };
  const body = { type: "url_citation", url_citation: { url, title, ...range } };
  return merged(fieldsOf({ extras: citation.extras ?? {} }, "chat"), body);
}
