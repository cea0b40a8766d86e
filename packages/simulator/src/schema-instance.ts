// The simplest value that fits a JSON schema: what a model without ideas says where a format is demanded.

import { isJsonObject, objectOf, textOf } from "./json.ts";
import type { JsonObject } from "./json.ts";

/** Deep enough for what people write, and an end for a schema that holds itself. */
const DEEPEST = 12;

export function instanceOf(schema: JsonObject): unknown {
  return valueFor(schema, { root: schema, depth: 0 });
}

interface Place {
  readonly root: JsonObject;
  readonly depth: number;
}

function valueFor(schema: JsonObject, { root, depth }: Place): unknown {
  if (depth > DEEPEST) return null;
  const inside = { root, depth: depth + 1 };
  const reference = textOf(schema["$ref"]);
  if (reference !== undefined) return valueFor(definition(root, reference), inside);
  if (Object.hasOwn(schema, "const")) return schema["const"];
  const choices: unknown = schema["enum"] ?? schema["anyOf"] ?? schema["oneOf"];
  if (Array.isArray(choices)) {
    const first: unknown = choices[0];
    return schema["enum"] === undefined ? valueFor(objectOf(first), inside) : first;
  }
  return plainValue(schema, inside);
}

function plainValue(schema: JsonObject, place: Place): unknown {
  const types: unknown[] = Array.isArray(schema["type"]) ? schema["type"] : [schema["type"]];
  // Gemini's own schemas have their types in capitals.
  const type = (textOf(types[0]) ?? (isJsonObject(schema["properties"]) ? "object" : "")).toLowerCase();
  switch (type) {
    case "string":
      return "simulated".padEnd(least(schema, "minLength"), ".");
    case "number":
    case "integer":
      return least(schema, "minimum");
    case "boolean":
      return true;
    case "array":
      return Array.from({ length: Math.min(least(schema, "minItems"), 16) }, () =>
        valueFor(objectOf(schema["items"]), place),
      );
    case "object":
      return Object.fromEntries(
        Object.entries(objectOf(schema["properties"])).map(([name, property]) => [
          name,
          valueFor(objectOf(property), place),
        ]),
      );
    default:
      return null;
  }
}

function least(schema: JsonObject, name: string): number {
  const value = schema[name];
  return typeof value === "number" ? Math.min(value, 1_000_000) : 0;
}

function definition(root: JsonObject, reference: string): JsonObject {
  const path = reference.startsWith("#/") ? reference.slice(2).split("/") : [];
  return path.reduce((at: JsonObject, name) => objectOf(at[name]), root);
}
