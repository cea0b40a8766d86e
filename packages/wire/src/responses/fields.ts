// Reads an object field by field, so that what nobody understood is what is left.

import { isObject } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import type { Extras } from "../model/extras.ts";

export interface Fields {
  /** What `read` makes of the field; where it makes nothing, the field counts as not understood. */
  readonly take: <Value>(key: string, read: (value: JsonValue) => Value | undefined) => Value | undefined;
  /** The fields of an object inside; what is left of them stays under the key. */
  readonly within: (key: string) => Fields | undefined;
  /** What was not understood. A `null` says nothing, so it is not missed. */
  readonly left: () => JsonObject;
}

export function fieldsFrom(object: JsonObject): Fields {
  const taken = new Set<string>();
  const inner = new Map<string, Fields>();
  const valueOf = (key: string): JsonValue | undefined =>
    Object.hasOwn(object, key) ? object[key] : undefined;

  return {
    take(key, read) {
      const value = valueOf(key);
      const result = value === undefined ? undefined : read(value);
      if (result !== undefined) taken.add(key);
      return result;
    },
    within(key) {
      const value = valueOf(key);
      if (!isObject(value)) return undefined;
      const fields = inner.get(key) ?? fieldsFrom(value);
      inner.set(key, fields);
      return fields;
    },
    left: () =>
      Object.fromEntries(
        Object.entries(object).flatMap(([key, value]) => {
          if (taken.has(key) || value === null) return [];
          const rest = inner.get(key)?.left();
          if (rest === undefined) return [[key, value]];
          return Object.keys(rest).length === 0 ? [] : [[key, rest]];
        }),
      ),
  };
}

/** What is left, as the extras of a node. */
export function extrasLeft(fields: Fields): { readonly extras?: Extras } {
  const left = fields.left();
  return Object.keys(left).length === 0 ? {} : { extras: { responses: left } };
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

/** The object without some of its fields. */
export function without(object: JsonObject, keys: ReadonlySet<string>): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.has(key)));
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
