import type { StreamMessage } from "../dialect.ts";
import { isArray, isObject, numberOf, objectOf, parseJson, textOf } from "../json/value.ts";
import type { JsonObject } from "../json/value.ts";
import { append, overlay, setField } from "./draft.ts";
import type { Draft } from "./draft.ts";
import type { NativeResult, NativeWhole } from "./result.ts";

interface Block {
  readonly draft: Draft;
  /** Pieces of the input, as JSON. */
  json: string;
}

export function createMessagesWhole(): NativeWhole {
  const message: Draft = {};
  const blocks: Block[] = [];
  let result: NativeResult | undefined;
  let hasBegun = false;

  const finish = (): NativeResult => {
    const content: JsonObject[] = [];
    for (const { draft, json } of blocks) {
      const input = json === "" ? undefined : parseJson(json);
      if (json !== "" && input === undefined) return { kind: "incomplete", why: "a tool's input is no JSON" };
      if (input !== undefined) setField(draft, "input", input);
      content.push(draft);
    }
    setField(message, "content", content);
    return { kind: "whole", body: message };
  };
  const hear: Readonly<Record<string, (data: JsonObject) => void>> = {
    message_start(data) {
      if (hasBegun) result = { kind: "incomplete", why: "a second answer began inside the first" };
      hasBegun = true;
      overlay(message, objectOf(data["message"]) ?? {});
    },
    content_block_start(data) {
      const block = objectOf(data["content_block"]);
      if (block !== undefined) {
        blocks[numberOf(data["index"]) ?? blocks.length] = { draft: { ...block }, json: "" };
      }
    },
    content_block_delta(data) {
      const block = blocks[numberOf(data["index"]) ?? -1];
      const delta = objectOf(data["delta"]);
      if (block !== undefined && delta !== undefined) growBlock(block, delta);
    },
    message_delta(data) {
      const { type: _type, delta, usage, ...rest } = data;
      overlay(message, rest);
      if (isObject(delta)) for (const [key, value] of Object.entries(delta)) setField(message, key, value);
      if (isObject(usage)) {
        const all: Draft = { ...objectOf(message["usage"]) };
        overlay(all, usage);
        setField(message, "usage", all);
      }
    },
    message_stop: () => {
      if (hasBegun) result ??= finish();
    },
  };
  return {
    message({ name, data }: StreamMessage) {
      if (result !== undefined) return;
      const value = parseJson(data);
      if (!isObject(value)) result = { kind: "incomplete", why: "an event is no JSON object" };
      else if (name === "error" || value["type"] === "error") result = { kind: "failed", text: data };
      else hear[textOf(value["type"]) ?? name]?.(value);
    },
    result: () => result ?? { kind: "incomplete", why: "the stream ended before `message_stop`" },
  };
}

function growBlock(block: Block, delta: JsonObject): void {
  const { draft } = block;
  switch (delta["type"]) {
    case "text_delta":
      return append(draft, "text", textOf(delta["text"]) ?? "");
    case "thinking_delta":
      return append(draft, "thinking", textOf(delta["thinking"]) ?? "");
    case "signature_delta":
      return setField(draft, "signature", delta["signature"] ?? "");
    case "input_json_delta":
      block.json += textOf(delta["partial_json"]) ?? "";
      return;
    case "citations_delta": {
      const before = draft["citations"];
      return setField(draft, "citations", [...(isArray(before) ? before : []), delta["citation"] ?? null]);
    }
    default:
      return;
  }
}
