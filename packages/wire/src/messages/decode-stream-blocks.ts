// The content blocks of a streamed answer, as parts.

import { arrayOf, objectOf, parseJson, textOf } from "../json/value.ts";
import type { JsonObject } from "../json/value.ts";
import type { StreamEvent } from "../model/event.ts";
import { createSequencer } from "../stream/sequencer.ts";
import { citationFrom } from "./citations.ts";
import { answerParts } from "./decode-parts.ts";

/** Blocks by the index that the provider gives them. */
export interface Blocks {
  /** A block that is open under the same index has ended. */
  readonly start: (index: number, block: JsonObject) => void;
  /** What was expected instead; undefined where all is well. A kind of delta that nobody knows yet adds nothing. */
  readonly grow: (index: number, delta: JsonObject) => string | undefined;
  /** What has ended before, or was never begun, stays as it is: some servers say it twice. */
  readonly end: (index: number) => void;
  readonly endAll: () => void;
}

type Block =
  | { readonly kind: "text" }
  | { readonly kind: "thinking"; signature: string }
  | { readonly kind: "redacted"; readonly data: string }
  /** `input` is what it began with: of use where nothing is added. */
  | { readonly kind: "call"; readonly input: string; hasGrown: boolean }
  /** Known to this dialect alone: it is told when it is whole. */
  | { readonly kind: "whole"; value: JsonObject; input: string };

/** What the input of a block that is told whole may hold, in UTF-16 units; no honest one comes near. */
const inputLimit = 64 * 1024 * 1024;

/** `overflow` is called where what must be kept outgrows its bound; it ends the stream. */
export function createBlocks(
  emit: (event: StreamEvent) => void,
  scope: string,
  overflow: () => void,
): Blocks {
  const parts = createSequencer<Block>(emit, overflow);
  /** In the order of their beginning. */
  const open = new Map<number, Block>();

  const begin = (value: JsonObject): Block => {
    const block = blockFrom(value);
    switch (block.kind) {
      case "text":
        parts.start(block, { kind: "text" });
        parts.grow(block, textOf(value["text"]) ?? "");
        for (const citation of arrayOf(value["citations"]) ?? []) parts.cite(block, citationFrom(citation));
        break;
      case "thinking":
        parts.start(block, { kind: "thinking" });
        parts.grow(block, textOf(value["thinking"]) ?? "");
        break;
      case "redacted":
        parts.start(block, { kind: "thinking" });
        break;
      case "call": {
        const id = textOf(value["id"]) ?? "";
        parts.start(block, { kind: "tool-call", id, name: textOf(value["name"]) ?? "", inputKind: "json" });
        break;
      }
      case "whole":
        break;
    }
    return block;
  };

  const finish = (block: Block): void => {
    switch (block.kind) {
      case "text":
        return parts.end(block);
      case "thinking": {
        const value = block.signature;
        return parts.end(block, value === "" ? undefined : { dialect: "messages", value, scope });
      }
      case "redacted":
        return parts.end(block, { dialect: "messages", value: block.data, scope, isRedacted: true });
      case "call":
        if (!block.hasGrown) parts.grow(block, block.input);
        return parts.end(block);
      case "whole": {
        const { value, input } = block;
        const whole = input === "" ? value : { ...value, input: parseJson(input) ?? input };
        for (const part of answerParts([whole], scope)) parts.start(block, { kind: "whole", part });
        return parts.end(block);
      }
    }
  };

  const end = (index: number): void => {
    const block = open.get(index);
    open.delete(index);
    if (block !== undefined) finish(block);
  };

  const growInput = (block: Block, text: string): string | undefined => {
    if (block.kind === "call") {
      block.hasGrown ||= text !== "";
      parts.grow(block, text);
    } else if (block.kind === "whole") {
      block.input += text;
      if (block.input.length > inputLimit) overflow();
    } else return misplaced(block, text);
    return undefined;
  };

  return {
    start(index, value) {
      end(index);
      open.set(index, begin(value));
    },
    grow(index, delta) {
      const block = open.get(index);
      if (block === undefined) return "a content_block_start before its deltas";
      const text = textIn(delta);
      switch (delta["type"]) {
        case "text_delta":
          if (block.kind !== "text") return misplaced(block, text);
          parts.grow(block, text);
          return undefined;
        case "thinking_delta":
          if (block.kind !== "thinking") return misplaced(block, text);
          parts.grow(block, text);
          return undefined;
        case "signature_delta":
          // It comes whole, at the end.
          if (block.kind === "thinking") block.signature = text;
          return undefined;
        case "citations_delta":
          if (block.kind === "text") parts.cite(block, citationFrom(delta["citation"] ?? null));
          return undefined;
        case "input_json_delta":
          return growInput(block, text);
        case "compaction_delta": {
          const { type: _type, ...fields } = delta;
          if (block.kind === "whole") block.value = { ...block.value, ...fields };
          return undefined;
        }
        default:
          return undefined;
      }
    },
    end,
    endAll() {
      for (const index of open.keys()) end(index);
    },
  };
}

function blockFrom(value: JsonObject): Block {
  switch (value["type"]) {
    case "text":
      return { kind: "text" };
    case "thinking":
      return { kind: "thinking", signature: textOf(value["signature"]) ?? "" };
    case "redacted_thinking": {
      const data = textOf(value["data"]);
      return data === undefined ? { kind: "whole", value, input: "" } : { kind: "redacted", data };
    }
    case "tool_use": {
      const isNamed = typeof value["id"] === "string" && typeof value["name"] === "string";
      if (!isNamed) return { kind: "whole", value, input: "" };
      return { kind: "call", input: JSON.stringify(objectOf(value["input"]) ?? {}), hasGrown: false };
    }
    default:
      return { kind: "whole", value, input: "" };
  }
}

/** To lose what was said would be to call whole what is not. Of a block that nobody knows yet, nobody knows its deltas. */
function misplaced({ kind }: Block, text: string): string | undefined {
  return text === "" || kind === "whole" ? undefined : "deltas of the kind of their block";
}

const textNames: ReadonlyMap<unknown, string> = new Map([
  ["text_delta", "text"],
  ["thinking_delta", "thinking"],
  ["signature_delta", "signature"],
  ["input_json_delta", "partial_json"],
]);

function textIn(delta: JsonObject): string {
  const name = textNames.get(delta["type"]);
  return name === undefined ? "" : (textOf(delta[name]) ?? "");
}
