// Puts definitions in the place of the references to them, for providers that follow none.

import { arrayOf, isObject, textOf } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import { mapSchema, objectFrom } from "./walk-schema.ts";

/** A reference of a reference of ... can double at each step: past this many a schema says "anything". */
const maxInlined = 500;

export interface Inlined {
  readonly schema: JsonValue;
  /** Whether something that refers to itself, or to nothing that is there, is now "anything". */
  readonly isCut: boolean;
}

export function inlineReferences(schema: JsonValue): Inlined {
  if (!isObject(schema)) return { schema, isCut: false };
  let isCut = false;
  let count = 0;

  const resolve = (value: JsonValue, open: readonly string[]): JsonValue =>
    mapSchema(value, (inner) => {
      const reference = textOf(inner["$ref"]);
      if (reference === undefined) return inner;
      const { $ref: _ref, ...beside } = inner;
      const target = targetOf(schema, reference);
      count += 1;
      if (target === undefined || open.includes(reference) || count > maxInlined) {
        isCut = true;
        return beside;
      }
      const found = resolve(target, [...open, reference]);
      return isObject(found) ? { ...found, ...beside } : found;
    });

  const { $defs: _defs, definitions: _definitions, ...root } = schema;
  return { schema: resolve(root, ["#"]), isCut };
}

/** What a reference within the document points to: `#/$defs/Node`, `#/properties/a`. */
function targetOf(root: JsonObject, reference: string): JsonValue | undefined {
  if (reference === "#") return root;
  if (!reference.startsWith("#/")) return undefined;
  let at: JsonValue | undefined = root;
  for (const step of reference.slice(2).split("/")) {
    const key = decoded(step);
    const list: readonly JsonValue[] | undefined = arrayOf(at);
    if (list !== undefined) at = list[Number(key)];
    else at = isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined;
  }
  return isObject(at) ? withoutDefinitions(at) : at;
}

function withoutDefinitions(schema: JsonObject): JsonObject {
  return objectFrom(Object.entries(schema).filter(([key]) => key !== "$defs" && key !== "definitions"));
}

/** https://www.rfc-editor.org/rfc/rfc6901: `~1` is a slash, `~0` a tilde; and in an address, percent signs encode. */
function decoded(step: string): string {
  const plain = step.replaceAll("~1", "/").replaceAll("~0", "~");
  try {
    return decodeURIComponent(plain);
  } catch {
    return plain;
  }
}
