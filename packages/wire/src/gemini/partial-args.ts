// Vertex can stream a call's arguments in pieces, each with the JSON path of where it belongs.

import { arrayOf, booleanOf, isObject, numberOf, textOf } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import { fieldsFrom } from "./fields.ts";
import type { Fields } from "./fields.ts";

export interface PartialArgs {
  /** Takes a `partialArgs` list. False where it is none, leads nowhere or has grown beyond all bounds. */
  readonly add: (pieces: JsonValue | undefined) => boolean;
  /** What the pieces make. */
  readonly value: () => JsonObject;
}

type Slot = null | boolean | number | string | Slot[] | Map<string, Slot>;

type Step = string | number;

/** In UTF-16 units, with something for every piece; no honest call comes near. */
const sizeLimit = 16 * 1024 * 1024;
const pieceSize = 32;
const depthLimit = 64;

export function createPartialArgs(): PartialArgs {
  const root = new Map<string, Slot>();
  /** Paths whose text goes on. */
  const growing = new Set<string>();
  let size = 0;

  const addPiece = (piece: Fields): boolean => {
    const path = piece.take("jsonPath", textOf);
    const steps = path === undefined ? undefined : stepsFrom(path);
    if (path === undefined || steps === undefined) return false;
    const value = valueFrom(piece);
    size += pieceSize + path.length + (typeof value === "string" ? value.length : 0);
    if (size > sizeLimit) return false;
    const isGrowing = growing.has(path);
    if (piece.take("willContinue", booleanOf) === true) growing.add(path);
    else growing.delete(path);
    return value === undefined || place(root, steps, (old) => grown(isGrowing ? old : undefined, value));
  };

  return {
    add: (pieces) =>
      arrayOf(pieces)?.every((piece) => isObject(piece) && addPiece(fieldsFrom(piece))) === true,
    value: () => objectFrom(root),
  };
}

/** `$.a.b[0]['c d']`; undefined where it is no such path, or is too deep. */
function stepsFrom(path: string): readonly Step[] | undefined {
  if (!path.startsWith("$")) return undefined;
  const step = /\.([^.[\]]+)|\[(\d{1,9})\]|\['((?:[^'\\]|\\.)*)'\]|\["((?:[^"\\]|\\.)*)"\]/y;
  const steps: Step[] = [];
  step.lastIndex = 1;
  while (step.lastIndex < path.length) {
    const match = step.exec(path);
    if (match === null || steps.length === depthLimit) return undefined;
    const [, name, index, single, double] = match;
    steps.push(index === undefined ? (name ?? unescaped(single ?? double ?? "")) : Number(index));
  }
  return steps.length === 0 ? undefined : steps;
}

function unescaped(quoted: string): string {
  return quoted.replaceAll(/\\(.)/g, "$1");
}

/** Undefined where the piece only says that nothing more comes. */
function valueFrom(piece: Fields): null | boolean | number | string | undefined {
  const value =
    piece.take("stringValue", textOf) ??
    piece.take("numberValue", numberOf) ??
    piece.take("boolValue", booleanOf);
  if (value !== undefined) return value;
  return piece.peek("nullValue") === undefined ? undefined : null;
}

function grown(old: Slot | undefined, value: null | boolean | number | string): Slot {
  return typeof old === "string" && typeof value === "string" ? old + value : value;
}

/** Sets a slot to what `change` makes of it. False where the path goes through something that is no such container. */
function place(
  root: Map<string, Slot>,
  steps: readonly Step[],
  change: (old: Slot | undefined) => Slot,
): boolean {
  let container: Map<string, Slot> | Slot[] = root;
  for (const [at, step] of steps.entries()) {
    const old = slotAt(container, step);
    const following = steps[at + 1];
    const next: Slot = following === undefined ? change(old) : (old ?? emptyFor(following));
    if (!setSlot(container, step, next)) return false;
    if (following === undefined) return true;
    if (!Array.isArray(next) && !(next instanceof Map)) return false;
    container = next;
  }
  return false;
}

function slotAt(container: Map<string, Slot> | Slot[], step: Step): Slot | undefined {
  if (Array.isArray(container)) return typeof step === "number" ? container[step] : undefined;
  return typeof step === "string" ? container.get(step) : undefined;
}

/** Lists grow by one at a time: an index far behind the end would make a list of nothing. */
function setSlot(container: Map<string, Slot> | Slot[], step: Step, value: Slot): boolean {
  if (!Array.isArray(container)) {
    if (typeof step === "string") container.set(step, value);
    return typeof step === "string";
  }
  if (typeof step !== "number" || step > container.length) return false;
  container[step] = value;
  return true;
}

function emptyFor(step: Step): Slot {
  return typeof step === "number" ? [] : new Map<string, Slot>();
}

function objectFrom(slots: ReadonlyMap<string, Slot>): JsonObject {
  return Object.fromEntries([...slots].map(([key, slot]) => [key, jsonFrom(slot)]));
}

function jsonFrom(slot: Slot): JsonValue {
  if (Array.isArray(slot)) return slot.map(jsonFrom);
  return slot instanceof Map ? objectFrom(slot) : slot;
}
