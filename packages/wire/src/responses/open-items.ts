// One item of a streamed answer as it is written. It stays open until the next one: only then is it known not to have
// been cut short.

import type { ReplyContext } from "../dialect.ts";
import { idFrom } from "../ids.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import type { PartHead } from "../model/event.ts";
import type { Citation, Proof } from "../model/part.ts";
import { encodeCitation } from "./citations.ts";
import {
  callItem,
  carrierItem,
  messageItem,
  reasoningItem,
  refusalContent,
  textContent,
  thinkingToken,
} from "./output-items.ts";
import type { CallHead, ItemStatus } from "./output-items.ts";

/** An event of the stream, as text; `fields` is the rest of its JSON. */
export type Say = (type: string, fields: string) => string;

export interface Stage {
  readonly say: Say;
  readonly context: ReplyContext;
  /** The place of the next item in the output. */
  readonly nextIndex: () => number;
  /** Hears the item when it is whole. */
  readonly add: (item: JsonObject) => void;
}

/** Every method gives what is to be sent. */
export interface OpenItem {
  /** What is to be sent first. */
  readonly opening: string;
  readonly grow: (text: string) => string;
  readonly cite: (citation: Citation) => string;
  /** The part is whole, and the item perhaps not. */
  readonly end: (proof: Proof | undefined) => string;
  readonly close: (status: ItemStatus) => string;
}

export interface OpenMessage extends OpenItem {
  readonly phase: string | undefined;
  readonly begin: (kind: "text" | "refusal") => string;
  /** A part of the content that comes whole. */
  readonly put: (part: JsonObject) => string;
}

export function openMessage(phase: string | undefined, { say, context, nextIndex, add }: Stage): OpenMessage {
  const index = nextIndex();
  const id = idFrom("msg_", context.idSeed, index);
  const opening = added(index, messageItem({ id, phase, status: "in_progress" }, []), say);
  const content: JsonObject[] = [];
  let kind: "text" | "refusal" = "text";
  let text = "";
  let annotations: JsonValue[] = [];
  let where = "";

  const part = (): JsonObject => (kind === "text" ? textContent(text, annotations) : refusalContent(text));
  const partAdded = (value: JsonObject): string => {
    where = `"item_id":${JSON.stringify(id)},"output_index":${index},"content_index":${content.length}`;
    return say("response.content_part.added", `${where},"part":${JSON.stringify(value)}`);
  };
  const partDone = (value: JsonObject): string => {
    content.push(value);
    return say("response.content_part.done", `${where},"part":${JSON.stringify(value)}`);
  };
  return {
    phase,
    opening,
    begin(next) {
      kind = next;
      text = "";
      annotations = [];
      return partAdded(part());
    },
    put: (value) => partAdded(value) + partDone(value),
    grow(more) {
      text += more;
      const fields = `${where},"delta":${JSON.stringify(more)}`;
      if (kind === "refusal") return say("response.refusal.delta", fields);
      return say("response.output_text.delta", `${fields},"logprobs":[]`);
    },
    cite(citation) {
      const annotation = encodeCitation(citation, text.length, { path: "", losses: [] });
      if (kind === "refusal" || annotation === undefined) return "";
      const at = annotations.push(annotation) - 1;
      const fields = `${where},"annotation_index":${at},"annotation":${JSON.stringify(annotation)}`;
      return say("response.output_text.annotation.added", fields);
    },
    // A proof of the text itself comes too late to stand before it, and no provider insists on it.
    end() {
      const whole = JSON.stringify(text);
      const said =
        kind === "refusal"
          ? say("response.refusal.done", `${where},"refusal":${whole}`)
          : say("response.output_text.done", `${where},"text":${whole},"logprobs":[]`);
      return said + partDone(part());
    },
    close: (status) => closed(index, messageItem({ id, phase, status }, content), { say, add }),
  };
}

export function openReasoning(
  head: Extract<PartHead, { kind: "thinking" }>,
  { say, context, nextIndex, add }: Stage,
): OpenItem {
  const index = nextIndex();
  const id = head.id ?? idFrom("rs_", context.idSeed, index);
  const words = head.form === "full" ? full : summary;
  const where = `"item_id":${JSON.stringify(id)},"output_index":${index},"${words.index}":0`;
  const partEvent = (type: string, value: string): string =>
    say(type, `${where},"part":${JSON.stringify({ type: words.part, text: value })}`);
  const opening = added(index, reasoningItem(id, { text: "" }, undefined), say);
  let text = "";
  let token: string | undefined;

  return {
    opening,
    grow(more) {
      const begun = text === "" ? partEvent(words.added, "") : "";
      text += more;
      return begun + say(words.delta, `${where},"delta":${JSON.stringify(more)}`);
    },
    cite: () => "",
    end(proof) {
      token = thinkingToken(proof, "responses", context);
      if (text === "") return "";
      return say(words.done, `${where},"text":${JSON.stringify(text)}`) + partEvent(words.partDone, text);
    },
    close: () => closed(index, reasoningItem(id, { ...head, text }, token), { say, add }),
  };
}

