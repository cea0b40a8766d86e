// What the assistant said, in a request: thinking, content, a refusal and calls have a field each, and no order among them.

import type { JsonObject, JsonValue } from "../json/value.ts";
import type { Loss } from "../loss.ts";
import { extrasLosses, noteOf } from "../model/extras.ts";
import type { Part, RefusalPart, ThinkingPart, ToolCallPart } from "../model/part.ts";
import type { Turn } from "../model/request.ts";
import { contentFrom, encodePart, isMedia } from "./encode-parts.ts";
import { given } from "./fields.ts";
import { ownDetails } from "./thinking.ts";
import { argumentsFrom, encodeToolCall } from "./tool-calls.ts";

interface Said {
  /** Whether it was said in this dialect. */
  readonly isOwn: boolean;
  readonly reasoning: string[];
  readonly details: JsonValue[];
  readonly content: JsonObject[];
  readonly images: JsonObject[];
  readonly calls: JsonObject[];
  refusal: string | undefined;
  /** The signature of the call that follows, which another dialect's client carried in thinking. */
  carried: string | undefined;
}

/** Nothing where all of it is lost. */
export function encodeAssistantTurn(turn: Turn, path: string, losses: Loss[]): JsonObject[] {
  const said: Said = {
    isOwn: noteOf(turn, "chat", "$as") !== undefined,
    reasoning: [],
    details: [],
    content: [],
    images: [],
    calls: [],
    refusal: undefined,
    carried: undefined,
  };
  const lastRefusal = loneRefusal(turn.parts);
  for (const [index, part] of turn.parts.entries()) {
    const at = `${path}.parts[${index}]`;
    if (part.kind === "thinking") {
      think(said, part, { path: at, losses });
      continue;
    }
    if (part.kind === "tool-call") call(said, part, { path: at, losses });
    else if (part === lastRefusal) said.refusal = lastRefusal.text;
    else say(said, part, { path: at, losses });
    said.carried = undefined;
  }
  if (isRearranged(turn.parts, lastRefusal)) {
    const why = "a chat message says thinking, content, a refusal and calls, in no order of their own";
    losses.push({ path: `${path}.parts`, action: "approximated", why });
  }
  return isSilent(said) && turn.parts.length > 0 ? [] : [messageFrom(said, turn.parts)];
}

interface Place {
  readonly path: string;
  readonly losses: Loss[];
}

function think(said: Said, part: ThinkingPart, { path, losses }: Place): void {
  losses.push(...extrasLosses(part, path, "chat"));
  if (part.cache !== undefined) {
    losses.push({ path: `${path}.cache`, action: "dropped", why: "thinking in chat has no field for it" });
  }
  if (part.text !== "") said.reasoning.push(part.text);
  const { proof } = part;
  const details = proof && ownDetails(proof);
  const isCarrier = proof?.dialect === "chat" && proof.isForNext === true;
  if (details !== undefined) said.details.push(...details);
  else if (isCarrier) said.carried = proof.value;
  if (proof === undefined || proof.value === "" || isCarrier || details !== undefined) return;
  const lost = part.text === "" ? path : `${path}.proof`;
  losses.push({ path: lost, action: "dropped", why: `a proof of ${proof.dialect} is of no use here` });
}

function call(said: Said, part: ToolCallPart, { path, losses }: Place): void {
  const { proof, namespace, cache } = part;
  losses.push(...extrasLosses(part, path, "chat"));
  const own = proof?.dialect === "chat" && proof.value !== "" ? proof.value : undefined;
  const lost = given({
    proof: proof !== undefined && own === undefined ? proof : undefined,
    namespace,
    cache,
  });
  for (const field of Object.keys(lost)) {
    losses.push({ path: `${path}.${field}`, action: "dropped", why: "a chat tool call has no field for it" });
  }
  said.calls.push(encodeToolCall(part, own ?? said.carried));
}

function say(said: Said, part: Part, { path, losses }: Place): void {
  if (part.kind === "unknown" && noteOf(part, "chat", "$in") === "tool_calls") {
    said.calls.push(part.value);
    return;
  }
  // OpenRouter's models make pictures, and take them back where they were.
  if (part.kind === "image" && said.isOwn) {
    const image = encodePart(part, path, losses);
    if (image !== undefined) said.images.push(image);
    return;
  }
  if (isMedia(part)) {
    losses.push({ path, action: "dropped", why: `chat takes no ${part.kind} from an assistant` });
    return;
  }
  const element = encodePart(part, path, losses);
  if (element !== undefined) said.content.push(element);
}

/** The refusal for the field of that name: the only one, with no content behind it. */
function loneRefusal(parts: readonly Part[]): RefusalPart | undefined {
  const content = parts.filter((part) => part.kind !== "thinking" && !isCall(part));
  const [refusal, ...others] = content.filter((part) => part.kind === "refusal");
  return others.length === 0 && refusal === content.at(-1) ? refusal : undefined;
}

function isCall(part: Part): boolean {
  return part.kind === "tool-call" || noteOf(part, "chat", "$in") === "tool_calls";
}

/** Whether reading the message will give the parts in another order, or thinking in fewer parts. */
function isRearranged(parts: readonly Part[], lastRefusal: Part | undefined): boolean {
  const ranks = parts.map((part) => {
    if (part.kind === "thinking") return 0;
    if (isCall(part)) return 3;
    return part === lastRefusal ? 2 : 1;
  });
  const texts = parts.filter((part) => part.kind === "thinking" && part.text !== "");
  return texts.length > 1 || ranks.some((rank, index) => rank < (ranks[index - 1] ?? 0));
}

function isSilent({ reasoning, details, content, images, calls, refusal }: Said): boolean {
  return (
    [reasoning, details, content, images, calls].every((list) => list.length === 0) && refusal === undefined
  );
}

function messageFrom(said: Said, parts: readonly Part[]): JsonObject {
  const { reasoning, details, content, images, calls, refusal } = said;
  const isEmpty = content.length === 0;
  const hasMore = calls.length > 0 || refusal !== undefined;
  return {
    role: "assistant",
    // Beside calls, an empty text is refused by some and a null understood by all.
    content: isEmpty && hasMore ? null : contentFrom(content),
    ...(reasoning.length === 0 ? {} : { reasoning_content: reasoning.join("") }),
    ...(details.length === 0 ? {} : { reasoning_details: details }),
    ...(images.length === 0 ? {} : { images }),
    ...(refusal === undefined ? {} : { refusal }),
    ...callFields(calls, parts),
  };
}

/** A call without an id is one of before there were any, and its only one. */
function callFields(calls: readonly JsonObject[], parts: readonly Part[]): JsonObject {
  const [only, ...others] = parts.filter((part) => part.kind === "tool-call");
  if (only?.id === "" && others.length === 0 && only.inputKind === "json") {
    return { function_call: { name: only.name, arguments: argumentsFrom(only.input) } };
  }
  return calls.length === 0 ? {} : { tool_calls: calls };
}
