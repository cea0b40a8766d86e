// The items of an answer as parts.

import { isObject } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import type { Part } from "../model/part.ts";
import { readItem, readMessage, unknownItem } from "./decode-items.ts";
import type { AnswerSigns } from "./finish.ts";
import { originalOf, sameValue, spelledAs } from "./spelling.ts";

/** `scope` is who can open the proofs in it. */
export function decodeOutput(output: readonly JsonValue[], scope: string): Part[] {
  return output.flatMap((item) => (isObject(item) ? decodeOutputItem(item, scope) : []));
}

/** The first part knows how the item was spelled, unless it is the item itself. */
export function decodeOutputItem(item: JsonObject, scope: string): Part[] {
  const [first, ...others] = partsOf(item, scope);
  if (first === undefined) return [];
  const isItem = first.kind === "unknown" && first.value === item;
  return [isItem ? first : spelledAs(first, item), ...others];
}

/** The item that parts came from and how many they are, where they are still what it says. */
export function outputItemAt(
  parts: readonly Part[],
  at: number,
): { readonly item: JsonObject; readonly count: number } | undefined {
  const first = parts[at];
  const item = first === undefined ? undefined : originalOf(first);
  if (first === undefined || item === undefined) return undefined;
  const again = decodeOutputItem(item, first.kind === "thinking" ? (first.proof?.scope ?? "") : "");
  const isSame = sameValue(again, parts.slice(at, at + again.length));
  return isSame ? { item, count: again.length } : undefined;
}

export function signsOf(parts: readonly Part[]): AnswerSigns {
  return {
    hasCalls: parts.some(({ kind }) => kind === "tool-call"),
    hasRefusal: parts.some(({ kind }) => kind === "refusal"),
  };
}

function partsOf(item: JsonObject, scope: string): readonly Part[] {
  const message = item["type"] === "message" ? readMessage(item) : undefined;
  if (message !== undefined && message.parts.length > 0) {
    const { parts, phase } = message;
    if (phase === undefined) return parts;
    return parts.map((part) => (part.kind === "text" ? { ...part, phase } : part));
  }
  const part = readItem(item);
  // A result in an answer is one of a tool that ran at the provider.
  if (part === undefined || part.kind === "tool-result") return [unknownItem(item)];
  if (part.kind !== "thinking" || part.proof === undefined) return [part];
  return [{ ...part, proof: { ...part.proof, scope } }];
}
