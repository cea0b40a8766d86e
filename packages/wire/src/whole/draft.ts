// An object that is still being put together.

import { isArray, isObject } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";

export type Draft = Record<string, JsonValue>;

/** Sets a field, whatever it is called: `__proto__` is a field like any other. */
export function setField(draft: Draft, key: string, value: JsonValue): void {
  Object.defineProperty(draft, key, { value, enumerable: true, writable: true, configurable: true });
}

/** The later one's fields over the earlier one's; `null` and nothing take nothing away. */
export function overlay(draft: Draft, later: JsonObject): void {
  for (const [key, value] of Object.entries(later)) {
    if (value !== null || draft[key] === undefined) setField(draft, key, value);
  }
}

/** Adds to a text field, begun where it is not there yet. */
export function append(draft: Draft, key: string, text: string): void {
  const before = draft[key];
  setField(draft, key, (typeof before === "string" ? before : "") + text);
}

/** What a delta means where nobody says: texts and lists grow, objects are merged, anything else is replaced. */
export function grow(draft: Draft, delta: JsonObject): void {
  for (const [key, value] of Object.entries(delta)) {
    const before = draft[key];
    if (typeof value === "string" && typeof before === "string") setField(draft, key, before + value);
    else if (isArray(value) && isArray(before)) setField(draft, key, [...before, ...value]);
    else if (isObject(value) && isObject(before)) {
      const inner: Draft = { ...before };
      grow(inner, value);
      setField(draft, key, inner);
    } else if (value !== null || before === undefined) setField(draft, key, value);
  }
}
