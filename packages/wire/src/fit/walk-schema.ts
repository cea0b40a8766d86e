// Walks over a JSON Schema by its keywords. What stands under `properties` is named by whoever wrote the schema: a
// property called `format` is no keyword.

import { isArray, isObject } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";

/** Keywords with a schema, or a list of schemas. */
const withSchema: ReadonlySet<string> = new Set([
  "items",
  "additionalItems",
  "prefixItems",
  "contains",
  "additionalProperties",
  "unevaluatedItems",
  "unevaluatedProperties",
  "propertyNames",
  "not",
  "if",
  "then",
  "else",
  "allOf",
  "anyOf",
  "oneOf",
]);

/** Keywords with schemas by names that are nobody's keywords. */
const withNamedSchemas: ReadonlySet<string> = new Set([
  "properties",
  "patternProperties",
  "dependentSchemas",
  "$defs",
  "definitions",
]);

/** Deeper than anybody writes, and shallow enough for every stack. */
const maxDepth = 100;

/**
 * The schema with every schema in it changed, the inner ones first. `path` is relative to the whole, such as
 * `properties.name.items`. What is below 100 levels stays as it is.
 */
export function mapSchema(
  schema: JsonValue,
  change: (schema: JsonObject, path: string) => JsonValue,
  path = "",
  depth = 0,
): JsonValue {
  if (!isObject(schema) || depth > maxDepth) return schema;
  const inner = (value: JsonValue, more: string): JsonValue =>
    mapSchema(value, change, path === "" ? more : `${path}.${more}`, depth + 1);
  const entries = Object.entries(schema).map(([key, value]): [string, JsonValue] => {
    if (withSchema.has(key)) {
      return [
        key,
        isArray(value) ? value.map((element, at) => inner(element, `${key}[${at}]`)) : inner(value, key),
      ];
    }
    if (withNamedSchemas.has(key) && isObject(value)) return [key, mapNamed(value, key, inner)];
    return [key, value];
  });
  return change(objectFrom(entries), path);
}

function mapNamed(
  schemas: JsonObject,
  key: string,
  inner: (value: JsonValue, more: string) => JsonValue,
): JsonObject {
  return objectFrom(Object.entries(schemas).map(([name, value]) => [name, inner(value, `${key}.${name}`)]));
}

/** With `__proto__` as a property like any other. */
export function objectFrom(entries: readonly (readonly [string, JsonValue])[]): JsonObject {
  return Object.fromEntries(entries);
}
