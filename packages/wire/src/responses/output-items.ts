// The items of an answer, as clients expect them: with every field that strict ones need.

import type { ReplyContext } from "../dialect.ts";
import type { DialectName } from "../dialect-name.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import type { Proof, ThinkingPart, ToolCallPart } from "../model/part.ts";
import { sealedFor } from "../proofs.ts";
import { thoughts } from "./encode-items.ts";
import { objectFrom } from "./fields.ts";

export type ItemStatus = "in_progress" | "completed" | "incomplete";

export function messageItem(
  {
    id,
    phase,
    status,
  }: { readonly id: string; readonly phase: string | undefined; readonly status: ItemStatus },
  content: readonly JsonValue[],
): JsonObject {
  return objectFrom({ id, type: "message", status, role: "assistant", content, phase });
}

export function textContent(text: string, annotations: readonly JsonValue[]): JsonObject {
  return { type: "output_text", text, annotations, logprobs: [] };
}

export function refusalContent(refusal: string): JsonObject {
  return { type: "refusal", refusal };
}

export function reasoningItem(
  id: string,
  thinking: Pick<ThinkingPart, "text" | "form">,
  token: string | undefined,
): JsonObject {
  return objectFrom({ id, type: "reasoning", ...thoughts(thinking), encrypted_content: token });
}

export type CallHead = Pick<ToolCallPart, "id" | "name" | "namespace" | "inputKind">;

/** `call.id` is that of the call, `id` that of the item. */
export function callItem(call: CallHead, id: string, input: string, status: ItemStatus): JsonObject {
  const { name, namespace } = call;
  const isFreeform = call.inputKind === "freeform";
  const said = isFreeform ? { type: "custom_tool_call", input } : { type: "function_call", arguments: input };
  return objectFrom({ id, ...said, status, call_id: call.id, name, namespace });
}

/** What stands as `encrypted_content` for thinking; where there was no proof, a token that says so. */
export function thinkingToken(
  proof: Proof | undefined,
  origin: DialectName,
  { seal, scope }: ReplyContext,
): string {
  return sealedFor("responses", proof ?? { dialect: origin, value: "", scope }, seal);
}

/** A reasoning item that carries the proof of the part behind it: that has no field for one here. */
export function carrierItem(id: string, proof: Proof, { seal }: ReplyContext): JsonObject {
  return reasoningItem(id, { text: "" }, seal({ ...proof, isForNext: true }));
}
