// Cursor posts the `input` of Responses to Chat's path, and expects Chat's answer. What Chat has a word for is read.

import type { JsonObject, JsonValue } from "../json/value.ts";
import { arrayOf, textOf } from "../json/value.ts";
import { objectAt } from "../json/decoding.ts";
import { mergeTurns } from "../model/merge-turns.ts";
import type { Part } from "../model/part.ts";
import type { Turn } from "../model/request.ts";
import { openedFrom } from "../proofs.ts";
import { decodeMessage } from "./decode-messages.ts";
import type { MessagesContext } from "./decode-messages.ts";
import { decodeContent, textIn } from "./decode-parts.ts";
import { inputFrom } from "./tool-calls.ts";

/** Its turns, calls and results joined as Chat has them. */
export function decodeInput(input: JsonValue, context: MessagesContext): Turn[] {
  if (typeof input === "string") return [{ role: "user", parts: [{ kind: "text", text: input }] }];
  const items = arrayOf(input) ?? [];
  return mergeTurns(items.flatMap((item, index) => decodeItem(item, `input[${index}]`, context)));
}

function decodeItem(value: JsonValue, path: string, context: MessagesContext): Turn[] {
  if (typeof value === "string") return [{ role: "user", parts: [{ kind: "text", text: value }] }];
  const item = objectAt(value, path);
  const turn = itemTurn(item, path, context);
  if (turn === undefined) {
    const type = textOf(item["type"]) ?? "unknown";
    context.losses.push({ path, action: "dropped", why: `chat has no word for an item of type \`${type}\`` });
  }
  return turn === undefined ? [] : [turn];
}

function itemTurn(item: JsonObject, path: string, context: MessagesContext): Turn | undefined {
  switch (textOf(item["type"]) ?? "message") {
    case "message":
      return decodeMessage(item, path, context);
    case "function_call":
      return { role: "assistant", parts: [callFrom(item, "json", inputFrom(item["arguments"] ?? ""))] };
    case "custom_tool_call":
      return { role: "assistant", parts: [callFrom(item, "freeform", textOf(item["input"]))] };
    case "function_call_output":
      return { role: "user", parts: [resultFrom(item, "json")] };
    case "custom_tool_call_output":
      return { role: "user", parts: [resultFrom(item, "freeform")] };
    case "reasoning":
      return { role: "assistant", parts: thinkingFrom(item, path, context) };
    default:
      return undefined;
  }
}

function callFrom(item: JsonObject, inputKind: "json" | "freeform", input: string | undefined): Part {
  const namespace = textOf(item["namespace"]);
  return {
    kind: "tool-call",
    id: textOf(item["call_id"]) ?? "",
    name: textOf(item["name"]) ?? "",
    ...(namespace === undefined ? {} : { namespace }),
    inputKind,
    input: input ?? "",
  };
}

function resultFrom(item: JsonObject, inputKind: "json" | "freeform"): Part {
  const content = decodeContent(item["output"] ?? "") ?? [];
  return { kind: "tool-result", callId: textOf(item["call_id"]) ?? "", inputKind, content };
}

function thinkingFrom(item: JsonObject, path: string, { open, losses }: MessagesContext): Part[] {
  const summary = textIn(item["summary"] ?? "") ?? "";
  const text = summary === "" ? (textIn(item["content"] ?? "") ?? "") : summary;
  const value = textOf(item["encrypted_content"]) ?? "";
  const proof = value === "" ? undefined : openedFrom("responses", value, open);
  if (value !== "" && proof === undefined) {
    losses.push({ path: `${path}.encrypted_content`, action: "dropped", why: "a proof token does not open" });
  }
  return text === "" && proof === undefined
    ? []
    : [{ kind: "thinking", text, ...(proof === undefined ? {} : { proof }) }];
}
