// Makes a JSON Schema one that a provider takes.

import type { Capabilities } from "../capabilities.ts";
import { arrayOf, isArray, isObject, objectOf, textOf } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import { inlineReferences } from "./inline-references.ts";
import {
  annotations,
  refusedByAnthropicStrict,
  refusedByGemini,
  refusedByOpenaiStrict,
  typeNames,
} from "./schema-keywords.data.ts";
import { mapSchema, objectFrom } from "./walk-schema.ts";

export interface SchemaRules {
  readonly style: Capabilities["schema"];
  /** Whether the provider guarantees that the answer keeps to it. Then more of it has to be said, and less may be. */
  readonly isStrict: boolean;
}

export interface CleanSchema {
  readonly schema: JsonValue;
  /** The keywords and places that had to give way, such as `pattern`; empty where the schema means the same. */
  readonly changed: readonly string[];
}

export function cleanSchema(schema: JsonValue, rules: SchemaRules): CleanSchema {
  const changed = new Set<string>();
  const inlined = rules.style === "gemini" ? inlineReferences(schema) : { schema, isCut: false };
  if (inlined.isCut) changed.add("$ref");
  const cleaned = mapSchema(inlined.schema, (inner) => cleanOne(inner, rules, changed));
  return { schema: rooted(cleaned, rules, changed), changed: [...changed] };
}

function cleanOne(schema: JsonObject, rules: SchemaRules, changed: Set<string>): JsonObject {
  const { style, isStrict } = rules;
  const knowsAllOf = style === "full" || style === "anthropic" || (style === "openai" && !isStrict);
  const whole = knowsAllOf ? schema : withoutAllOf(schema, changed);
  const entries = Object.entries(whole).flatMap(([key, value]) => keyword(key, value, rules, changed));
  const cleaned = objectFrom(entries);
  return isStrict && (style === "openai" || style === "anthropic")
    ? closed(cleaned, rules, changed)
    : cleaned;
}

/** All parts in one. Some libraries wrap every reference in an `allOf` of its own, and that changes nothing. */
function withoutAllOf(schema: JsonObject, changed: Set<string>): JsonObject {
  const parts = arrayOf(schema["allOf"])?.filter((part) => isObject(part));
  if (parts === undefined) return schema;
  const { allOf: _allOf, ...rest } = schema;
  const [only = {}, ...more] = parts;
  if (more.length === 0 && !("properties" in only && "properties" in rest)) return { ...only, ...rest };
  const merged = withoutCombinator(schema, "allOf", changed);
  return { ...objectFrom(parts.flatMap((part) => Object.entries(part))), ...merged };
}

/** A keyword as it may stand, under another name, or not at all. */
function keyword(
  key: string,
  value: JsonValue,
  rules: SchemaRules,
  changed: Set<string>,
): readonly (readonly [string, JsonValue])[] {
  if (key === "type") return [[key, lowerCased(value)]];
  if (rules.style === "gemini") {
    if (key === "const") return [["enum", [value]]];
    if (key === "oneOf") return [["anyOf", value]];
  }
  if (!isRefused(key, value, rules)) return [[key, value]];
  // What constrains nothing is no loss.
  if (!annotations.has(key) && key !== "default") changed.add(key);
  return [];
}

/** Gemini's clients write types in upper case, in schemas that are otherwise JSON Schema. */
function lowerCased(type: JsonValue): JsonValue {
  if (isArray(type)) return type.map(lowerCased);
  return typeof type === "string" && typeNames.has(type) ? type.toLowerCase() : type;
}

function isRefused(key: string, value: JsonValue, { style, isStrict }: SchemaRules): boolean {
  switch (style) {
    case "gemini":
      return refusedByGemini.has(key);
    case "openai":
      return isStrict && refusedByOpenaiStrict.has(key);
    case "anthropic":
      // It counts to one.
      return (
        isStrict && (refusedByAnthropicStrict.has(key) || (key === "minItems" && value !== 0 && value !== 1))
      );
    case "full":
      return false;
  }
}

/**
 * Nothing but what is named; for OpenAI also all of that. Every answer that keeps to it keeps to the schema as it was,
 * too: optional things are simply always there.
 */
function closed(schema: JsonObject, { style }: SchemaRules, changed: Set<string>): JsonObject {
  const properties = isObject(schema["properties"]) ? schema["properties"] : undefined;
  if (properties === undefined && schema["type"] !== "object") return schema;
  const names = Object.keys(properties ?? {});
  const required = arrayOf(schema["required"]) ?? [];
  const isComplete = names.every((name) => required.includes(name));
  if (schema["additionalProperties"] !== false) changed.add("additionalProperties");
  if (style === "openai" && !isComplete) changed.add("required");
  return {
    ...schema,
    ...(style === "openai" ? { required: names } : {}),
    additionalProperties: false,
  };
}

const combinators = ["anyOf", "oneOf", "allOf"] as const;

/** The whole must be an object, said plainly: no vendor takes alternatives at the top. */
function rooted(schema: JsonValue, { style }: SchemaRules, changed: Set<string>): JsonValue {
  if (style === "full") return schema;
  if (!isObject(schema)) return { type: "object", properties: {} };
  const merged = combinators.reduce((whole, key) => withoutCombinator(whole, key, changed), schema);
  if (textOf(merged["type"]) === "object") return merged;
  return { ...merged, type: "object", properties: merged["properties"] ?? {} };
}

/** The properties of all alternatives, none of them required that is missing in one. */
function withoutCombinator(
  schema: JsonObject,
  key: (typeof combinators)[number],
  changed: Set<string>,
): JsonObject {
  const parts = arrayOf(schema[key])?.filter((part) => isObject(part));
  if (parts === undefined) return schema;
  const { [key]: _parts, ...rest } = schema;
  changed.add(key);
  const properties = objectFrom(
    [...parts, rest].flatMap((part) => Object.entries(objectOf(part["properties"]) ?? {})),
  );
  const lists = parts.map((part) => arrayOf(part["required"]) ?? []);
  const [first = [], ...others] = lists;
  const shared =
    key === "allOf" ? lists.flat() : first.filter((name) => others.every((list) => list.includes(name)));
  const required = [...new Set([...(arrayOf(rest["required"]) ?? []), ...shared])];
  return { ...rest, properties, ...(required.length === 0 ? {} : { required }) };
}
