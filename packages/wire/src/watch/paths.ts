// What to look for in the JSON of a dialect's events.

import { byteAt } from "../json/bytes.ts";

/** What a value is looked at for. */
export type Sight = "content" | "finish" | "usage" | "error" | "type" | "terminal";

/** The values that matter, by path: `choices[].delta.content`. The empty path is the text as a whole, unless it is an object. */
export type SightPaths = Readonly<Record<string, Sight>>;

/** The same paths further inside. */
export function under(place: string, paths: SightPaths): SightPaths {
  return Object.fromEntries(Object.entries(paths).map(([path, sight]) => [`${place}.${path}`, sight]));
}

/** A place in a JSON text that is, or leads to, a value that matters. */
export interface PathNode {
  readonly sight: Sight | undefined;
  /** Where the value is an object. */
  readonly members: readonly { readonly key: Uint8Array; readonly node: PathNode }[];
  /** A bit for each first letter of their keys: most keys are told apart from them at once. */
  readonly firstLetters: number;
  /** Where the value is an array: what each of its elements is. */
  readonly element: PathNode | undefined;
}

interface Branch {
  sight: Sight | undefined;
  readonly members: Map<string, Branch>;
  element: Branch | undefined;
}

/** The paths as a tree. Those that lead to `except` are left out. */
export function pathTree(paths: SightPaths, except?: Sight): PathNode {
  const root = newBranch();
  for (const [path, sight] of Object.entries(paths)) {
    if (sight === except) continue;
    let branch = root;
    for (const step of path.match(/\[\]|[^.[]+/g) ?? []) branch = branchAt(branch, step);
    branch.sight = sight;
  }
  return nodeFrom(root);
}

function newBranch(): Branch {
  return { sight: undefined, members: new Map(), element: undefined };
}

function branchAt(branch: Branch, step: string): Branch {
  if (step === "[]") {
    branch.element ??= newBranch();
    return branch.element;
  }
  const member = branch.members.get(step) ?? newBranch();
  branch.members.set(step, member);
  return member;
}

function nodeFrom({ sight, members, element }: Branch): PathNode {
  return {
    sight,
    members: Array.from(members, ([key, branch]) => ({
      key: Uint8Array.from(key, (character) => character.charCodeAt(0)),
      node: nodeFrom(branch),
    })),
    firstLetters: members.keys().reduce((bits, key) => bits | bitOf(key.charCodeAt(0)), 0),
    element: element === undefined ? undefined : nodeFrom(element),
  };
}

/** Where the member leads whose key stands in the bytes from `start` up to `end`, without its quotes and without escapes. */
export function memberAt(
  node: PathNode | undefined,
  bytes: Uint8Array,
  start: number,
  end: number,
): PathNode | undefined {
  if (node === undefined || (node.firstLetters & bitOf(byteAt(bytes, start))) === 0) return undefined;
  for (const member of node.members) {
    if (member.key.length === end - start && standsAt(bytes, start, member.key)) return member.node;
  }
  return undefined;
}

function bitOf(letter: number): number {
  return 1 << (letter & 31);
}

function standsAt(bytes: Uint8Array, start: number, key: Uint8Array): boolean {
  for (let i = 0; i < key.length; i++) {
    if (byteAt(bytes, start + i) !== byteAt(key, i)) return false;
  }
  return true;
}
