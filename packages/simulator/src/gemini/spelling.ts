// Protobuf's JSON takes each field in two spellings, `maxOutputTokens` and `max_output_tokens`.

import { objectOf, objectsOf } from "../json.ts";
import type { JsonObject } from "../json.ts";

/** The field of this camelCase name, in either spelling. */
export function field(object: JsonObject, name: string): unknown {
  return object[name] ?? object[snakeCase(name)];
}

export function objectField(object: JsonObject, name: string): JsonObject {
  return objectOf(field(object, name));
}

/** The list, or the one object that stands for a list of one. */
export function listField(object: JsonObject, name: string): JsonObject[] {
  const value = field(object, name);
  return value === undefined ? [] : objectsOf(Array.isArray(value) ? value : [value]);
}

export function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

export function camelCase(name: string): string {
  return name.replaceAll(/_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
}
