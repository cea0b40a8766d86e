// The document as plain data with variables substituted, and for each value where it stands in the text.

import {
  isAlias,
  isMap,
  isScalar,
  type LineCounter,
  type ParsedNode,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import { substitute, type Environment } from "./substitute.ts";

export type Path = readonly (string | number)[];

type Place = { readonly line: number; readonly column: number };

/** Something that is wrong with the document before any schema is asked. */
type TreeFault = { readonly path: Path; readonly message: string; readonly at: "key" | "value" };

export type Tree = {
  readonly value: unknown;
  readonly faults: readonly TreeFault[];
  /** What the environment put in. */
  readonly inserted: readonly string[];
  readonly get: (path: Path) => unknown;
  /** Where the value stands or, of something that is not there, where the closest thing above it does. */
  readonly placeOf: (path: Path, at: "key" | "value") => Place;
  /** A text as the file has it, where substitution changed it. */
  readonly writtenAs: (path: Path) => string | undefined;
};

export type TreeOptions = {
  readonly env: Environment;
  /** Whether a number is wanted here, so that a variable can supply it. */
  readonly wantsNumber: (path: Path) => boolean;
};

type Entry = { value: Place; key: Place; written?: string };

type Walk = TreeOptions & {
  readonly lines: LineCounter;
  readonly entries: Map<string, Entry>;
  readonly anchors: Map<string, ParsedNode>;
  /** The nodes that the walk is inside of: an alias to one of them would never end. */
  readonly open: Set<ParsedNode>;
  readonly faults: TreeFault[];
  readonly inserted: string[];
  values: number;
};

// No sane configuration comes near these. Aliases of aliases multiply: ten lines can stand for a thousand million values.
const maxValues = 100_000;
const maxDepth = 64;
const tooLarge = `holds more than ${maxValues} values or ${maxDepth} levels, counting what aliases repeat`;

export function treeFrom(root: ParsedNode | null, lines: LineCounter, options: TreeOptions): Tree {
  const walk: Walk = {
    ...options,
    lines,
    entries: new Map(),
    anchors: new Map(),
    open: new Set(),
    faults: [],
    inserted: [],
    values: 0,
  };
  const value = valueOf(walk, root, []);
  const entryOf = (path: Path): Entry | undefined => walk.entries.get(JSON.stringify(path));
  return {
    value,
    faults: walk.faults,
    inserted: walk.inserted,
    get: (path) => path.reduce(childOf, value),
    placeOf: (path, at) => {
      const own = entryOf(path);
      if (own !== undefined) return own[at];
      for (let length = path.length - 1; length > 0; length--) {
        const above = entryOf(path.slice(0, length));
        if (above !== undefined) return above.key;
      }
      return { line: 1, column: 1 };
    },
    writtenAs: (path) => entryOf(path)?.written,
  };
}

/** The value under a key or an index; undefined where there is none, also for what only the prototype has. */
function childOf(value: unknown, step: string | number): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
  return Reflect.get(value, step);
}

function valueOf(walk: Walk, node: ParsedNode | null, path: Path): unknown {
  walk.values++;
  if (walk.values > maxValues || path.length > maxDepth) {
    const isKnown = walk.faults.some(({ message }) => message === tooLarge);
    if (!isKnown) walk.faults.push({ path: path.slice(0, 1), message: tooLarge, at: "value" });
    return undefined;
  }
  if (node === null) return null;
  if (!walk.entries.has(JSON.stringify(path))) {
    const place = placeAt(walk, node);
    walk.entries.set(JSON.stringify(path), { value: place, key: place });
  }
  if (isAlias(node)) return aliasedValue(walk, node.source, path);
  if (node.anchor !== undefined) walk.anchors.set(node.anchor, node);
  if (isScalar(node)) return scalarValue(walk, node, path);
  walk.open.add(node);
  const value = isMap(node) ? mapValue(walk, node, path) : listValue(walk, node, path);
  walk.open.delete(node);
  return value;
}

function placeAt(walk: Walk, node: ParsedNode): Place {
  const { line, col } = walk.lines.linePos(node.range[0]);
  return { line, column: col };
}

function aliasedValue(walk: Walk, name: string, path: Path): unknown {
  const target = walk.anchors.get(name);
  if (target !== undefined && !walk.open.has(target)) return valueOf(walk, target, path);
  const why =
    target === undefined ? "no anchor with its name stands before it" : "it is inside of what it repeats";
  walk.faults.push({
    path,
    message: `an unquoted \`*\` starts an alias, and ${why}: put a glob in quotes, as in "*"`,
    at: "value",
  });
  return undefined;
}

function scalarValue(walk: Walk, node: Scalar, path: Path): unknown {
  if (typeof node.value !== "string" || !node.value.includes("${")) return node.value;
  const { text, inserted, faults } = substitute(node.value, walk.env);
  for (const message of faults) walk.faults.push({ path, message, at: "value" });
  walk.inserted.push(...inserted);
  const entry = walk.entries.get(JSON.stringify(path));
  if (entry !== undefined) entry.written = node.value;
  const isNumber = /^-?\d+(\.\d+)?$/.test(text.trim()) && walk.wantsNumber(path);
  return isNumber ? Number(text) : text;
}

function mapValue(walk: Walk, node: YAMLMap.Parsed, path: Path): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const { key, value } of node.items) {
    const name = isScalar(key) ? String(key.value) : "";
    const here = [...path, name];
    if (Object.hasOwn(result, name)) walk.faults.push({ path: here, message: "is set twice", at: "key" });
    const place = placeAt(walk, key);
    walk.entries.set(JSON.stringify(here), {
      key: place,
      value: value === null ? place : placeAt(walk, value),
    });
    const inside = valueOf(walk, value, here);
    // Assigning to __proto__ would change the object instead of filling it.
    if (name !== "__proto__") result[name] = inside;
    else walk.faults.push({ path: here, message: "cannot be used as a name", at: "key" });
  }
  return result;
}

function listValue(walk: Walk, node: YAMLSeq.Parsed, path: Path): unknown[] {
  return node.items.map((item, index) => valueOf(walk, item, [...path, index]));
}
