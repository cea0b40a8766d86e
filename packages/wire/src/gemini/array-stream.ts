// Without `alt=sse` a streamed answer is one JSON array, which grows by an element for every message.

import type { ReplyContext, StreamEncoder, StreamMessage } from "../dialect.ts";
import { createHeldBytes } from "../stream/held-bytes.ts";
import { byteAt } from "../json/bytes.ts";
import { createStreamEncoder } from "./encode-stream.ts";

export interface ArrayParser {
  /** The next bytes, cut anywhere. They are not kept: what must wait is copied. */
  readonly push: (bytes: Uint8Array) => void;
}

export interface ArrayParserOptions {
  /** How many bytes an element may have. */
  readonly elementLimitBytes?: number;
}

const defaultElementLimitBytes = 16 * 1024 * 1024;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/** Where the parser is. `depth` counts what is open inside of an element. */
type Position =
  | { readonly kind: "before" }
  | { readonly kind: "between" }
  | { readonly kind: "element"; depth: number; string: "none" | "inside" | "escaped" }
  | { readonly kind: "done" };

/**
 * Calls `emit` for every object of the array as soon as its last brace is there, with the text of it. An answer that is
 * one object and no array, as errors can be, is one message. The same bytes give the same messages however they are cut.
 *
 * `refuse` is called once, with what was expected, where something else stands or an element is too long; nothing is
 * emitted after that.
 */
export function createArrayParser(
  emit: (message: StreamMessage) => void,
  refuse: (expected: string) => void,
  options: ArrayParserOptions = {},
): ArrayParser {
  const limit = options.elementLimitBytes ?? defaultElementLimitBytes;
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const held = createHeldBytes();
  let position: Position = { kind: "before" };
  let isAlone = false;

  const stop = (expected?: string): void => {
    position = { kind: "done" };
    held.take();
    if (expected !== undefined) refuse(expected);
  };
  const begin = (byte: number): boolean => {
    if (isSpace(byte)) return false;
    if (byte === OPEN_BRACE) {
      isAlone ||= position.kind === "before";
      position = { kind: "element", depth: 0, string: "none" };
      return true;
    }
    if (position.kind === "before" && byte === OPEN_BRACKET) position = { kind: "between" };
    else if (position.kind === "between" && byte === CLOSE_BRACKET) stop();
    // A comma too many is no reason to lose an answer.
    else if (position.kind !== "between" || byte !== COMMA) stop("a JSON array of objects");
    return false;
  };
  /** Emits what is held and what of `bytes` belongs to it. */
  const finish = (bytes: Uint8Array, start: number, end: number): void => {
    held.add(bytes, start, end);
    const data = decoder.decode(held.take());
    position = isAlone ? { kind: "done" } : { kind: "between" };
    emit({ name: "", data });
  };

  return {
    push(bytes) {
      let start = 0;
      for (let at = 0; at < bytes.length && position.kind !== "done"; at++) {
        const byte = byteAt(bytes, at);
        if (position.kind !== "element") {
          if (!begin(byte)) continue;
          start = at;
        }
        if (held.size() + at - start >= limit) stop("an element of bounded size");
        else if (position.kind === "element" && closes(position, byte)) finish(bytes, start, at + 1);
      }
      if (position.kind === "element") held.add(bytes, start, bytes.length);
    },
  };
}

/** Writes a client's stream as such an array. */
export function createArrayStreamEncoder(context: ReplyContext): StreamEncoder {
  const encoder = createStreamEncoder(context);
  let count = 0;
  return {
    encode(event) {
      const elements = encoder
        .encode(event)
        .split("\n\n")
        .filter((message) => message.startsWith(dataField))
        .map((message) => (count++ === 0 ? "[" : ",\r\n") + message.slice(dataField.length));
      if (event.kind === "keep-alive") return "\n";
      // An array that was told of a failure ends like any other: the error is its last element.
      const isOver = event.kind === "end" && (event.reason === "complete" || event.reason === "failed");
      return elements.join("") + (isOver && count > 0 ? "]" : "");
    },
  };
}

const dataField = "data: ";

/** Takes the next byte of an element, and tells whether it was the last. */
function closes(element: Extract<Position, { readonly kind: "element" }>, byte: number): boolean {
  if (element.string === "escaped") element.string = "inside";
  else if (element.string === "inside") {
    if (byte === BACKSLASH) element.string = "escaped";
    else if (byte === QUOTE) element.string = "none";
  } else if (byte === QUOTE) element.string = "inside";
  else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) element.depth++;
  else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) return --element.depth === 0;
  return false;
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
