// Protobuf's JSON takes every field in two spellings, `maxOutputTokens` and `max_output_tokens`. Here is how objects are
// read in either, and how what was not read gets back to its place.

import { fieldsOf } from "../model/extras.ts";
import type { Extras, WithExtras } from "../model/extras.ts";
import { isArray, isObject, objectOf } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";

/** An object on its way into the model. Names are given in camelCase. */
export interface Fields {
  /** The field where `read` understands it. What it does not understand counts as unread. */
  readonly take: <Value>(
    name: string,
    read: (value: JsonValue | undefined) => Value | undefined,
  ) => Value | undefined;
  /** The same without reading it. */
  readonly peek: (name: string) => JsonValue | undefined;
  /** A field that is an object, to be read in turn: what stays unread of it stays in its place. */
  readonly child: (name: string) => Fields | undefined;
  /** What was not read, as it was spelled; undefined where all was. */
  readonly unread: () => JsonObject | undefined;
}

export function fieldsFrom(object: JsonObject): Fields {
  const read: string[] = [];
  /** By the key that the object has. */
  let children: Map<string, { readonly name: string; readonly fields: Fields }> | undefined;
  const keyOf = (name: string): string | undefined => {
    if (Object.hasOwn(object, name)) return name;
    const snake = snakeCase(name);
    return Object.hasOwn(object, snake) ? snake : undefined;
  };
  const unread = (): JsonObject | undefined => {
    const entries: [string, JsonValue][] = [];
    for (const [key, value] of Object.entries(object)) {
      const child = children?.get(key);
      const rest = child === undefined ? value : child.fields.unread();
      if (!read.includes(key) && rest !== undefined) entries.push([child?.name ?? key, rest]);
    }
    return entries.length === 0 ? undefined : Object.fromEntries(entries);
  };

  return {
    take(name, understand) {
      const key = keyOf(name);
      const value = key === undefined ? undefined : understand(object[key]);
      if (key !== undefined && value !== undefined) read.push(key);
      return value;
    },
    peek(name) {
      const key = keyOf(name);
      return key === undefined ? undefined : object[key];
    },
    child(name) {
      const key = keyOf(name);
      const value = key === undefined ? undefined : objectOf(object[key]);
      if (key === undefined || value === undefined) return undefined;
      children ??= new Map();
      const child = children.get(key) ?? { name, fields: fieldsFrom(value) };
      children.set(key, child);
      return child.fields;
    },
    unread,
  };
}

/** What was not read, as extras. */
export function unreadExtras(fields: Fields): { readonly extras?: Extras } {
  const unread = fields.unread();
  return unread === undefined ? {} : { extras: { gemini: unread } };
}

/** What the model says, together with what only this dialect could. */
export function withUnread(written: JsonObject, node: WithExtras): JsonObject {
  return merged(fieldsOf(node, "gemini"), written);
}

/** `over` wins, but where both have an object, the two are made one. */
export function merged(under: JsonObject, over: JsonObject): JsonObject {
  const entries = Object.entries(over).map(([key, value]): [string, JsonValue] => {
    const other = Object.hasOwn(under, key) ? under[key] : undefined;
    return [key, isObject(value) && isObject(other) ? merged(other, value) : value];
  });
  return { ...under, ...Object.fromEntries(entries) };
}

/** The object without fields that are undefined. */
export function compact(fields: { readonly [key: string]: JsonValue | undefined }): JsonObject {
  const entries = Object.entries(fields).filter(
    (entry): entry is [string, JsonValue] => entry[1] !== undefined,
  );
  return Object.fromEntries(entries);
}

/** A list, or the one object that protobuf's parser takes for a list of one. */
export function listFrom(value: JsonValue | undefined): readonly JsonValue[] | undefined {
  if (isArray(value)) return value;
  return isObject(value) ? [value] : undefined;
}

export function camelCase(name: string): string {
  return name.replaceAll(/_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
}

/** By the names that this dialect's code asks for: as many as there are fields. */
const snakeNames = new Map<string, string>();

function snakeCase(name: string): string {
  const known = snakeNames.get(name);
  if (known !== undefined) return known;
  const snake = name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  snakeNames.set(name, snake);
  return snake;
}
