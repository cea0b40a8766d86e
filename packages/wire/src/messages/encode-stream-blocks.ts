// The parts of a streamed answer, as content blocks.

import type { ReplyContext } from "../dialect.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import type { PartHead } from "../model/event.ts";
import type { Citation, Part, Proof } from "../model/part.ts";
import { encodeCitation } from "./citations.ts";
import {
  answerBlocks,
  carrierFor,
  isWithheld,
  signatureFor,
  toolIdFor,
  withheldBlock,
} from "./encode-answer-parts.ts";
import type { Ending } from "./finish.ts";
import { nowhere } from "./losses.ts";

/** Each gives the text of events, often none. */
export interface BlockWriter {
  readonly start: (part: PartHead) => string;
  readonly text: (text: string) => string;
  readonly thinking: (text: string) => string;
  readonly input: (text: string) => string;
  readonly cite: (citation: Citation) => string;
  readonly end: (proof: Proof | undefined) => string;
  /** What the answer is so far. */
  readonly ending: () => Ending;
}

type CallHead = Extract<PartHead, { readonly kind: "tool-call" }>;

/** The part that is being told. */
type Open =
  | { readonly kind: "text" | "whole" | "none" }
  /** Not begun until it is seen whether it is one that was withheld, which is a block of another type. */
  | { readonly kind: "thinking"; isHeld: boolean }
  /**
   * Not begun until the second piece of its input: a proof, which has to stand before it, comes with its end, and those
   * who give one (Gemini) send calls whole. `first` is the piece that waits.
   */
  | { readonly kind: "call"; readonly head: CallHead; isHeld: boolean; first: string };

export function createBlockWriter(context: ReplyContext): BlockWriter {
  let hasCalls = false;
  let hasRefusal = false;
  let open: Open = { kind: "none" };
  /** Of the block that was begun last; proofs are blocks of their own, so it is not that of the part. */
  let index = -1;

  const begin = (block: JsonObject): string => {
    index++;
    return `event: content_block_start\ndata: {"type":"content_block_start","index":${index},"content_block":${JSON.stringify(block)}}\n\n`;
  };
  const delta = (type: string, field: string, value: JsonValue): string =>
    `event: content_block_delta\ndata: {"type":"content_block_delta","index":${index},"delta":{"type":"${type}","${field}":${JSON.stringify(value)}}}\n\n`;
  const stop = (): string =>
    `event: content_block_stop\ndata: {"type":"content_block_stop","index":${index}}\n\n`;

  const tellWhole = (part: Part): string => {
    const how = { sealing: context, origin: "messages", index: index + 1 } as const;
    const told = answerBlocks(part, how, nowhere()).map((block) => {
      const text = block["type"] === "text" ? block["text"] : undefined;
      if (text === undefined) return begin(block) + stop();
      return begin({ ...block, text: "" }) + delta("text_delta", "text", text) + stop();
    });
    return told.join("");
  };

  /** What was held back of the open part. */
  const release = (): string => {
    if (!("isHeld" in open && open.isHeld)) return "";
    open.isHeld = false;
    if (open.kind === "thinking") return begin({ type: "thinking", thinking: "", signature: "" });
    const { head, first } = open;
    const id = head.id === "" ? toolIdFor(context, index + 1) : head.id;
    const started = begin({ type: "tool_use", id, name: head.name, input: {} });
    return first === "" ? started : started + delta("input_json_delta", "partial_json", first);
  };

  const grow = (json: string): string => {
    if (open.kind === "call" && open.isHeld && open.first === "") {
      open.first = json;
      return "";
    }
    return release() + delta("input_json_delta", "partial_json", json);
  };

  return {
    start(part) {
      hasCalls ||= kindOf(part) === "tool-call";
      hasRefusal ||= kindOf(part) === "refusal";
      switch (part.kind) {
        case "text":
        case "refusal":
          open = { kind: "text" };
          return begin({ type: "text", text: "" });
        case "thinking":
          open = { kind: "thinking", isHeld: true };
          return "";
        case "tool-call":
          open = { kind: "call", head: part, isHeld: true, first: "" };
          return part.inputKind === "freeform" ? grow('{"input":"') : "";
        case "whole":
          open = { kind: "whole" };
          return tellWhole(part.part);
      }
    },
    text: (text) => delta("text_delta", "text", text),
    thinking: (text) => release() + delta("thinking_delta", "thinking", text),
    input(text) {
      // A tool that takes text has it as a field of an object here, as `encodeCall` has it.
      const isFreeform = open.kind === "call" && open.head.inputKind === "freeform";
      return grow(isFreeform ? JSON.stringify(text).slice(1, -1) : text);
    },
    cite(citation) {
      const value = encodeCitation(citation, nowhere());
      return value === undefined ? "" : delta("citations_delta", "citation", value);
    },
    end(proof) {
      switch (open.kind) {
        case "none":
        case "whole":
          return "";
        case "text":
          // A proof of text comes too late to stand before it. Gemini, which alone gives one, does not insist on it:
          // https://ai.google.dev/gemini-api/docs/thought-signatures
          return stop();
        case "thinking":
          if (open.isHeld && isWithheld(proof)) return begin(withheldBlock(proof, context)) + stop();
          return (
            release() +
            delta("signature_delta", "signature", signatureFor(proof, "messages", context)) +
            stop()
          );
        case "call": {
          const carrier =
            open.isHeld && proof !== undefined ? begin(carrierFor(proof, context)) + stop() : "";
          const last = open.head.inputKind === "freeform" ? grow('"}') : "";
          return carrier + last + release() + stop();
        }
      }
    },
    ending: () => ({ hasCalls, hasRefusal, isOwn: false }),
  };
}

function kindOf(part: PartHead): Part["kind"] {
  return part.kind === "whole" ? part.part.kind : part.kind;
}
