// Whether a value came back as it was, but for what its losses name.

import type { Loss } from "../src/loss.ts";

/** Stands for whatever came instead of an approximated value. */
const anything = Symbol("anything");

/** What is left of a value: dropped places are gone, approximated and refused ones are wild cards. */
export function withoutLosses(value: unknown, losses: readonly Loss[]): unknown {
  const copy: unknown = structuredClone(value);
  for (const { path, action } of losses) {
    mark(copy, stepsOf(path), action === "dropped" ? undefined : anything);
  }
  return swept(copy);
}

/** The first place where the two differ, as a sentence; undefined where they are equal. `expected` may hold wild cards. */
export function difference(expected: unknown, actual: unknown, path = ""): string | undefined {
  if (expected === anything || isWild(expected, actual)) return undefined;
  if (Array.isArray(expected) && Array.isArray(actual)) return listDifference(expected, actual, path);
  if (isRecord(expected) && isRecord(actual)) {
    for (const key of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
      const found = difference(expected[key], actual[key], `${path}.${key}`);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (Object.is(expected, actual)) return undefined;
  return `${path}: expected ${show(expected)}, found ${show(actual)}`;
}

function listDifference(
  expected: readonly unknown[],
  actual: readonly unknown[],
  path: string,
): string | undefined {
  // A wild card may have become several elements, or none: then only what is left can be compared, from both ends.
  const wild = expected.indexOf(anything);
  if (wild < 0 && expected.length !== actual.length) {
    return `${path}: expected ${expected.length} elements, found ${actual.length}: ${show(expected)} / ${show(actual)}`;
  }
  const head = wild < 0 ? expected.length : wild;
  for (let i = 0; i < head; i++) {
    const found = difference(expected[i], actual[i], `${path}[${i}]`);
    if (found !== undefined) return found;
  }
  if (wild < 0) return undefined;
  const last = expected.lastIndexOf(anything);
  for (let i = 1; i < expected.length - last; i++) {
    const found = difference(expected.at(-i), actual.at(-i), `${path}[-${i}]`);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What is nothing but wild cards may be missing as a whole. */
function isWild(expected: unknown, actual: unknown): boolean {
  if (actual !== undefined || !isRecord(expected)) return false;
  const fields = Object.values(expected);
  return fields.length > 0 && fields.every((field) => field === anything);
}

type Step = string | number;

function stepsOf(path: string): Step[] {
  return [...path.matchAll(/([^.[\]]+)|\[(\d+)\]/g)].map(([, name, index]) => name ?? Number(index));
}

const gone = Symbol("gone");

function mark(value: unknown, steps: readonly Step[], to: symbol | undefined): void {
  const [step, ...rest] = steps;
  if (step === undefined || typeof value !== "object" || value === null) return;
  const key = String(step);
  if (rest.length > 0) mark(Reflect.get(value, key), rest, to);
  else if (Object.hasOwn(value, key)) Reflect.set(value, key, to ?? gone);
}

/** Takes out what is gone, and what is nothing without it: empty lists and objects of what had something. */
function swept(value: unknown): unknown {
  if (Array.isArray(value)) {
    const kept = value.map(swept).filter((element) => element !== gone);
    return kept.length === 0 && value.length > 0 ? gone : kept;
  }
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).map(([key, field]) => [key, swept(field)] as const);
  const kept = entries.filter(([, field]) => field !== gone);
  const isEmptied = kept.length < entries.length && (kept.length === 0 || isHollow(kept));
  return isEmptied ? gone : Object.fromEntries(kept);
}

/** A turn whose parts are gone says nothing. */
function isHollow(fields: readonly (readonly [string, unknown])[]): boolean {
  return fields.length === 1 && fields[0]?.[0] === "role";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function show(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value).slice(0, 200);
}
