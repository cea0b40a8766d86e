// A streamed answer for a client: every message is an answer of its own, the last one with the finish and the usage.

import type { ReplyContext, StreamEncoder } from "../dialect.ts";
import { idFrom } from "../ids.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import type { PartHead, StreamEvent } from "../model/event.ts";
import type { Citation, Proof } from "../model/part.ts";
import type { Finish, Usage } from "../model/response.ts";
import { sealedFor } from "../proofs.ts";
import { mergeUsage } from "../stream/assembler.ts";
import { encodeGrounding } from "./citations.ts";
import { encodeError } from "./encode-error.ts";
import { argumentsFrom, encodePart } from "./encode-parts.ts";
import { compact } from "./fields.ts";
import { encodeFinish } from "./finish.ts";
import { encodeUsage } from "./usage.ts";

/** The part that is being told. */
interface Current {
  readonly index: number;
  readonly head: PartHead;
  text: string;
  readonly citations: Citation[];
  /** Something of it has been sent. */
  isSent: boolean;
}

export function createStreamEncoder(context: ReplyContext): StreamEncoder {
  const write = createMessageWriter(context);
  let current: Current | undefined;
  /** What the part sent last was, where it was a text that the next one would go on with. */
  let lastText: "text" | "thinking" | undefined;
  /** A signature on its way to the part that follows. */
  let carried: string | undefined;
  let calls = 0;
  let finish: Finish = { reason: "end" };
  let usage: Usage | undefined;
  let hasFailed = false;

  const signatureOf = (proof: Proof | undefined): string | undefined => {
    const own = proof === undefined ? carried : sealedFor("gemini", proof, context.seal);
    carried = undefined;
    return own;
  };
  const textMessage = (part: Current, text: string): string => {
    const kind = part.head.kind === "thinking" ? "thinking" : "text";
    // Two texts of a kind in one message are two parts; in two messages they would be one.
    const isSecond = !part.isSent && lastText === kind;
    part.isSent = true;
    lastText = kind;
    const piece = textJson(kind, JSON.stringify(text));
    return write.parts(isSecond ? `${textJson(kind, '""')},${piece}` : piece);
  };
  const valueMessage = (value: JsonValue): string => {
    lastText = undefined;
    return write.parts(JSON.stringify(value));
  };
  const fail = (message: string): string => {
    hasFailed = true;
    return `data: ${encodeError({ kind: "answer-broken", message }).body}\n\n`;
  };

  const endText = (part: Current, proof: Proof | undefined): string => {
    if (proof?.isForNext === true) {
      carried = sealedFor("gemini", proof, context.seal);
      return "";
    }
    const grounding = part.isSent ? encodeGrounding([groundedFrom(part)]) : undefined;
    const told = grounding === undefined ? "" : write.parts('{"text":""}', grounding);
    const signature = signatureOf(proof);
    if (signature === undefined) return told;
    const kind = part.head.kind === "thinking" ? "thinking" : "text";
    const isSecond = !part.isSent && lastText === kind;
    lastText = kind;
    const piece = textJson(kind, '""', signature);
    return told + write.parts(isSecond ? `${textJson(kind, '""')},${piece}` : piece);
  };
  const endPart = (part: Current, proof: Proof | undefined): string => {
    const { head, index, text } = part;
    if (head.kind === "tool-call") {
      calls++;
      const args = argumentsFrom({ input: text, inputKind: head.inputKind });
      // A client would run the tool with whatever stood here instead.
      if (args === undefined) {
        return fail(`The model called ${head.name} with arguments that are no JSON object.`);
      }
      const id = head.id === "" ? idFrom("call_", context.idSeed, index) : head.id;
      const functionCall = { id, name: head.name, args };
      return valueMessage(compact({ functionCall, thoughtSignature: signatureOf(proof) }));
    }
    if (head.kind !== "whole") return endText(part, proof);
    const value = encodePart(head.part, plainly, { path: "", losses: [], index });
    return value === undefined ? "" : valueMessage(value);
  };
  const last = (): string => {
    const own = encodeFinish(finish, { hasCalls: calls > 0 }, nowhere());
    const counted = usage === undefined ? undefined : encodeUsage(usage, nowhere());
    return write.last(compact({ text: "", thoughtSignature: carried }), own, counted);
  };

  const encode = (event: StreamEvent): string => {
    switch (event.kind) {
      case "part-start":
        current = { index: event.index, head: event.part, text: "", citations: [], isSent: false };
        return "";
      case "text-delta":
      case "thinking-delta":
        if (current === undefined) return "";
        // Offsets of citations are in bytes there, so that what stands before them is needed.
        if (event.kind === "text-delta") current.text += event.text;
        return textMessage(current, event.text);
      case "input-delta":
        if (current !== undefined) current.text += event.text;
        return "";
      case "citation-add":
        current?.citations.push(event.citation);
        return "";
      case "part-end": {
        const ended = current;
        current = undefined;
        return ended === undefined ? "" : endPart(ended, event.proof);
      }
      case "usage-report":
        usage = mergeUsage(usage, event.usage);
        return "";
      case "response-finish":
        ({ finish } = event);
        return "";
      case "failure":
        return `data: ${encodeError(event.failure).body}\n\n`;
      case "keep-alive":
        return ": keep-alive\n\n";
      case "end":
        return event.reason === "complete" ? last() : "";
      case "response-start":
        return "";
    }
  };
  return { encode: (event) => (hasFailed ? "" : encode(event)) };
}

interface MessageWriter {
  /** `parts` as JSON, separated by commas. */
  readonly parts: (parts: string, groundingMetadata?: JsonObject) => string;
  readonly last: (part: JsonObject, finish: JsonObject, usageMetadata: JsonObject | undefined) => string;
}

/** Deltas are many, so that what is the same in all of them is written once. */
function createMessageWriter({ model, idSeed }: ReplyContext): MessageWriter {
  const names = { modelVersion: model, responseId: idFrom("", idSeed) };
  const namesJson = JSON.stringify(names).slice(1);
  const head = 'data: {"candidates":[{"content":{"parts":[';
  const contentEnd = '],"role":"model"}';
  const tail = `,"index":0}],${namesJson}\n\n`;
  return {
    parts(parts, groundingMetadata) {
      if (groundingMetadata === undefined) return head + parts + contentEnd + tail;
      return `${head}${parts}${contentEnd},"groundingMetadata":${JSON.stringify(groundingMetadata)}${tail}`;
    },
    last(part, finish, usageMetadata) {
      const candidate = { content: { parts: [part], role: "model" }, ...finish, index: 0 };
      return `data: ${JSON.stringify(compact({ candidates: [candidate], usageMetadata, ...names }))}\n\n`;
    },
  };
}

const plainly = { signatureOf: () => undefined, missingId: () => undefined, toolName: () => undefined };

/** What a stream cannot say is said nowhere. */
function nowhere(): { readonly path: string; readonly losses: [] } {
  return { path: "", losses: [] };
}

function groundedFrom({ index, text, citations }: Current): Parameters<typeof encodeGrounding>[0][number] {
  return { partIndex: index, text, citations };
}

/** `text` is JSON. */
function textJson(kind: "text" | "thinking", text: string, signature?: string): string {
  const thought = kind === "thinking" ? ',"thought":true' : "";
  const signed = signature === undefined ? "" : `,"thoughtSignature":${JSON.stringify(signature)}`;
  return `{"text":${text}${thought}${signed}}`;
}
