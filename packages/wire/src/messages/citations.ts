// Citations on text. Only those of web pages mean something in other dialects.

import { isObject, textOf } from "../json/value.ts";
import type { JsonValue } from "../json/value.ts";
import { extrasLosses, fieldsOf } from "../model/extras.ts";
import type { Citation } from "../model/part.ts";
import { fieldsFrom, given, kept, only, written } from "./fields.ts";
import { dropFields, inside, lose } from "./losses.ts";
import type { Place } from "./losses.ts";

const webType = "web_search_result_location";

/**
 * What a citation of a web page must have, and what we write where another provider made it: it has neither the passage
 * nor Anthropic's own index. Read as if they were not there.
 */
const foreign = { cited_text: "", encrypted_index: "" };

export function citationFrom(value: JsonValue): Citation {
  if (!isObject(value)) return { kind: "unknown", origin: "messages", value };
  const fields = fieldsFrom(value);
  const url = textOf(fields.peek("url"));
  const isWhole = Object.keys(foreign).every((name) => typeof fields.peek(name) === "string");
  if (fields.peek("type") !== webType || url === undefined || !isWhole) {
    return { kind: "unknown", origin: "messages", value };
  }
  for (const name of ["type", "url"]) fields.take(name, textOf);
  for (const name of Object.keys(foreign)) fields.take(name, only(""));
  const title = fields.take("title", textOf);
  return {
    kind: "url",
    url,
    ...given({ title }),
    ...kept(fields, { usual: ["title"] }),
  };
}

/** Those that `encode` can say. An empty list is written only where one stood. */
export function encodeCitations(
  citations: readonly Citation[] | undefined,
  encode: (citation: Citation, place: Place) => JsonValue | undefined,
  place: Place,
): readonly JsonValue[] | undefined {
  const values = citations
    ?.map((citation, index) => encode(citation, inside(place, `citations[${index}]`)))
    .filter((value) => value !== undefined);
  return values?.length === 0 && citations?.length !== 0 ? undefined : values;
}

/** For a provider, which takes no citation that it did not make. */
export function encodeOwnCitation(citation: Citation, place: Place): JsonValue | undefined {
  const isOwn =
    citation.kind === "unknown" || fieldsOf(citation, "messages")["encrypted_index"] !== undefined;
  if (isOwn) return encodeCitation(citation, place);
  lose(place, "dropped", "messages takes back only the citations that it gave");
  return undefined;
}

/** For a client. */
export function encodeCitation(citation: Citation, place: Place): JsonValue | undefined {
  if (citation.kind === "unknown") {
    if (citation.origin === "messages") return citation.value;
    lose(place, "dropped", `only ${citation.origin} knows such a citation`);
    return undefined;
  }
  place.losses.push(...extrasLosses(citation, place.path, "messages"));
  dropFields(place, citation, ["start", "end"], "messages says it by where the text is cut");
  const fields = { type: webType, url: citation.url, title: citation.title };
  return written(citation, fields, { title: null, ...foreign });
}
