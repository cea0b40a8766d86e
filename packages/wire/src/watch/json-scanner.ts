// Looks into a JSON text that comes in pieces, for the values at a few paths. Nothing else of it is kept or made a value.
// What is not JSON goes unnoticed: whoever reads the text for its meaning says so.

import { QUOTE, byteAt } from "../json/bytes.ts";
import { parseJson, textOf } from "../json/value.ts";
import { createFirstBytes } from "./first-bytes.ts";
import { memberAt } from "./paths.ts";
import type { PathNode, Sight } from "./paths.ts";
import { createStringEnds, shortStringEnd } from "./string-end.ts";

export interface JsonScanner {
  /** Begins a new text. */
  readonly begin: (root: PathNode) => void;
  /** The next piece of it, cut anywhere: what stands from `start` up to `end`. */
  readonly scan: (bytes: Uint8Array, start: number, end: number) => void;
  /** Whether there is content: text that is not empty, or an object or array in its place. */
  readonly hasContent: () => boolean;
  /** What was found, as its bytes: a string that is not empty, an object or an array. The last one counts; a very long one is cut. */
  readonly found: (sight: KeptSight) => Uint8Array | undefined;
}

type KeptSight = Exclude<Sight, "content">;

/** A longer value is cut, and is no JSON then. */
const valueLimitBytes = 64 * 1024;
/** A longer key is cut. None that is looked for is so long, however it is spelled. */
const keyLimitBytes = 256;

/** What a byte means between two tokens. Keys tell themselves from values by their place, so colons mean nothing. */
const Role = { none: 0, quote: 1, comma: 2, openObject: 3, openArray: 4, close: 5 } as const;
const roles = roleTable();

/** Where the piece before has ended. */
const Inside = { nothing: 0, key: 1, string: 2, skipped: 3, skippedString: 4 } as const;

/** An object or array that is open and leads to what is looked for. */
interface Opened {
  readonly node: PathNode;
  readonly isObject: boolean;
}

