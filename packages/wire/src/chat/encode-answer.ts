// The message of an answer: one text, one refusal, one list of calls, in no order among them.

import type { ReplyContext } from "../dialect.ts";
import { idFrom } from "../ids.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import type { Loss } from "../loss.ts";
import { extrasLosses } from "../model/extras.ts";
import type { Part, TextPart, ThinkingPart, ToolCallPart } from "../model/part.ts";
import type { NeutralResponse } from "../model/response.ts";
import { sealedFor } from "../proofs.ts";
import { encodeCitation } from "./citations.ts";
import { encodePart } from "./encode-parts.ts";
import { detailsFor } from "./thinking.ts";
import { encodeToolCall } from "./tool-calls.ts";

interface Message {
  text: string;
  reasoning: string;
  refusal: string;
  readonly details: JsonValue[];
  readonly calls: JsonObject[];
  readonly annotations: JsonObject[];
  readonly images: JsonObject[];
}

export function encodeAnswer(
  { parts, finish }: NeutralResponse,
  context: ReplyContext,
  losses: Loss[],
): JsonObject {
  const message: Message = {
    text: "",
    reasoning: "",
    refusal: "",
    details: [],
    calls: [],
    annotations: [],
    images: [],
  };
  const writer = { message, context, losses };
  for (const [index, part] of parts.entries()) addPart(writer, part, `parts[${index}]`);
  explainRefusal(writer, finish.explanation);
  if (isRearranged(parts)) {
    const why = "a chat answer has one text, and no order among it, thinking and calls";
    losses.push({ path: "parts", action: "approximated", why });
  }
  return messageFrom(message);
}

interface Writer {
  readonly message: Message;
  readonly context: ReplyContext;
  readonly losses: Loss[];
}

function addPart(writer: Writer, part: Part, path: string): void {
  const { message, losses } = writer;
  if (part.kind !== "image") losses.push(...extrasLosses(part, path, "chat"));
  switch (part.kind) {
    case "text":
      return addText(writer, part, path);
    case "thinking":
      return addThinking(writer, part);
    case "tool-call":
      return addCall(writer, part, path);
    case "refusal":
      message.refusal += part.text;
      return;
    case "image": {
      const image = encodePart(part, path, losses);
      if (image !== undefined) message.images.push(image);
      return;
    }
    case "unknown":
      if (part.text !== undefined && part.text !== "") message.text += part.text;
      losses.push({ path, ...(part.text === undefined ? dropped : approximated) });
      return;
    case "document":
    case "audio":
    case "video":
    case "tool-result":
      losses.push({ path, action: "dropped", why: `a chat answer has no place for a ${part.kind}` });
      return;
  }
}

const dropped = { action: "dropped", why: "only its own dialect knows it" } as const;
const approximated = {
  action: "approximated",
  why: "only its own dialect knows it; its text is kept",
} as const;

function addText({ message, context, losses }: Writer, part: TextPart, path: string): void {
  const start = message.text.length;
  message.text += part.text;
  if (part.phase !== undefined) {
    losses.push({ path: `${path}.phase`, action: "dropped", why: "a chat answer has no field for it" });
  }
  if (part.proof !== undefined) {
    message.details.push(...detailsFor({ ...part.proof, isForNext: true }, context.seal));
  }
  for (const [index, citation] of (part.citations ?? []).entries()) {
    const at = `${path}.citations[${index}]`;
    const annotation = encodeCitation(citation, { start, length: part.text.length });
    losses.push(...citationLosses(citation, at));
    if (annotation !== undefined) message.annotations.push(annotation);
  }
}

function citationLosses(citation: NonNullable<TextPart["citations"]>[number], path: string): Loss[] {
  if (citation.kind === "unknown") {
    return citation.origin === "chat" ? [] : [{ path, ...dropped }];
  }
  const { title, start, end } = citation;
  const isWhole = title !== undefined && start !== undefined && end !== undefined;
  const why = "a chat annotation has a title and a range; it is said to be of its whole text";
  return [
    ...extrasLosses({ extras: citation.extras ?? {} }, path, "chat"),
    ...(isWhole ? [] : [{ path, action: "approximated" as const, why }]),
  ];
}

function addThinking({ message, context }: Writer, part: ThinkingPart): void {
  message.reasoning += part.text;
  if (part.proof !== undefined) message.details.push(...detailsFor(part.proof, context.seal));
}

function addCall({ message, context, losses }: Writer, part: ToolCallPart, path: string): void {
  if (part.namespace !== undefined) {
    losses.push({ path: `${path}.namespace`, action: "dropped", why: "chat has no namespaces" });
  }
  const id = part.id === "" ? idFrom("call_", context.idSeed, message.calls.length) : part.id;
  const signature = part.proof && sealedFor("chat", part.proof, context.seal);
  message.calls.push(encodeToolCall({ ...part, id }, signature));
}

/** Chat says why an answer was refused in the place of a refusal. */
function explainRefusal({ message, losses }: Writer, explanation: string | undefined): void {
  if (explanation === undefined) return;
  const why = "a chat answer explains a refusal where the refusal stands";
  losses.push({ path: "finish.explanation", action: "approximated", why });
  if (message.refusal !== "") return;
  message.refusal = explanation;
  losses.push({ path: "parts", action: "approximated", why });
}

const ranks: Readonly<Record<Part["kind"], number>> = {
  thinking: 0,
  text: 1,
  unknown: 1,
  document: 1,
  audio: 1,
  video: 1,
  "tool-result": 1,
  image: 2,
  refusal: 3,
  "tool-call": 4,
};

/** Whether reading the message will give the parts in another order, or fewer of them. */
function isRearranged(parts: readonly Part[]): boolean {
  return parts.some((part, index) => {
    const before = parts[index - 1];
    if (before === undefined) return false;
    const isJoined = part.kind !== "image" && part.kind !== "tool-call";
    return ranks[part.kind] < ranks[before.kind] || (isJoined && ranks[part.kind] === ranks[before.kind]);
  });
}

function messageFrom({ text, reasoning, refusal, details, calls, annotations, images }: Message): JsonObject {
  return {
    role: "assistant",
    content: text === "" ? null : text,
    refusal: refusal === "" ? null : refusal,
    ...(reasoning === "" ? {} : { reasoning_content: reasoning }),
    ...(details.length === 0 ? {} : { reasoning_details: details }),
    ...(images.length === 0 ? {} : { images }),
    ...(annotations.length === 0 ? {} : { annotations }),
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
  };
}
