// Words of other dialects in chat bodies, as Cursor and others send them: understood, but never said again.

import type { JsonObject, JsonValue } from "../json/value.ts";
import { arrayOf, isObject, objectOf } from "../json/value.ts";

/** Types of content parts that are Responses'. */
const partTypes: ReadonlySet<JsonValue | undefined> = new Set([
  "input_text",
  "output_text",
  "input_image",
  "input_file",
]);

export function hasBorrowedParts({ content }: JsonObject): boolean {
  return arrayOf(content)?.some((part) => partTypes.has(objectOf(part)?.["type"])) === true;
}

/** A tool or a choice of one that names its tool flat, as Responses and Messages do. */
export function isFlat(value: JsonValue): boolean {
  if (!isObject(value)) return false;
  const isNested = isObject(value["function"]) || isObject(value["custom"]);
  return typeof value["name"] === "string" && !isNested;
}

/** Settings to be said again as they were said. */
export function withoutBorrowed(settings: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(settings).filter(([key, value]) => {
      if (key === "response_format") return !isObject(value) || value["schema"] === undefined;
      return key !== "max_output_tokens" && !(key === "tool_choice" && isFlat(value));
    }),
  );
}
