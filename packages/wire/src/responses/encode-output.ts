// The parts of an answer as items.

import type { ReplyContext } from "../dialect.ts";
import type { DialectName } from "../dialect-name.ts";
import { idFrom } from "../ids.ts";
import type { JsonObject } from "../json/value.ts";
import { extrasLosses, fieldsOf, noteOf } from "../model/extras.ts";
import type { Part, Proof, RefusalPart, TextPart, UnknownPart } from "../model/part.ts";
import type { NeutralResponse } from "../model/response.ts";
import { inContent } from "./decode-parts.ts";
import { outputItemAt } from "./decode-output.ts";
import { encodeCitations } from "./encode-parts.ts";
import { merged } from "./fields.ts";
import { inside, lose, loseFields } from "./losses.ts";
import type { Place } from "./losses.ts";
import {
  callItem,
  carrierItem,
  messageItem,
  reasoningItem,
  refusalContent,
  textContent,
  thinkingToken,
} from "./output-items.ts";
import type { ItemStatus } from "./output-items.ts";

/** `last` is how the last item ended: where the answer was cut short, that one was. */
export function encodeOutput(
  { parts, origin }: Pick<NeutralResponse, "parts" | "origin">,
  last: ItemStatus,
  context: ReplyContext,
  place: Place,
): JsonObject[] {
  const writer = createWriter(context, origin, last);
  for (let index = 0; index < parts.length;) {
    const original = outputItemAt(parts, index);
    const part = parts[index];
    if (original !== undefined) writer.item(() => original.item);
    else if (part !== undefined) writePart(writer, part, inside(place, `parts[${index}]`));
    index += original?.count ?? 1;
  }
  return writer.items();
}

/** What an item is, once its status and the id for its prefix are known. */
type Make = (status: ItemStatus, idFor: (prefix: string) => string) => JsonObject;

/** Texts and refusals side by side are one message, unless they are of different phases. */
interface Writer {
  readonly content: (element: JsonObject, phase?: string) => void;
  readonly item: (make: Make) => void;
  readonly thinking: (part: Extract<Part, { kind: "thinking" }>) => void;
  readonly carrier: (proof: Proof | undefined) => void;
  readonly items: () => JsonObject[];
}

function createWriter(context: ReplyContext, origin: DialectName, last: ItemStatus): Writer {
  const makers: Make[] = [];
  let open: { readonly content: JsonObject[]; readonly phase: string | undefined } | undefined;
  const item = (make: Make): void => {
    open = undefined;
    makers.push(make);
  };
  return {
    content(element, phase) {
      if (open !== undefined && (phase === undefined || phase === open.phase)) {
        open.content.push(element);
        return;
      }
      const content = [element];
      item((status, idFor) => messageItem({ id: idFor("msg_"), phase, status }, content));
      open = { content, phase };
    },
    item,
    thinking(part) {
      const token = thinkingToken(part.proof, origin, context);
      item((_status, idFor) =>
        merged(fieldsOf(part, "responses"), reasoningItem(part.id ?? idFor("rs_"), part, token)),
      );
    },
    carrier(proof) {
      if (proof !== undefined) item((_status, idFor) => carrierItem(idFor("rs_"), proof, context));
    },
    items: () =>
      makers.map((make, index) => {
        const status = index === makers.length - 1 ? last : "completed";
        return make(status, (prefix) => idFrom(prefix, context.idSeed, index));
      }),
  };
}

function writePart(writer: Writer, part: Part, place: Place): void {
  if (part.kind === "unknown") {
    writeUnknown(writer, part, place);
    return;
  }
  loseFields(place, part, ["cache"], "an answer marks nothing for keeping");
  switch (part.kind) {
    case "text":
    case "refusal":
      writeContent(writer, part, place);
      break;
    case "thinking":
      writer.thinking(part);
      break;
    case "tool-call": {
      const { proof, itemId, input, id } = part;
      writer.carrier(proof);
      writer.item((status, idFor) => {
        const call = { ...part, id: id === "" ? idFor("call_") : id };
        const prefix = part.inputKind === "freeform" ? "ctc_" : "fc_";
        return merged(fieldsOf(part, "responses"), callItem(call, itemId ?? idFor(prefix), input, status));
      });
      break;
    }
    case "image":
    case "document":
    case "audio":
    case "video":
    case "tool-result":
      lose(place, "dropped", `an answer of responses has no place for a part of kind ${part.kind}`);
      return;
  }
  place.losses.push(...extrasLosses(part, place.path, "responses"));
}

function writeContent(writer: Writer, part: TextPart | RefusalPart, place: Place): void {
  if (part.kind === "refusal") {
    writer.content(merged(fieldsOf(part, "responses"), refusalContent(part.text)));
    return;
  }
  writer.carrier(part.proof);
  const content = textContent(part.text, encodeCitations(part, place));
  writer.content(merged(fieldsOf(part, "responses"), content), part.phase);
}

function writeUnknown(writer: Writer, part: UnknownPart, place: Place): void {
  if (part.origin === "responses") {
    if (noteOf(part, "responses", inContent) === undefined) writer.item(() => part.value);
    else writer.content(part.value);
    return;
  }
  if (part.text === undefined || part.text === "") {
    lose(place, "dropped", `only ${part.origin} knows it`);
    return;
  }
  lose(place, "approximated", `only ${part.origin} knows it; its text is kept`);
  writer.content(textContent(part.text, []));
}
