// What one dialect says and the neutral model has no word for. It survives a trip through the model and back into the
// same dialect, and is a loss on the way into any other.

import type { DialectName } from "../dialect-name.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import type { Loss } from "../loss.ts";

/**
 * Fields by the dialect they belong to. A key that begins with `$`, which no vendor uses, holds no field but how
 * something was spelled (a text where a list could stand, an older name), so that the same dialect spells it again.
 */
export type Extras = { readonly [Name in DialectName]?: JsonObject };

export interface WithExtras {
  readonly extras?: Extras;
}

/** The node with more of one dialect's, such as `$` notes on spelling. */
export function withNote<Node extends WithExtras>(node: Node, dialect: DialectName, note: JsonObject): Node {
  const own = node.extras?.[dialect];
  return { ...node, extras: { ...node.extras, [dialect]: { ...own, ...note } } };
}

/** How something was spelled in this dialect: the value of a `$` key. */
export function noteOf(node: WithExtras, dialect: DialectName, key: `$${string}`): JsonValue | undefined {
  return node.extras?.[dialect]?.[key];
}

/** The fields that go back into their own dialect: without notes. */
export function fieldsOf(node: WithExtras, dialect: DialectName): JsonObject {
  const own = node.extras?.[dialect];
  if (own === undefined) return {};
  const fields: Record<string, JsonValue> = {};
  for (const [key, value] of Object.entries(own)) {
    if (!key.startsWith("$")) setField(fields, key, value);
  }
  return fields;
}

/** One loss for each field that belongs to another dialect than the one encoded for. */
export function extrasLosses(node: WithExtras, path: string, target: DialectName): Loss[] {
  const losses: Loss[] = [];
  for (const [dialect, fields] of Object.entries(node.extras ?? {})) {
    if (dialect === target) continue;
    for (const key of Object.keys(fields)) {
      if (key.startsWith("$")) continue;
      losses.push({
        path: joinPath(path, `extras.${dialect}.${key}`),
        action: "dropped",
        why: `\`${key}\` exists in ${dialect} only`,
      });
    }
  }
  return losses;
}

export function joinPath(path: string, more: string): string {
  return path === "" ? more : `${path}.${more}`;
}

/** `__proto__` is a field like any other where somebody sends it. */
function setField(object: Record<string, JsonValue>, key: string, value: JsonValue): void {
  Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true });
}
