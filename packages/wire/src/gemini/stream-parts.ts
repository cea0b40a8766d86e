// The parts of a streamed answer. Texts come in pieces without a beginning or an end, everything else whole.

import { booleanOf, isObject, objectOf, textOf } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import type { StreamEvent } from "../model/event.ts";
import type { Part, Proof, TextPart, ThinkingPart } from "../model/part.ts";
import { decodeGrounding } from "./citations.ts";
import { decodePart } from "./decode-parts.ts";
import { fieldsFrom } from "./fields.ts";
import type { Fields } from "./fields.ts";
import { createPartialArgs } from "./partial-args.ts";
import type { PartialArgs } from "./partial-args.ts";
import { scoped } from "./proofs.ts";

export interface StreamParts {
  /** The parts of one message. What was expected, where they are none. */
  readonly message: (values: readonly JsonValue[]) => string | undefined;
  /** Where the text that is open comes from. What is said of one that has ended comes too late. */
  readonly ground: (metadata: Fields) => void;
  /** Ends what is open. */
  readonly end: () => void;
  readonly hasCalls: () => boolean;
  /** A call has begun whose arguments are not all there. */
  readonly isInsideCall: () => boolean;
}

/** How much of a text is kept to find the stretches that citations mean. */
const keptTextLimit = 16 * 1024 * 1024;

interface OpenText {
  readonly kind: "text" | "thinking";
  readonly index: number;
  text: string;
  proof: Proof | undefined;
  /** The message that it was last in. */
  message: number;
  readonly citations: Set<string>;
}

interface OpenCall {
  readonly call: JsonObject;
  readonly args: PartialArgs;
}

export function createStreamParts(emit: (event: StreamEvent) => void, scope: string): StreamParts {
  let count = 0;
  let messages = 0;
  let calls = 0;
  let open: OpenText | undefined;
  let openCall: OpenCall | undefined;

  const endOpen = (): void => {
    if (open === undefined) return;
    const { index, proof } = open;
    open = undefined;
    emit(proof === undefined ? { kind: "part-end", index } : { kind: "part-end", index, proof });
  };
  /** A message goes on with the open text once; a second text in it is another part, and so is one behind a signature. */
  const textFor = (part: TextPart | ThinkingPart): OpenText | undefined => {
    if (open?.kind === part.kind && open.message !== messages && open.proof === undefined) return open;
    if (part.text === "" && part.proof === undefined) return undefined;
    endOpen();
    const index = count++;
    emit({ kind: "part-start", index, part: part.kind === "text" ? { kind: "text" } : thinkingHead });
    open = { kind: part.kind, index, text: "", proof: undefined, message: messages, citations: new Set() };
    return open;
  };
  const readText = (part: TextPart | ThinkingPart): void => {
    const target = textFor(part);
    if (target === undefined) return;
    target.message = messages;
    target.proof = part.proof;
    if (part.text === "") return;
    if (target.kind === "text" && target.text.length < keptTextLimit) target.text += part.text;
    emit({
      kind: target.kind === "text" ? "text-delta" : "thinking-delta",
      index: target.index,
      text: part.text,
    });
  };
  const readWhole = (part: Part): void => {
    endOpen();
    const index = count++;
    if (part.kind !== "tool-call") {
      emit({ kind: "part-start", index, part: { kind: "whole", part } });
      emit({ kind: "part-end", index });
      return;
    }
    calls++;
    const { kind, id, name, inputKind, input, proof } = part;
    emit({ kind: "part-start", index, part: { kind, id, name, inputKind } });
    emit({ kind: "input-delta", index, text: input });
    emit(proof === undefined ? { kind: "part-end", index } : { kind: "part-end", index, proof });
  };
  const readPart = (value: JsonObject): string | undefined => {
    const call = isCall(value) ? fieldsFrom(value).child("functionCall") : undefined;
    const isPartial = call?.peek("partialArgs") !== undefined || call?.peek("willContinue") === true;
    if (call !== undefined && (isPartial || openCall !== undefined)) return readPartial(value, call);
    const part = scoped(decodePart(value, ""), scope);
    if (part.kind === "text" || part.kind === "thinking") readText(part);
    else readWhole(part);
    return undefined;
  };
  /** The first piece has the name, and the last says that nothing goes on. */
  const readPartial = (value: JsonObject, call: Fields): string | undefined => {
    const begun = openCall ?? { call: value, args: createPartialArgs() };
    const pieces = call.peek("partialArgs");
    if (pieces !== undefined && !begun.args.add(pieces)) return "pieces of arguments with JSON paths";
    openCall = call.take("willContinue", booleanOf) === true ? begun : undefined;
    if (openCall === undefined) readWhole(scoped(wholeCall(begun, call), scope));
    return undefined;
  };

  return {
    message(values) {
      messages++;
      for (const value of values) {
        const problem = isObject(value) ? readPart(value) : "an object for every part";
        if (problem !== undefined) return problem;
      }
      return undefined;
    },
    ground(metadata) {
      const target = open?.kind === "text" ? open : undefined;
      if (target === undefined) return;
      const { index, text, citations } = target;
      for (const { citation } of decodeGrounding(metadata, () => ({ partIndex: index, text }))) {
        // Later messages repeat what earlier ones have said.
        const key = JSON.stringify(citation);
        if (citations.has(key)) continue;
        citations.add(key);
        emit({ kind: "citation-add", index, citation });
      }
    },
    end: endOpen,
    hasCalls: () => calls > 0,
    isInsideCall: () => openCall !== undefined,
  };
}

function isCall(part: JsonObject): boolean {
  return "functionCall" in part || "function_call" in part;
}

const thinkingHead = { kind: "thinking", form: "summary" } as const;

/** The call that the first piece began, with all its arguments. The last piece may bring them whole instead. */
function wholeCall({ call, args }: OpenCall, last: Fields): Part {
  const begun = fieldsFrom(call).child("functionCall");
  const said = { ...begun?.take("args", objectOf), ...last.take("args", objectOf), ...args.value() };
  const id = begun?.take("id", textOf) ?? last.take("id", textOf);
  const name = begun?.take("name", textOf) ?? last.take("name", textOf) ?? "";
  return decodePart({ ...call, functionCall: { ...(id === undefined ? {} : { id }), name, args: said } }, "");
}
