// How something was said, kept beside what was said, so that the same dialect says it again word for word.

import { noteOf, withNote } from "../model/extras.ts";
import type { WithExtras } from "../model/extras.ts";
import type { JsonValue } from "../json/value.ts";

/** The note that holds the original. It is there only where the usual spelling is another one. */
const original = "$as";

/** The node, with the original as a note where writing the node anew would give something else. */
export function remember<Node extends WithExtras>(
  node: Node,
  said: JsonValue,
  written: JsonValue | undefined,
): Node {
  return isSame(said, written) ? node : withNote(node, "gemini", { [original]: said });
}

/**
 * The original, where reading it again gives the same node: whoever has changed the node since gets it written anew.
 * `read` and `node` are compared without this note.
 */
export function remembered<Node extends WithExtras>(
  node: Node,
  read: (said: JsonValue) => Node,
): JsonValue | undefined {
  const said = noteOf(node, "gemini", original);
  if (said === undefined) return undefined;
  return isSame(read(said), withoutNotes(node, [original])) ? said : undefined;
}

/** Without some of the notes, or without any; without extras where nothing else is in them. */
export function withoutNotes<Node extends WithExtras>(node: Node, names?: readonly string[]): Node {
  const own = node.extras?.gemini;
  if (own === undefined) return node;
  const kept = Object.entries(own).filter(
    ([key]) => !(names === undefined ? key.startsWith("$") : names.includes(key)),
  );
  const { gemini: _own, ...others } = node.extras ?? {};
  const extras = kept.length === 0 ? others : { ...others, gemini: Object.fromEntries(kept) };
  const { extras: _extras, ...rest } = node;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- guarantee: a node less its extras is a node, since they are optional
  return (Object.keys(extras).length === 0 ? rest : { ...rest, extras }) as Node;
}

/** Whether two values are the same JSON: the order of keys and fields that are undefined do not count. */
export function isSame(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (isArrayLike(left) || isArrayLike(right)) {
    if (!isArrayLike(left) || !isArrayLike(right) || left.length !== right.length) return false;
    return left.every((element, index) => isSame(element, right[index]));
  }
  if (!isRecord(left) || !isRecord(right)) return false;
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  for (const key of keys) if (!isSame(ownField(left, key), ownField(right, key))) return false;
  return true;
}

function isArrayLike(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null;
}

function ownField(record: { readonly [key: string]: unknown }, key: string): unknown {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
