// The way back: the answer's tool calls as the client knows the tools.

import type { StreamEvent } from "../model/event.ts";
import type { Part, ToolCallPart, UnknownPart } from "../model/part.ts";
import type { NeutralResponse } from "../model/response.ts";
import { mapList } from "./map-parts.ts";
import { wireKey } from "./tool-names.ts";
import type { OriginalTool, ToolNames } from "./tool-names.ts";
import { nativeCallFrom } from "./typed-tools.ts";
import { createInputUnwrapper, unwrapInput } from "./unwrap-input.ts";
import type { InputUnwrapper } from "./unwrap-input.ts";

export interface ToolRestorer {
  /** Hands on an event of a stream, as one, as several or not yet. */
  readonly event: (event: StreamEvent, emit: (event: StreamEvent) => void) => void;
  readonly response: (response: NeutralResponse) => NeutralResponse;
}

type CallHead = Pick<ToolCallPart, "kind" | "id" | "itemId" | "name" | "namespace" | "inputKind">;

/** The call whose input is coming: parts come one after the other. */
type OpenCall =
  | { readonly kind: "wrapped"; readonly index: number; readonly unwrapper: InputUnwrapper }
  /** It becomes an item of its own, which is whole or nothing. */
  | {
      readonly kind: "native";
      readonly index: number;
      readonly head: CallHead;
      readonly tool: OriginalTool;
      input: string;
    };

export function createToolRestorer(tools: ToolNames): ToolRestorer {
  // Most requests have nothing to put back, and events are many.
  if (tools.size === 0) return { event: (event, emit) => emit(event), response: (response) => response };
  let open: OpenCall | undefined;

  const start = (index: number, head: CallHead, emit: (event: StreamEvent) => void): void => {
    const tool = tools.get(wireKey(head));
    if (tool?.native !== undefined) {
      open = { kind: "native", index, head, tool, input: "" };
      return;
    }
    if (tool?.inputKind === "freeform") open = { kind: "wrapped", index, unwrapper: createInputUnwrapper() };
    emit({ kind: "part-start", index, part: tool === undefined ? head : renamed(head, tool) });
  };

  return {
    event(event, emit) {
      if (event.kind === "part-start" && event.part.kind === "tool-call") {
        start(event.index, event.part, emit);
      } else if (open === undefined || !("index" in event) || event.index !== open.index) {
        emit(event);
      } else if (event.kind === "input-delta") {
        if (open.kind === "native") open.input += event.text;
        else say(open.index, open.unwrapper.push(event.text), emit);
      } else if (event.kind === "part-end") {
        if (open.kind === "native") sayNative(open, event, emit);
        else {
          say(open.index, open.unwrapper.end(), emit);
          emit(event);
        }
        open = undefined;
      } else emit(event);
    },
    response(response) {
      const parts = mapList(response.parts, (part) => restored(part, tools));
      return parts === response.parts ? response : { ...response, parts };
    },
  };
}

function say(index: number, text: string, emit: (event: StreamEvent) => void): void {
  if (text !== "") emit({ kind: "input-delta", index, text });
}

function sayNative(
  { index, head, tool, input }: Extract<OpenCall, { readonly kind: "native" }>,
  end: Extract<StreamEvent, { readonly kind: "part-end" }>,
  emit: (event: StreamEvent) => void,
): void {
  const part = itemFrom(tool, { ...head, input });
  if (part !== undefined) emit({ kind: "part-start", index, part: { kind: "whole", part } });
  else {
    emit({ kind: "part-start", index, part: renamed(head, tool) });
    say(index, input, emit);
  }
  emit(end);
}

function restored(part: Part, tools: ToolNames): Part {
  if (part.kind !== "tool-call") return part;
  const tool = tools.get(wireKey(part));
  if (tool === undefined) return part;
  const item = itemFrom(tool, part);
  if (item !== undefined) return item;
  const call = renamed(part, tool);
  return tool.inputKind === "freeform" ? { ...call, input: unwrapInput(part.input) } : call;
}

function itemFrom(
  { native }: OriginalTool,
  call: Pick<ToolCallPart, "id" | "itemId" | "input">,
): UnknownPart | undefined {
  return native === undefined ? undefined : nativeCallFrom(native, call);
}

function renamed<Call extends CallHead>(call: Call, { name, namespace, inputKind }: OriginalTool): Call {
  return { ...call, name, inputKind, ...(namespace === undefined ? {} : { namespace }) };
}
