// What OpenAI asks of a schema that is to be kept strictly.

import { firstOf, isJsonObject, objectOf, objectsOf } from "./json.ts";
import type { JsonObject } from "./json.ts";

const DEEPEST = 10;

export function problemWithSchema(schema: JsonObject, context: readonly string[] = []): string | undefined {
  const place = `In context=(${context.map((name) => `'${name}'`).join(", ")}${context.length === 1 ? "," : ""})`;
  if (context.length > DEEPEST) return `${place}, the schema is nested too deeply.`;
  const properties = objectOf(schema["properties"]);
  if (schema["type"] === "object") {
    if (schema["additionalProperties"] !== false) {
      return `${place}, 'additionalProperties' is required to be supplied and to be false.`;
    }
    const required: unknown[] = Array.isArray(schema["required"]) ? schema["required"] : [];
    const missing = Object.keys(properties).find((name) => !required.includes(name));
    if (missing !== undefined) {
      return `${place}, 'required' is required to be supplied and to be an array including every key in properties. Missing '${missing}'.`;
    }
  }
  return problemInside(schema, context);
}

function problemInside(schema: JsonObject, context: readonly string[]): string | undefined {
  const named = Object.entries(objectOf(schema["properties"])).map(
    ([name, property]) => [objectOf(property), ["properties", name]] as const,
  );
  const items = isJsonObject(schema["items"]) ? [[schema["items"], ["items"]] as const] : [];
  const choices = objectsOf(schema["anyOf"]).map(
    (choice, index) => [choice, ["anyOf", String(index)]] as const,
  );
  const definitions = Object.entries(objectOf(schema["$defs"])).map(
    ([name, definition]) => [objectOf(definition), ["$defs", name]] as const,
  );
  return firstOf([...named, ...items, ...choices, ...definitions], ([inner, path]) =>
    problemWithSchema(inner, [...context, ...path]),
  );
}
