// Takes a field out of a body, wherever lists on its path hold it.

import { isArray, isObject } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";

/** `path` has no indexes: `tools.custom.strict` is that of every tool. The same object where there is nothing to take out. */
export function withoutField(body: JsonObject, path: string): JsonObject {
  const result = without(body, path.split("."));
  return isObject(result) ? result : body;
}

function without(value: JsonValue, steps: readonly string[]): JsonValue {
  if (isArray(value)) {
    const items = value.map((item) => without(item, steps));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  const [step, ...rest] = steps;
  if (!isObject(value) || step === undefined || !Object.hasOwn(value, step)) return value;
  const inner = value[step];
  if (rest.length === 0 || inner === undefined) {
    return Object.fromEntries(Object.entries(value).filter(([key]) => key !== step));
  }
  const changed = without(inner, rest);
  return changed === inner ? value : { ...value, [step]: changed };
}
