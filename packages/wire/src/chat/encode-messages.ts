// The conversation as messages: a turn is one, but that every tool result stands in one of its own.

import type { JsonObject } from "../json/value.ts";
import type { Loss } from "../loss.ts";
import { extrasLosses, fieldsOf, noteOf } from "../model/extras.ts";
import type { Part } from "../model/part.ts";
import { mergeTurns } from "../model/merge-turns.ts";
import type { NeutralRequest, Turn } from "../model/request.ts";
import { decodeMessage, freeformCalls, withResultKinds } from "./decode-messages.ts";
import type { MessagesContext } from "./decode-messages.ts";
import { encodeAssistantTurn } from "./encode-assistant-turn.ts";
import { contentFrom, encodePart } from "./encode-parts.ts";
import { encodeResults } from "./encode-results.ts";
import { merged } from "./fields.ts";
import { spellingOf } from "./spelling.ts";

export function encodeMessages(request: NeutralRequest, losses: Loss[]): JsonObject[] {
  const isOwn = request.origin === "chat";
  const turns = isOwn ? request.turns : mergeTurns(request.turns);
  const again = readAgain(turns);
  return turns.flatMap((turn, index) => {
    const path = `turns[${index}]`;
    losses.push(...extrasLosses(turn, path, "chat"));
    const spelled = isOwn ? spellingOf(turn, again) : undefined;
    return spelled === undefined ? encodeTurn(turn, path, losses) : [spelled];
  });
}

/** Reads a message as it was read when it came: without our tokens, since such a message is not kept. */
function readAgain(turns: readonly Turn[]): (message: JsonObject) => Turn | undefined {
  const context: MessagesContext = { open: () => undefined, losses: [] };
  const freeform = freeformCalls(turns);
  return (message) => {
    const turn = decodeMessage(message, "messages", context);
    return turn && withResultKinds(turn, freeform);
  };
}

function encodeTurn(turn: Turn, path: string, losses: Loss[]): JsonObject[] {
  if (turn.phase !== undefined) {
    losses.push({ path: `${path}.phase`, action: "dropped", why: "a chat message has no field for it" });
  }
  const messages =
    turn.role === "assistant" ? encodeAssistantTurn(turn, path, losses) : encodePlainTurn(turn, path, losses);
  const fields = fieldsOf(turn, "chat");
  return messages.map((message, index) =>
    index === messages.length - 1 ? merged(fields, message) : message,
  );
}

function encodePlainTurn(turn: Turn, path: string, losses: Loss[]): JsonObject[] {
  const { messages, media } = encodeResults(turn, path, losses);
  const rest = turn.parts.flatMap((part, index) => {
    if (part.kind === "tool-result") return [];
    const element = encodePart(part, `${path}.parts[${index}]`, losses);
    return element === undefined ? [] : [element];
  });
  if (isReordered(turn.parts) || media.length > 0) {
    const why = "in chat, tool results come first, and their images after all of them";
    losses.push({ path: `${path}.parts`, action: "approximated", why });
  }
  const elements = [...media, ...rest];
  // A message of nothing is refused by some servers; one that came so is left so.
  if (elements.length === 0 && (turn.parts.length > 0 || messages.length > 0)) return [...messages];
  const role = noteOf(turn, "chat", "$role") ?? turn.role;
  return [...messages, { role, content: contentFrom(elements) }];
}

/** Whether a result stands behind something else. */
function isReordered(parts: readonly Part[]): boolean {
  const first = parts.findIndex(({ kind }) => kind !== "tool-result");
  return first >= 0 && parts.slice(first).some(({ kind }) => kind === "tool-result");
}
