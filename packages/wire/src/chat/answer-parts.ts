// The parts of an answer as its chunks tell them. A chunk names no parts: a text goes on until thinking, a refusal or a
// call comes, and calls go on until the end, since a server may come back to any of them.

import type { JsonObject, JsonValue } from "../json/value.ts";
import { arrayOf, isArray, isObject, objectOf, textOf } from "../json/value.ts";
import type { StreamEvent } from "../model/event.ts";
import type { Proof } from "../model/part.ts";
import { createSequencer } from "../stream/sequencer.ts";
import { createAnswerCalls } from "./answer-calls.ts";
import { decodeCitation } from "./citations.ts";
import { decodeContent, textIn } from "./decode-parts.ts";
import type { AnswerSigns } from "./finish.ts";
import { detailsText, withDetails } from "./thinking.ts";

export interface AnswerParts {
  /** The `delta` of a chunk. */
  readonly add: (delta: JsonObject) => void;
  readonly end: () => void;
  readonly signs: () => Pick<AnswerSigns, "hasCalls" | "hasRefusal">;
}

/** What proofs may hold in all, in UTF-16 units; no honest answer comes near. */
const DETAILS_LIMIT = 16 * 1024 * 1024;

interface Prose {
  readonly kind: "text" | "thinking" | "refusal";
}

export function createAnswerParts(
  emit: (event: StreamEvent) => void,
  overflow: () => void,
  scope: string,
): AnswerParts {
  const parts = createSequencer<object>(emit, overflow);
  const calls = createAnswerCalls({ parts, scope });
  let prose: Prose | undefined;
  let cited: Prose | undefined;
  let hasRefusal = false;
  let details: readonly JsonObject[] = [];
  let kept = 0;

  const endProse = (): void => {
    if (prose === undefined) return;
    parts.end(prose, prose.kind === "thinking" ? takeProof() : undefined);
    prose = undefined;
  };
  const takeProof = (): Proof | undefined => {
    if (details.length === 0) return undefined;
    const value = JSON.stringify(details);
    details = [];
    return { dialect: "chat", value, scope };
  };
  /** A proof without a text, or behind it: a thought of its own. */
  const endThinking = (): void => {
    endProse();
    const proof = takeProof();
    if (proof === undefined) return;
    const key = {};
    parts.start(key, { kind: "thinking" });
    parts.end(key, proof);
  };
  const grow = (kind: Prose["kind"], text: string): void => {
    if (prose?.kind !== kind) {
      if (kind === "thinking") endProse();
      else endThinking();
      prose = { kind };
      if (kind === "text") cited = prose;
      parts.start(prose, { kind });
    }
    parts.grow(prose, text);
  };
  const hear = (kind: Prose["kind"], text: string | undefined): void => {
    if (text !== undefined && text !== "") grow(kind, text);
  };
  const think = (delta: JsonObject): void => {
    const more = delta["reasoning_details"];
    const said = textIn(delta["reasoning_content"] ?? "") ?? "";
    const short = said === "" ? (textOf(delta["reasoning"]) ?? "") : said;
    if (!isArray(more) || more.length === 0) return hear("thinking", short);
    hear("thinking", short === "" ? detailsText(more) : short);
    details = withDetails(details, more);
    kept += JSON.stringify(more).length;
    if (kept > DETAILS_LIMIT) overflow();
  };
  const whole = (images: JsonValue | undefined): void => {
    for (const part of arrayOf(images) === undefined ? [] : (decodeContent(images ?? null) ?? [])) {
      endThinking();
      const key = {};
      parts.start(key, { kind: "whole", part });
      parts.end(key);
    }
  };
  const call = (delta: JsonObject): void => {
    endThinking();
    calls.add(delta);
  };

  return {
    add(delta) {
      think(delta);
      const { content } = delta;
      if (typeof content === "string") hear("text", content);
      else if (isArray(content)) hearList(content, hear);
      if (textOf(delta["refusal"]) !== undefined) {
        hear("refusal", textOf(delta["refusal"]));
        hasRefusal ||= delta["refusal"] !== "";
      }
      if (delta["images"] !== undefined) whole(delta["images"]);
      for (const citation of arrayOf(delta["annotations"]) ?? []) {
        if (cited !== undefined) parts.cite(cited, decodeCitation(citation));
      }
      for (const tool of arrayOf(delta["tool_calls"]) ?? []) if (isObject(tool)) call(tool);
      // The only call there could be before there were several.
      const old = objectOf(delta["function_call"]);
      if (old !== undefined) call({ index: 0, function: old });
    },
    end() {
      endThinking();
      calls.end();
      parts.endAll();
    },
    signs: () => ({ hasCalls: !calls.isEmpty(), hasRefusal }),
  };
}

/** Mistral's content is a list where the model thinks. */
function hearList(
  content: readonly JsonValue[],
  hear: (kind: Prose["kind"], text: string | undefined) => void,
): void {
  for (const part of decodeContent(content) ?? []) {
    if (part.kind === "text" || part.kind === "thinking") hear(part.kind, part.text);
  }
}