export function createJsonScanner(): JsonScanner {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const encoder = new TextEncoder();
  const strings = createStringEnds();
  let innermost: Opened | undefined;
  const around: (Opened | undefined)[] = [];
  let expectsKey = false;
  /** What the next value is, where it matters. */
  let target: PathNode | undefined;
  /** How many objects and arrays that lead nowhere are open. */
  let skippedDepth = 0;
  let inside: number = Inside.nothing;
  /** Whether the string that has just begun is content unless it ends at once. */
  let isContentIfLonger = false;
  /** A key that is cut, or spelled with escapes. */
  const key = createFirstBytes(keyLimitBytes);
  /** The value that is being kept, where it begins in this piece, and what of it was in pieces before. */
  let keeping: KeptSight | undefined;
  let keptStart = 0;
  const kept = createFirstBytes(valueLimitBytes);
  let hasContent = false;
  let found: Partial<Record<KeptSight, Uint8Array>> = {};
  let hasFound = false;

  const beginKeeping = (sight: Sight | undefined, start: number): void => {
    if (sight === undefined || sight === "content") return;
    keeping = sight;
    keptStart = start;
  };

  const finishKeeping = (bytes: Uint8Array, end: number): void => {
    if (keeping === undefined) return;
    const size = kept.size() + end - keptStart;
    const isEmptyString = size === 2 && byteAt(bytes, end - 1) === QUOTE;
    if (!isEmptyString) {
      found[keeping] = valueUpTo(bytes, end);
      hasFound = true;
    }
    if (kept.size() > 0) kept.take();
    keeping = undefined;
  };

  const valueUpTo = (bytes: Uint8Array, end: number): Uint8Array => {
    // Without a detour where the value is short and in one piece, as they are.
    if (kept.size() === 0 && end - keptStart <= valueLimitBytes) return bytes.slice(keptStart, end);
    kept.add(bytes, keptStart, end);
    return kept.take();
  };

  /** A string that is long, cut, spelled with escapes, or looked for; `start` is behind its quote. */
  const beginString = (bytes: Uint8Array, start: number, end: number): number => {
    const sight = expectsKey ? undefined : target?.sight;
    inside = expectsKey ? Inside.key : Inside.string;
    isContentIfLonger = sight === "content";
    beginKeeping(sight, start - 1);
    strings.begin();
    return continueString(bytes, start, end);
  };

  const continueString = (bytes: Uint8Array, start: number, end: number): number => {
    if (isContentIfLonger && start < end) {
      isContentIfLonger = false;
      if (byteAt(bytes, start) !== QUOTE) hasContent = true;
    }
    const stop = strings.find(bytes, start, end);
    if (inside === Inside.key) key.add(bytes, start, stop < 0 ? end : stop - 1);
    if (stop < 0) return end;
    if (inside === Inside.key) finishKey();
    else finishKeeping(bytes, stop);
    inside = Inside.nothing;
    return stop;
  };

  const finishKey = (): void => {
    const spelled = decoder.decode(key.take());
    const name = encoder.encode(textOf(parseJson(`"${spelled}"`)) ?? "");
    target = memberAt(innermost?.node, name, 0, name.length);
    expectsKey = false;
  };

  /** An object or array begins; `start` is behind its bracket. */
  const readOpen = (role: number, bytes: Uint8Array, start: number, end: number): number => {
    const node = target;
    const isObject = role === Role.openObject;
    if (node !== undefined && (isObject ? node.members.length > 0 : node.element !== undefined)) {
      around.push(innermost);
      innermost = { node, isObject };
      expectsKey = isObject;
      target = node.element;
      return start;
    }
    if (node?.sight === "content") hasContent = true;
    beginKeeping(node?.sight, start - 1);
    inside = Inside.skipped;
    skippedDepth = 1;
    return skip(bytes, start, end);
  };

  const skip = (bytes: Uint8Array, start: number, end: number): number => {
    let at = start;
    while (at < end) {
      const role = byteAt(roles, byteAt(bytes, at));
      at++;
      if (role < Role.openObject) {
        if (role === Role.quote) at = skipString(bytes, at, end);
      } else if (role === Role.close) {
        skippedDepth--;
        if (skippedDepth > 0) continue;
        inside = Inside.nothing;
        finishKeeping(bytes, at);
        return at;
      } else {
        skippedDepth++;
      }
    }
    return end;
  };

  const skipString = (bytes: Uint8Array, start: number, end: number): number => {
    const short = shortStringEnd(bytes, start, end);
    if (short > 0) return short;
    strings.begin();
    return continueSkippedString(bytes, start, end);
  };

  const continueSkippedString = (bytes: Uint8Array, start: number, end: number): number => {
    const stop = strings.find(bytes, start, end);
    inside = stop < 0 ? Inside.skippedString : Inside.skipped;
    return stop < 0 ? end : stop;
  };

  const readClose = (): void => {
    innermost = around.pop();
    expectsKey = false;
    target = innermost?.node.element;
  };

  /** Goes on where the piece before has ended. */
  const resume = (bytes: Uint8Array, start: number, end: number): number => {
    keptStart = start;
    if (inside === Inside.nothing) return start;
    if (inside === Inside.key || inside === Inside.string) return continueString(bytes, start, end);
    return skip(bytes, inside === Inside.skipped ? start : continueSkippedString(bytes, start, end), end);
  };

  return {
    begin(root) {
      innermost = undefined;
      around.length = 0;
      expectsKey = false;
      target = root;
      inside = Inside.nothing;
      isContentIfLonger = false;
      keeping = undefined;
      if (key.size() > 0) key.take();
      if (kept.size() > 0) kept.take();
      hasContent = false;
      if (hasFound) found = {};
      hasFound = false;
    },
    scan(bytes, start, end) {
      let at = resume(bytes, start, end);
      while (at < end) {
        const role = byteAt(roles, byteAt(bytes, at));
        at++;
        if (role === Role.none) continue;
        if (role === Role.quote) {
          // Most strings end here. Without a call for each of them this takes a sixth less time.
          const stop = shortStringEnd(bytes, at, end);
          if (stop === 0 || (!expectsKey && target?.sight !== undefined)) at = beginString(bytes, at, end);
          else {
            if (expectsKey) target = memberAt(innermost?.node, bytes, at, stop - 1);
            expectsKey = false;
            at = stop;
          }
        } else if (role === Role.comma) expectsKey = innermost?.isObject === true;
        else if (role === Role.close) readClose();
        else at = readOpen(role, bytes, at, end);
      }
      if (keeping !== undefined) kept.add(bytes, keptStart, end);
    },
    hasContent: () => hasContent,
    found: (sight) => found[sight],
  };
}

function roleTable(): Uint8Array {
  const table = new Uint8Array(256);
  const meanings = {
    '"': Role.quote,
    ",": Role.comma,
    "{": Role.openObject,
    "[": Role.openArray,
    "}": Role.close,
    "]": Role.close,
  };
  for (const [character, role] of Object.entries(meanings)) table[character.charCodeAt(0)] = role;
  return table;
}
