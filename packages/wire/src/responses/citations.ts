// `annotations` of a text, both ways.

import { isObject, numberOf, textOf } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import { extrasLosses, fieldsOf } from "../model/extras.ts";
import type { Citation } from "../model/part.ts";
import { extrasLeft, fieldsFrom, given, merged } from "./fields.ts";
import { lose } from "./losses.ts";
import type { Place } from "./losses.ts";

export function decodeCitation(annotation: JsonValue): Citation {
  const unknown: Citation = { kind: "unknown", origin: "responses", value: annotation };
  if (!isObject(annotation) || annotation["type"] !== "url_citation") return unknown;
  const fields = fieldsFrom(annotation);
  fields.take("type", textOf);
  const url = fields.take("url", textOf);
  if (url === undefined) return unknown;
  return {
    kind: "url",
    url,
    ...given({
      title: fields.take("title", textOf),
      start: fields.take("start_index", numberOf),
      end: fields.take("end_index", numberOf),
    }),
    ...extrasLeft(fields),
  };
}

/** `textSize` is that of the text it belongs to: clients want a range and a title, and not every dialect has them. */
export function encodeCitation(citation: Citation, textSize: number, place: Place): JsonValue | undefined {
  if (citation.kind === "unknown") {
    if (citation.origin === "responses") return citation.value;
    lose(place, "dropped", `only ${citation.origin} knows such a citation`);
    return undefined;
  }
  const { url, title, start, end } = citation;
  if (title === undefined || start === undefined || end === undefined) {
    lose(place, "approximated", "an annotation has a title and a range; it is said to be of its whole text");
  }
  const written: JsonObject = {
    type: "url_citation",
    url,
    title: title ?? url,
    start_index: start ?? 0,
    end_index: end ?? textSize,
  };
  const extras = { extras: citation.extras ?? {} };
  place.losses.push(...extrasLosses(extras, place.path, "responses"));
  return merged(fieldsOf(extras, "responses"), written);
}
