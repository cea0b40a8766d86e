// Objects of this dialect on their way into the model and back: what is not read stays in its place, and so does how
// little was said, so that the same object comes out again.

import { isArray, isObject, objectOf } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import { fieldsOf, noteOf } from "../model/extras.ts";
import type { Extras, WithExtras } from "../model/extras.ts";

/** An object that is being read. */
export interface Fields {
  /** The field where `read` understands it. What it does not understand counts as unread. */
  readonly take: <Value>(
    name: string,
    read: (value: JsonValue | undefined) => Value | undefined,
  ) => Value | undefined;
  /** The field, without reading it. */
  readonly peek: (name: string) => JsonValue | undefined;
  /** A field that is an object, to be read in turn: what stays unread of it stays in its place. */
  readonly child: (name: string) => Fields | undefined;
  /** What was not read; undefined where all was. */
  readonly unread: () => JsonObject | undefined;
}

export function fieldsFrom(object: JsonObject): Fields {
  const read = new Set<string>();
  const children = new Map<string, Fields>();
  const peek = (name: string): JsonValue | undefined =>
    Object.hasOwn(object, name) ? object[name] : undefined;

  return {
    peek,
    take(name, understand) {
      const value = understand(peek(name));
      if (value !== undefined) read.add(name);
      return value;
    },
    child(name) {
      const known = children.get(name);
      if (known !== undefined) return known;
      const value = objectOf(peek(name));
      if (value === undefined) return undefined;
      const child = fieldsFrom(value);
      children.set(name, child);
      return child;
    },
    unread() {
      const keys = Object.keys(object);
      // An object in which nothing was said is something that was said.
      let rest: Record<string, JsonValue> | undefined = keys.length === 0 ? {} : undefined;
      for (const key of keys) {
        if (read.has(key)) continue;
        const child = children.get(key);
        const value = child === undefined ? object[key] : child.unread();
        if (value === undefined) continue;
        rest ??= {};
        define(rest, key, value);
      }
      return rest;
    },
  };
}

/** Reads a text that is one of a table's keys, as what stands there. */
export function oneOf<Value>(table: ReadonlyMap<string, Value>) {
  return (value: JsonValue | undefined): Value | undefined =>
    typeof value === "string" ? table.get(value) : undefined;
}

/** Reads nothing but this one value. */
export function only<Value extends JsonValue>(expected: Value) {
  return (value: JsonValue | undefined): Value | undefined => (value === expected ? expected : undefined);
}

/** A list of texts. */
export function textsOf(value: JsonValue | undefined): readonly string[] | undefined {
  return isArray(value) && value.every((item) => typeof item === "string") ? value : undefined;
}

/** Unread fields that say nothing in any dialect: null, and objects of nothing but that. */
const unsaid = "$unsaid";
/** Fields that `written` adds to whatever is written, and that were not there. */
const omitted = "$omitted";

export interface Keeping {
  /** Notes on the spelling, under `$` keys. */
  readonly notes?: JsonObject;
  /** The names of the fields that `written` is given as the usual ones. */
  readonly usual?: readonly string[];
}

/** What was not read, as extras, and what else is needed to write the object as it was. */
export function kept(fields: Fields, { notes, usual }: Keeping = {}): { readonly extras?: Extras } {
  const unread = fields.unread();
  const missing = usual?.filter((name) => fields.peek(name) === undefined) ?? [];
  if (unread === undefined && notes === undefined && missing.length === 0) return {};
  const said: Record<string, JsonValue> = {};
  const silent: Record<string, JsonValue> = {};
  for (const [key, value] of Object.entries(unread ?? {})) {
    define(saysNothing(value) ? silent : said, key, value);
  }
  const own = {
    ...said,
    ...given({
      [unsaid]: isEmpty(silent) ? undefined : silent,
      [omitted]: missing.length === 0 ? undefined : missing,
    }),
    ...notes,
  };
  return isEmpty(own) ? {} : { extras: { messages: own } };
}

/**
 * The object that says `fields`, together with what only this dialect could. Where two have an object in the same place,
 * they are made one. `usual` is there whenever nothing else is said there, unless it was left out by who wrote the node.
 */
export function written(
  node: WithExtras,
  fields: { readonly [key: string]: JsonValue | undefined },
  usual?: JsonObject,
): JsonObject {
  const said = withoutUndefined(fields);
  if (node.extras?.messages === undefined) return usual === undefined ? said : added(said, usual, []);
  const rest = { ...fieldsOf(node, "messages"), ...objectOf(noteOf(node, "messages", unsaid)) };
  return added(joined(said, rest), usual ?? {}, textsOf(noteOf(node, "messages", omitted)) ?? []);
}

/** The object with those of the usual fields that it has not, but for those that were left out. */
function added(object: JsonObject, usual: JsonObject, missing: readonly string[]): JsonObject {
  const fields = Object.entries(usual).filter(
    ([key]) => !Object.hasOwn(object, key) && !missing.includes(key),
  );
  return fields.length === 0 ? object : { ...object, ...Object.fromEntries(fields) };
}

/** The fields that are not undefined. */
export function given<Shape extends object>(shape: {
  readonly [Key in keyof Shape]: Shape[Key] | undefined;
}): Partial<Shape> {
  const fields: Partial<Shape> = {};
  for (const key in shape) {
    if (!Object.hasOwn(shape, key)) continue;
    const value = shape[key];
    if (value !== undefined) fields[key] = value;
  }
  return fields;
}

/** The same as a JSON object; undefined where all are. */
export function objectFrom(fields: {
  readonly [key: string]: JsonValue | undefined;
}): JsonObject | undefined {
  const object = withoutUndefined(fields);
  return isEmpty(object) ? undefined : object;
}

function withoutUndefined(fields: { readonly [key: string]: JsonValue | undefined }): JsonObject {
  const object: Record<string, JsonValue> = {};
  for (const [key, value] of Object.entries(fields)) if (value !== undefined) object[key] = value;
  return object;
}

/** `over` wins, but where both have an object, the two are made one. */
function joined(over: JsonObject, under: JsonObject): JsonObject {
  if (isEmpty(under)) return over;
  const entries = Object.entries(over).map(([key, value]): [string, JsonValue] => {
    const other = Object.hasOwn(under, key) ? under[key] : undefined;
    return [key, isObject(value) && isObject(other) ? joined(value, other) : value];
  });
  const rest = Object.entries(under).filter(([key]) => !Object.hasOwn(over, key));
  return Object.fromEntries([...entries, ...rest]);
}

function saysNothing(value: JsonValue): boolean {
  return value === null || (isObject(value) && Object.values(value).every(saysNothing));
}

function isEmpty(object: JsonObject): boolean {
  return Object.keys(object).length === 0;
}

/** `__proto__` is a field like any other where somebody sends it. */
function define(object: Record<string, JsonValue>, key: string, value: JsonValue): void {
  Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true });
}
