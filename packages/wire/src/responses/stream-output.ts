// The output of a streamed answer: which item a part goes to, and what was sent.

import type { ReplyContext } from "../dialect.ts";
import type { JsonObject } from "../json/value.ts";
import { noteOf } from "../model/extras.ts";
import type { PartHead } from "../model/event.ts";
import type { Citation, Part, Proof } from "../model/part.ts";
import { inContent } from "./decode-parts.ts";
import { openCall, openMessage, openReasoning, wholeItem } from "./open-items.ts";
import type { OpenItem, OpenMessage, Say, Stage } from "./open-items.ts";
import type { ItemStatus } from "./output-items.ts";

/** Every method that gives a text gives what is to be sent. */
export interface StreamOutput {
  readonly start: (head: PartHead) => string;
  readonly grow: (text: string) => string;
  readonly cite: (citation: Citation) => string;
  readonly end: (proof: Proof | undefined) => string;
  /** A refusal that no part has said. */
  readonly refuse: (explanation: string) => string;
  /** Ends the item that is open; no part follows. */
  readonly close: (status: ItemStatus) => string;
  /** The items that were sent whole. */
  readonly items: () => readonly JsonObject[];
  readonly hasRefusal: () => boolean;
}

export function createStreamOutput(say: Say, context: ReplyContext): StreamOutput {
  const items: JsonObject[] = [];
  let count = 0;
  const stage: Stage = { say, context, nextIndex: () => count++, add: (item) => items.push(item) };
  let open: OpenItem | undefined;
  /** The open item, where that is a message. */
  let message: OpenMessage | undefined;
  /** What the part that grows grows in; a part that came whole does not. */
  let growing: OpenItem | undefined;
  let hasRefusal = false;

  const close = (status: ItemStatus): string => {
    const said = open?.close(status) ?? "";
    open = undefined;
    message = undefined;
    return said;
  };
  const next = (make: () => OpenItem): string => {
    const said = close("completed");
    open = make();
    growing = open;
    return said + open.opening;
  };
  /** Does something in the open message, or in a new one. */
  const inMessage = (phase: string | undefined, act: (message: OpenMessage) => string): string => {
    if (message !== undefined && (phase === undefined || phase === message.phase)) {
      growing = message;
      return act(message);
    }
    const said = close("completed");
    const made = openMessage(phase, stage);
    message = made;
    open = made;
    growing = made;
    return said + made.opening + act(made);
  };
  const putWhole = (part: Part): string => {
    if (part.kind !== "unknown") return "";
    if (part.origin !== "responses") {
      const { text = "" } = part;
      return text === ""
        ? ""
        : inMessage(undefined, (at) => at.begin("text") + at.grow(text) + at.end(undefined));
    }
    const isElement = noteOf(part, "responses", inContent) !== undefined;
    if (isElement) return inMessage(undefined, (at) => at.put(part.value));
    return close("completed") + wholeItem(part.value, stage);
  };

  return {
    start(head) {
      switch (head.kind) {
        case "text":
          return inMessage(head.phase, (at) => at.begin("text"));
        case "refusal":
          hasRefusal = true;
          return inMessage(undefined, (at) => at.begin("refusal"));
        case "thinking":
          return next(() => openReasoning(head, stage));
        case "tool-call":
          return next(() => openCall(head, stage));
        case "whole": {
          const said = putWhole(head.part);
          growing = undefined;
          return said;
        }
      }
    },
    grow: (text) => growing?.grow(text) ?? "",
    cite: (citation) => growing?.cite(citation) ?? "",
    end: (proof) => growing?.end(proof) ?? "",
    refuse(explanation) {
      hasRefusal = true;
      return inMessage(undefined, (at) => at.begin("refusal") + at.grow(explanation) + at.end(undefined));
    },
    close,
    items: () => items,
    hasRefusal: () => hasRefusal,
  };
}