const summary = {
  index: "summary_index",
  part: "summary_text",
  added: "response.reasoning_summary_part.added",
  delta: "response.reasoning_summary_text.delta",
  done: "response.reasoning_summary_text.done",
  partDone: "response.reasoning_summary_part.done",
};

const full = {
  index: "content_index",
  part: "reasoning_text",
  added: "response.content_part.added",
  delta: "response.reasoning_text.delta",
  done: "response.reasoning_text.done",
  partDone: "response.content_part.done",
};

/**
 * A call waits for its second piece or its end. Gemini gives calls in one piece with a proof at the end, and the proof
 * has to stand before the call; who gives calls in many pieces gives no proofs with them.
 */
export function openCall(head: Extract<PartHead, { kind: "tool-call" }>, stage: Stage): OpenItem {
  const { say, add } = stage;
  const isFreeform = head.inputKind === "freeform";
  const event = isFreeform ? "response.custom_tool_call_input" : "response.function_call_arguments";
  let input = "";
  let place: CallPlace | undefined;

  const delta = ({ where }: CallPlace, text: string): string =>
    say(`${event}.delta`, `${where},"delta":${JSON.stringify(text)}`);
  /** What is to be sent before anything else of the call. */
  const opened = (): readonly [said: string, place: CallPlace] => {
    if (place !== undefined) return ["", place];
    place = placeFor(head, stage);
    const begun = added(place.index, callItem(place.call, place.id, "", "in_progress"), say);
    return [input === "" ? begun : begun + delta(place, input), place];
  };
  return {
    opening: "",
    grow(text) {
      if (input === "" && place === undefined) {
        input = text;
        return "";
      }
      const [said, at] = opened();
      input += text;
      return said + delta(at, text);
    },
    cite: () => "",
    end(proof) {
      const carried = proof === undefined || place !== undefined ? "" : carrier(proof, stage);
      const [said, { where }] = opened();
      const name = isFreeform ? "" : `,"name":${JSON.stringify(head.name)}`;
      const fields = `${where},"${isFreeform ? "input" : "arguments"}":${JSON.stringify(input)}${name}`;
      return carried + said + say(`${event}.done`, fields);
    },
    close(status) {
      const [said, { index, call, id }] = opened();
      return said + closed(index, callItem(call, id, input, status), { say, add });
    },
  };
}

interface CallPlace {
  readonly index: number;
  readonly id: string;
  readonly where: string;
  readonly call: CallHead;
}

function placeFor(head: Extract<PartHead, { kind: "tool-call" }>, { context, nextIndex }: Stage): CallPlace {
  const index = nextIndex();
  const prefix = head.inputKind === "freeform" ? "ctc_" : "fc_";
  const id = head.itemId ?? idFrom(prefix, context.idSeed, index);
  const call = { ...head, id: head.id === "" ? idFrom("call_", context.idSeed, index) : head.id };
  return { index, id, call, where: `"item_id":${JSON.stringify(id)},"output_index":${index}` };
}

/** An item that comes whole. */
export function wholeItem(item: JsonObject, { say, nextIndex, add }: Stage): string {
  const index = nextIndex();
  return added(index, item, say) + closed(index, item, { say, add });
}

function carrier(proof: Proof, stage: Stage): string {
  const { say, context, nextIndex, add } = stage;
  const index = nextIndex();
  const item = carrierItem(idFrom("rs_", context.idSeed, index), proof, context);
  return added(index, item, say) + closed(index, item, { say, add });
}

function added(index: number, item: JsonObject, say: Say): string {
  return say("response.output_item.added", `"output_index":${index},"item":${JSON.stringify(item)}`);
}

function closed(index: number, item: JsonObject, { say, add }: Pick<Stage, "say" | "add">): string {
  add(item);
  return say("response.output_item.done", `"output_index":${index},"item":${JSON.stringify(item)}`);
}
