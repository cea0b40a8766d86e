// The same thing can be said in many ways: a text or a list of one, an item with or without its type, a null. What was
// said is kept whole beside what it means, and is said again in the same words as long as it still means that.

import { isObject } from "../json/value.ts";
import type { JsonObject } from "../json/value.ts";
import { noteOf, withNote } from "../model/extras.ts";
import type { WithExtras } from "../model/extras.ts";

export function spelledAs<Node extends WithExtras>(node: Node, original: JsonObject): Node {
  return withNote(node, "responses", { $as: original });
}

/** How the node was spelled, whatever it means by now. */
export function originalOf(node: WithExtras): JsonObject | undefined {
  const original = noteOf(node, "responses", "$as");
  return isObject(original) ? original : undefined;
}

/** How the node was spelled; nothing where it was changed since. `read` is what made a node of that spelling. */
export function spellingOf(
  node: WithExtras,
  read: (original: JsonObject) => WithExtras | undefined,
): JsonObject | undefined {
  const original = originalOf(node);
  if (original === undefined) return undefined;
  const again = read(original);
  if (again === undefined) return undefined;
  return sameValue(withoutNotes(again), withoutNotes(node)) ? original : undefined;
}

/** The node without its own `$` notes. */
function withoutNotes(node: WithExtras): unknown {
  const { extras, ...rest } = node;
  const { responses, ...others } = extras ?? {};
  const fields = Object.entries(responses ?? {}).filter(([key]) => !key.startsWith("$"));
  const kept = fields.length === 0 ? others : { ...others, responses: Object.fromEntries(fields) };
  return Object.keys(kept).length === 0 ? rest : { ...rest, extras: kept };
}

/** Whether two values say the same; a field that is undefined is no field. */
export function sameValue(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (Array.isArray(one) || Array.isArray(other)) {
    if (!Array.isArray(one) || !Array.isArray(other) || one.length !== other.length) return false;
    return one.every((element, index) => sameValue(element, other[index]));
  }
  if (!isRecord(one) || !isRecord(other)) return false;
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys].every((key) => sameValue(own(one, key), own(other, key)));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function own(object: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
