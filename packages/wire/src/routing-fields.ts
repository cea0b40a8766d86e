// Reads the few top-level fields that decide where a request goes, without parsing its body.

import { type BodyFault, type FaultReason, fault } from "./json/body-fault.ts";
import { QUOTE, byteAt } from "./json/bytes.ts";
import { type ByteRange, walkMembers } from "./json/members.ts";
import { stateFields } from "./state-fields.ts";
import { isPlain, isSpelled, isSpelledInAnyCase, isWord, textFrom } from "./json/text.ts";

export type { BodyFault, FaultReason } from "./json/body-fault.ts";
export type { ByteRange } from "./json/members.ts";

/** What the gateway must know of a body before it can choose a road. */
export interface RoutingFields {
  readonly kind: "fields";
  /** The model that a JSON parser would read; undefined where the body has none. */
  readonly model: string | undefined;
  /** Where the value of `model` stands, quotes included: once for each time the key is given, the last one counts. */
  readonly modelAt: readonly ByteRange[];
  /** False too when absent or null. */
  readonly stream: boolean;
  /** Whether a field asks for thinking in so many words: its first content takes longer. A guess, for clocks alone. */
  readonly asksForThinking: boolean;
  /** The field that names something which one account at a provider holds, such as `previous_response_id`. */
  readonly namesState: string | undefined;
}

/** A longer `model` (with quotes, as spelled) is no name; the longest real ones, cloud resource names, have some 200 bytes. */
export const modelSizeLimit = 4096;

/** More repetitions of one key than this come from nobody's SDK, and each would be a range to keep and to splice. */
export const repetitionLimit = 16;

/**
 * Reads `model` and `stream` of a request body.
 *
 * Where the body is a JSON object in UTF-8 the result is what `JSON.parse` gives: any key order, escapes, and the
 * last of repeated keys. Where it is not, the result is a fault, except for flaws that cannot change these fields:
 * misspelled scalars, commas, colons and inner bracket kinds inside nested values, and the content of strings that
 * are not read. Such a body is for the provider to refuse.
 *
 * Four valid bodies are faults: a field of a type that no dialect knows, a `model` beyond `modelSizeLimit`, a key
 * beyond `repetitionLimit`, and a top-level key that differs from `model` in case only, because Go's encoding/json
 * ignores case and would read another model than we.
 */
export function readRoutingFields(body: Uint8Array): RoutingFields | BodyFault {
  const found: Record<FieldName, ByteRange[]> = { model: [], stream: [] };
  let asksForThinking = false;
  let namesState: string | undefined;
  const objection = walkMembers(body, ({ key, value }) => {
    const name = fieldNameFrom(body, key);
    if (name === undefined) {
      asksForThinking ||= isThinkingField(body, key) && !isOff(body, value);
      namesState ??= isWord(body, value, "null") ? undefined : stateFieldAt(body, key);
      return undefined;
    }
    if (typeof name === "object") return name;
    found[name].push({ start: value.start, end: value.end });
    if (found[name].length <= repetitionLimit) return undefined;
    return fieldFault("repeated-key", name, { offset: key.start, expected: `"${name}" once` });
  });
  if (objection !== undefined) return objection;
  const model = modelFrom(body, found.model.at(-1));
  if (typeof model === "object") return model;
  const stream = streamFrom(body, found.stream.at(-1));
  if (typeof stream === "object") return stream;
  return { kind: "fields", model, modelAt: found.model, stream, asksForThinking, namesState };
}

const fieldNames = ["model", "stream"] as const;

type FieldName = (typeof fieldNames)[number];

/** A name in which every character is written as `\uXXXX`, with its quotes. A longer key is not one of ours. */
const longestKey = 2 + 6 * Math.max(...fieldNames.map((name) => name.length));

function fieldNameFrom(body: Uint8Array, key: ByteRange): FieldName | BodyFault | undefined {
  for (const name of fieldNames) {
    if (isSpelled(body, key, name)) return name;
  }
  const offset = key.start;
  if (key.end - offset > longestKey) return undefined;
  if (isPlain(body, key) && !isSpelledInAnyCase(body, key, "model")) return undefined;
  const text = textFrom(body, key);
  if (text === undefined) return fault("malformed-string", offset, "a key of valid UTF-8 and JSON escapes");
  if (text !== "model" && text.toLowerCase() === "model") {
    return fieldFault("ambiguous-key", "model", { offset, expected: '"model" in lower case' });
  }
  return fieldNames.find((name) => name === text);
}

function modelFrom(body: Uint8Array, value: ByteRange | undefined): string | BodyFault | undefined {
  if (value === undefined) return undefined;
  const offset = value.start;
  if (byteAt(body, offset) !== QUOTE) {
    return fieldFault("wrong-type", "model", { offset, expected: "a string" });
  }
  if (value.end - offset > modelSizeLimit) {
    return fieldFault("too-long", "model", { offset, expected: `at most ${modelSizeLimit} bytes` });
  }
  const expected = "a string of valid UTF-8 and JSON escapes";
  return textFrom(body, value) ?? fieldFault("malformed-string", "model", { offset, expected });
}

function streamFrom(body: Uint8Array, value: ByteRange | undefined): boolean | BodyFault {
  if (value === undefined || isWord(body, value, "false") || isWord(body, value, "null")) return false;
  if (isWord(body, value, "true")) return true;
  return fieldFault("wrong-type", "stream", { offset: value.start, expected: "true or false" });
}

const thinkingFields = ["thinking", "reasoning", "reasoning_effort"];

function isThinkingField(body: Uint8Array, key: ByteRange): boolean {
  return thinkingFields.some((name) => isSpelled(body, key, name));
}

function stateFieldAt(body: Uint8Array, key: ByteRange): string | undefined {
  return stateFields.find((name) => isSpelled(body, key, name));
}

/** `null`, `"none"`, `{"type": "disabled"}`: all of them short. */
function isOff(body: Uint8Array, { start, end }: ByteRange): boolean {
  if (end - start > 64) return false;
  const text = String.fromCharCode(...body.subarray(start, end));
  return text === "null" || text.includes('"none"') || text.includes('"disabled"');
}

function fieldFault(
  reason: FaultReason,
  field: FieldName,
  { offset, expected }: { readonly offset: number; readonly expected: string },
): BodyFault {
  return { kind: "fault", reason, offset, expected, field };
}
