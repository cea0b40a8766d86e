// An answer's body without the parts of its first candidate: how it ended, what it cost, where its text comes from.

import { unreadable } from "../json/decoding.ts";
import { arrayOf, isObject, objectOf, textOf } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import { noteOf, withNote } from "../model/extras.ts";
import type { Citation, Part } from "../model/part.ts";
import type { NeutralResponse } from "../model/response.ts";
import { decodeGrounding, withoutCitations } from "./citations.ts";
import type { GroundedText } from "./citations.ts";
import { fieldsFrom, unreadExtras } from "./fields.ts";
import type { Fields } from "./fields.ts";
import { decodeFinish, withCalls } from "./finish.ts";
import { isSame, withoutNotes } from "./spelling.ts";
import { decodeUsage } from "./usage.ts";

/** The values of the parts; none where there is no list of them. */
export function partsOf(body: JsonObject): readonly JsonValue[] {
  return partListOf(body) ?? [];
}

/** The body with other parts, where there is a place for them. */
export function withParts(body: JsonObject, parts: readonly JsonValue[]): JsonObject {
  if (partListOf(body) === undefined) return body;
  const [first, ...more] = arrayOf(body["candidates"]) ?? [];
  const candidate = objectOf(first) ?? {};
  return {
    ...body,
    candidates: [{ ...candidate, content: { ...objectOf(candidate["content"]), parts } }, ...more],
  };
}

/** The answer that a shell and parts make. Further candidates, and what else only Gemini says, are extras. */
export function answerFrom(shell: JsonObject, parts: readonly Part[]): NeutralResponse {
  const fields = fieldsFrom(shell);
  const [first, ...more] = fields.take("candidates", arrayOf) ?? [];
  if (!isObject(first)) return unreadable("candidates", "a list of candidates");
  const candidate = fieldsFrom(first);
  const content = candidate.child("content");
  content?.take("parts", arrayOf);
  content?.take("role", (role) => (role === "model" ? role : undefined));
  candidate.take("index", (index) => (index === 0 ? index : undefined));
  const finish = decodeFinish(candidate) ?? { reason: "end" };
  const usage = fields.take("usageMetadata", objectOf);
  const answer: NeutralResponse = {
    origin: "gemini",
    id: fields.take("responseId", textOf) ?? "",
    model: fields.take("modelVersion", textOf) ?? "",
    parts: cited(parts, candidate.child("groundingMetadata")),
    finish: withCalls(finish, { hasCalls: hasCalls(parts) }),
    ...(usage === undefined ? {} : { usage: decodeUsage(fieldsFrom(usage)) }),
    ...unreadExtras(fields),
  };
  const rest = candidate.unread();
  if (rest === undefined && more.length === 0) return answer;
  return withNote(answer, "gemini", { candidates: [rest ?? {}, ...more] });
}

export function hasCalls(parts: readonly Part[]): boolean {
  return parts.some(({ kind }) => kind === "tool-call");
}

/** The answer with its shell as a note, where we would not write it like that. */
export function rememberShell(
  answer: NeutralResponse,
  said: JsonObject,
  written: JsonObject,
): NeutralResponse {
  return isSame(said, written) ? answer : withNote(answer, "gemini", { [shellNote]: said });
}

/** The shell as it was said, where it still makes this answer. */
export function rememberedShell(answer: NeutralResponse): JsonObject | undefined {
  const said = noteOf(answer, "gemini", shellNote);
  if (!isObject(said)) return undefined;
  if (partListOf(said) === undefined && answer.parts.length > 0) return undefined;
  const again = answerFrom(said, answer.parts.map(withoutCitations));
  return isSame(withoutNotes(again), withoutNotes(answer)) ? said : undefined;
}

const shellNote = "$shell";

function partListOf(body: JsonObject): readonly JsonValue[] | undefined {
  const first = objectOf(arrayOf(body["candidates"])?.[0]);
  return arrayOf(objectOf(first?.["content"])?.["parts"]);
}

/** The parts with what the candidate says of where they come from. */
function cited(parts: readonly Part[], metadata: Fields | undefined): readonly Part[] {
  if (metadata === undefined) return parts;
  const textAt = (partIndex: number | undefined): GroundedText | undefined =>
    textIn(parts, partIndex) ?? textIn(parts, parts.findLastIndex(isText));
  const citations = new Map<number, Citation[]>();
  for (const { partIndex, citation } of decodeGrounding(metadata, textAt)) {
    citations.set(partIndex, [...(citations.get(partIndex) ?? []), citation]);
  }
  return parts.map((part, index) => {
    const own = citations.get(index);
    return own === undefined ? part : { ...part, citations: own };
  });
}

function textIn(parts: readonly Part[], index: number | undefined): GroundedText | undefined {
  const part = parts[index ?? 0];
  return part?.kind === "text" ? { partIndex: index ?? 0, text: part.text } : undefined;
}

function isText({ kind }: Part): boolean {
  return kind === "text";
}
