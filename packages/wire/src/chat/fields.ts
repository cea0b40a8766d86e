// Reads an object field by field, so that what nobody understood is what is left.

import type { JsonObject, JsonValue } from "../json/value.ts";
import { isObject } from "../json/value.ts";
import type { Extras } from "../model/extras.ts";

export interface Fields {
  /** What `read` makes of the field; where it makes nothing, the field counts as not understood. */
  readonly take: <Value>(key: string, read: (value: JsonValue) => Value | undefined) => Value | undefined;
  /** The fields of an object inside; what is left of them stays under the key. */
  readonly within: (key: string) => Fields | undefined;
  /** What was understood, as it was said. */
  readonly taken: () => JsonObject;
  /** What was not. A `null` says nothing, so it is not missed. */
  readonly left: () => JsonObject;
}

export function fieldsFrom(object: JsonObject): Fields {
  const taken = new Set<string>();
  let inner: Map<string, Fields> | undefined;
  return {
    take(key, read) {
      const value = Object.hasOwn(object, key) ? object[key] : undefined;
      if (value === undefined) return undefined;
      const result = read(value);
      if (result !== undefined) taken.add(key);
      return result;
    },
    within(key) {
      const known = inner?.get(key);
      if (known !== undefined) return known;
      const value = Object.hasOwn(object, key) ? object[key] : undefined;
      if (!isObject(value)) return undefined;
      const fields = fieldsFrom(value);
      inner ??= new Map<string, Fields>();
      inner.set(key, fields);
      return fields;
    },
    taken: () => Object.fromEntries(Object.entries(object).filter(([key]) => taken.has(key))),
    left() {
      const left: [string, JsonValue][] = [];
      for (const key of Object.keys(object)) {
        const value = object[key];
        if (taken.has(key) || value === null || value === undefined) continue;
        const rest = inner?.get(key)?.left() ?? value;
        if (!isObject(rest) || rest === value || Object.keys(rest).length > 0) left.push([key, rest]);
      }
      return left.length === 0 ? nothing : Object.fromEntries(left);
    },
  };
}

const nothing: JsonObject = {};

/** What is left, as the extras of a node. */
export function extrasLeft(fields: Fields): { readonly extras?: Extras } {
  const left = fields.left();
  return left === nothing ? {} : { extras: { chat: left } };
}

/** The fields that have a value. */
export function given<Shape extends object>(shape: {
  readonly [Key in keyof Shape]: Shape[Key] | undefined;
}): Partial<Shape> {
  const fields = Object.entries(shape).filter(([, value]) => value !== undefined);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- guarantee: fields of `shape`, and none of them undefined
  return Object.fromEntries(fields) as Partial<Shape>;
}

/** A JSON object of the fields that have a value. */
export function objectFrom(fields: { readonly [key: string]: JsonValue | undefined }): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])),
  );
}

/** Both objects' fields, those of objects inside as well; where both have one, `over`'s. */
export function merged(under: JsonObject, over: JsonObject): JsonObject {
  if (Object.keys(under).length === 0) return over;
  const fields = Object.entries(over).map(([key, value]): [string, JsonValue] => {
    const below = Object.hasOwn(under, key) ? under[key] : undefined;
    return [key, isObject(below) && isObject(value) ? merged(below, value) : value];
  });
  return { ...under, ...Object.fromEntries(fields) };
}
