// The same thing can be said in many ways: a text or a list of one, an older name, a null. What a client or a provider
// said is kept whole beside what it means, and is said again in the same words as long as it still means that.

import type { JsonObject } from "../json/value.ts";
import { isObject } from "../json/value.ts";
import { noteOf, withNote } from "../model/extras.ts";
import type { WithExtras } from "../model/extras.ts";

export function spelledAs<Node extends WithExtras>(node: Node, original: JsonObject): Node {
  return withNote(node, "chat", { $as: original });
}

/** How the node was spelled; nothing where it was changed since. `read` is what made a node of that spelling. */
export function spellingOf<Node extends WithExtras>(
  node: Node,
  read: (original: JsonObject) => Node | undefined,
): JsonObject | undefined {
  const original = noteOf(node, "chat", "$as");
  if (!isObject(original)) return undefined;
  return sameValue(read(original), withoutSpelling(node)) ? original : undefined;
}

/** Whether two values say the same; a field that is undefined is no field. */
export function sameValue(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (Array.isArray(one) || Array.isArray(other)) {
    if (!Array.isArray(one) || !Array.isArray(other) || one.length !== other.length) return false;
    return one.every((element, index) => sameValue(element, other[index]));
  }
  if (!isRecord(one) || !isRecord(other)) return false;
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys].every((key) => sameValue(own(one, key), own(other, key)));
}

function withoutSpelling(node: WithExtras): unknown {
  const { extras, ...rest } = node;
  const { chat, ...others } = extras ?? {};
  const { $as: _, ...fields } = chat ?? {};
  const kept = Object.keys(fields).length === 0 ? others : { ...others, chat: fields };
  return Object.keys(kept).length === 0 ? rest : { ...rest, extras: kept };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function own(object: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
