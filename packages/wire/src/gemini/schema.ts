// Gemini's own schemas are a protobuf message that resembles JSON Schema: types in upper case, counts as strings,
// `nullable` for a union with null, and either spelling of every keyword.

import { booleanOf, isArray, isObject } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import { camelCase } from "./fields.ts";

/** A schema of either kind as JSON Schema. What is JSON Schema already stays as it is, types in upper case excepted. */
export function jsonSchemaFrom(schema: JsonValue): JsonValue {
  if (!isObject(schema)) return schema;
  const entries = Object.entries(schema).map(([key, value]) => keywordFrom(key, value));
  return withNull(Object.fromEntries(entries));
}

const typeNames = new Set(["STRING", "NUMBER", "INTEGER", "BOOLEAN", "ARRAY", "OBJECT", "NULL"]);

/** Keywords that protobuf also knows by another spelling. */
const snakeKeywords = new Set([
  "any_of",
  "additional_properties",
  "max_items",
  "max_length",
  "max_properties",
  "min_items",
  "min_length",
  "min_properties",
  "prefix_items",
  "property_ordering",
]);

/** 64-bit integers, which protobuf's JSON writes as strings. */
const counts = new Set(["maxItems", "maxLength", "maxProperties", "minItems", "minLength", "minProperties"]);

const withSchema = new Set(["items", "additionalProperties", "not", "contains", "if", "then", "else"]);
const withSchemas = new Set(["anyOf", "allOf", "oneOf", "prefixItems"]);
/** By names that are nobody's keyword, whatever they look like. */
const withNamedSchemas = new Set([
  "properties",
  "patternProperties",
  "$defs",
  "definitions",
  "dependentSchemas",
]);

function keywordFrom(spelled: string, value: JsonValue): [string, JsonValue] {
  const key = snakeKeywords.has(spelled) ? camelCase(spelled) : spelled;
  if (key === "type") return [key, typeFrom(value)];
  if (counts.has(key)) return [key, countFrom(value)];
  if (withSchema.has(key)) return [key, isArray(value) ? value.map(jsonSchemaFrom) : jsonSchemaFrom(value)];
  if (withSchemas.has(key) && isArray(value)) return [key, value.map(jsonSchemaFrom)];
  if (withNamedSchemas.has(key) && isObject(value)) return [key, namedSchemas(value)];
  return [key, value];
}

function namedSchemas(schemas: JsonObject): JsonObject {
  const entries = Object.entries(schemas).map(([name, schema]): [string, JsonValue] => [
    name,
    jsonSchemaFrom(schema),
  ]);
  return Object.fromEntries(entries);
}

function typeFrom(value: JsonValue): JsonValue {
  if (isArray(value)) return value.map(typeFrom);
  return typeof value === "string" && typeNames.has(value) ? value.toLowerCase() : value;
}

function countFrom(value: JsonValue): JsonValue {
  return typeof value === "string" && /^\d{1,15}$/.test(value) ? Number(value) : value;
}

function withNull(schema: JsonObject): JsonObject {
  const { nullable, ...rest } = schema;
  if (booleanOf(nullable) === undefined) return schema;
  const { type } = rest;
  return nullable === true && typeof type === "string" ? { ...rest, type: [type, "null"] } : rest;
}
