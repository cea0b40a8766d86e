import type { StreamMessage } from "../dialect.ts";
import { arrayOf, isArray, isObject, numberOf, objectOf, parseJson, textOf } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import { overlay, setField } from "./draft.ts";
import type { Draft } from "./draft.ts";
import type { NativeResult, NativeWhole } from "./result.ts";

interface Candidate {
  readonly draft: Draft;
  readonly content: Draft;
  readonly parts: JsonValue[];
}

export function createGeminiWhole(): NativeWhole {
  const answer: Draft = {};
  const candidates: Candidate[] = [];
  let result: NativeResult | undefined;

  const hearCandidate = (candidate: JsonObject): void => {
    const { content, ...rest } = candidate;
    const place = numberOf(rest["index"]) ?? 0;
    const own = (candidates[place] ??= { draft: {}, content: {}, parts: [] });
    overlay(own.draft, rest);
    if (!isObject(content)) return;
    const { parts, ...more } = content;
    overlay(own.content, more);
    for (const part of arrayOf(parts) ?? []) addPart(own.parts, part);
  };
  const whole = (): NativeResult => {
    const isBlocked = candidates.length === 0 && objectOf(answer["promptFeedback"]) !== undefined;
    const isFinished =
      candidates.length > 0 && candidates.every(({ draft }) => draft["finishReason"] !== undefined);
    if (!isBlocked && !isFinished) {
      return { kind: "incomplete", why: "the stream ended before `finishReason`" };
    }
    if (isBlocked) return { kind: "whole", body: answer };
    const all = candidates.map(({ draft, content, parts }) => ({ content: { parts, ...content }, ...draft }));
    return { kind: "whole", body: { candidates: all, ...answer } };
  };
  return {
    message({ data }: StreamMessage) {
      if (result !== undefined) return;
      const parsed = parseJson(data);
      const value = isArray(parsed) ? parsed[0] : parsed;
      if (!isObject(value)) result = { kind: "incomplete", why: "a chunk is no JSON object" };
      else if (isObject(value["error"])) result = { kind: "failed", text: JSON.stringify(value) };
      else {
        const { candidates: some, ...rest } = value;
        overlay(answer, rest);
        for (const candidate of arrayOf(some) ?? []) if (isObject(candidate)) hearCandidate(candidate);
      }
    },
    result: () => result ?? whole(),
  };
}

/** Texts that follow each other are one text, as the whole answer has it; a signature ends it. */
function addPart(parts: JsonValue[], part: JsonValue): void {
  const last = parts.at(-1);
  if (
    isObject(part) &&
    isObject(last) &&
    canJoin(last) &&
    isTextOnly(part) &&
    last["thought"] === part["thought"]
  ) {
    const joined: Draft = { ...last, ...part };
    setField(joined, "text", (textOf(last["text"]) ?? "") + (textOf(part["text"]) ?? ""));
    parts[parts.length - 1] = joined;
  } else parts.push(part);
}

function canJoin(part: JsonObject): boolean {
  return isTextOnly(part) && part["thoughtSignature"] === undefined;
}

function isTextOnly(part: JsonObject): boolean {
  if (typeof part["text"] !== "string") return false;
  return Object.keys(part).every((key) => key === "text" || key === "thought" || key === "thoughtSignature");
}
