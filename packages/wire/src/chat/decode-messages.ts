// The conversation: every message is a turn.

import type { OpenProof } from "../dialect.ts";
import { objectAt, unreadable } from "../json/decoding.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import { arrayOf, booleanOf, textOf } from "../json/value.ts";
import type { Loss } from "../loss.ts";
import { withNote } from "../model/extras.ts";
import type { Part, ToolResultPart } from "../model/part.ts";
import type { Role, Turn } from "../model/request.ts";
import { openedFrom } from "../proofs.ts";
import { hasBorrowedParts } from "./borrowed.ts";
import { decodeContent } from "./decode-parts.ts";
import { extrasLeft, fieldsFrom } from "./fields.ts";
import type { Fields } from "./fields.ts";
import { spelledAs } from "./spelling.ts";
import { decodeThinking } from "./thinking.ts";
import { decodeFunctionCall, decodeToolCall } from "./tool-calls.ts";
import type { Prove } from "./tool-calls.ts";

export interface MessagesContext {
  readonly open: OpenProof;
  readonly losses: Loss[];
}

export function decodeMessages(messages: readonly JsonValue[], context: MessagesContext): Turn[] {
  const turns = messages.map((message, index) => {
    const path = `messages[${index}]`;
    const object = objectAt(message, path);
    const before = context.losses.length;
    const turn = decodeMessage(object, path, context) ?? unreadable(`${path}.role`, "the role of a message");
    // A token that did not open must not leave again.
    const isLossy = context.losses.length > before;
    return isLossy || hasBorrowedParts(object) ? turn : spelledAs(turn, object);
  });
  const freeform = freeformCalls(turns);
  return freeform.size === 0 ? turns : turns.map((turn) => withResultKinds(turn, freeform));
}

/** The ids of the calls of custom tools. */
export function freeformCalls(turns: readonly Turn[]): ReadonlySet<string> {
  const calls = turns.flatMap(({ parts }) => parts).filter((part) => part.kind === "tool-call");
  return new Set(calls.filter(({ inputKind }) => inputKind === "freeform").map(({ id }) => id));
}

/** Results do not say what kind of tool they come from: their calls do. */
export function withResultKinds(turn: Turn, freeform: ReadonlySet<string>): Turn {
  const isResult = (part: Part): part is ToolResultPart =>
    part.kind === "tool-result" && freeform.has(part.callId);
  if (!turn.parts.some(isResult)) return turn;
  return {
    ...turn,
    parts: turn.parts.map((part) => (isResult(part) ? { ...part, inputKind: "freeform" } : part)),
  };
}

/** Undefined for a message without a role. */
export function decodeMessage(message: JsonObject, path: string, context: MessagesContext): Turn | undefined {
  const fields = fieldsFrom(message);
  const role = fields.take("role", textOf);
  switch (role) {
    case undefined:
      return undefined;
    case "assistant":
      return assistantTurn(fields, path, context);
    case "tool":
    case "function":
      return { role: "user", parts: [resultFrom(fields)] };
    case "system":
    case "developer":
    case "user":
      return plainTurn(role, fields);
    default:
      // A role that only one server knows: its text counts for more than who said it.
      return withNote(plainTurn("user", fields), "chat", { $role: role });
  }
}

function plainTurn(role: Role, fields: Fields): Turn {
  return { role, parts: fields.take("content", decodeContent) ?? [], ...extrasLeft(fields) };
}

function resultFrom(fields: Fields): ToolResultPart {
  const callId = fields.take("tool_call_id", textOf) ?? "";
  const name = fields.take("name", textOf);
  const content = fields.take("content", decodeContent) ?? [];
  return {
    kind: "tool-result",
    callId,
    ...(name === undefined ? {} : { name }),
    inputKind: "json",
    content,
    ...(fields.take("is_error", booleanOf) === true ? { isError: true } : {}),
    ...extrasLeft(fields),
  };
}

function assistantTurn(fields: Fields, path: string, context: MessagesContext): Turn {
  const lose = (why: string): void => {
    context.losses.push({ path: `${path.replace("messages", "turns")}.parts`, action: "dropped", why });
  };
  const prove: Prove = (value) => {
    const proof = openedFrom("chat", value, context.open);
    if (proof === undefined) lose("a proof token does not open");
    return proof;
  };
  const thinking = decodeThinking(fields, prove, lose);
  return { role: "assistant", parts: [...thinking, ...answerParts(fields, prove)], ...extrasLeft(fields) };
}

/** What an assistant's message says beside its thinking, in the order in which all servers mean it. */
export function answerParts(fields: Fields, prove: Prove): Part[] {
  const content = fields.take("content", decodeContent) ?? [];
  const refusal = fields.take("refusal", textOf);
  const calls = fields.take("tool_calls", arrayOf)?.flatMap((call) => decodeToolCall(call, prove)) ?? [];
  const images = fields.take("images", imagesIn) ?? [];
  return [
    ...content,
    ...images,
    ...(refusal === undefined || refusal === "" ? [] : [{ kind: "refusal" as const, text: refusal }]),
    ...calls,
    ...decodeFunctionCall(fields.within("function_call")),
  ];
}

/** OpenRouter's place for pictures that a model has made. */
function imagesIn(value: JsonValue): Part[] | undefined {
  const parts = arrayOf(value) && decodeContent(value);
  return parts?.every(({ kind }) => kind === "image") === true ? parts : undefined;
}
