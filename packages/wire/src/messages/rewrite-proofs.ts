// Our proof tokens in a request that stays in this dialect.

import type { KeepProof } from "../dialect.ts";
import { isArray, isObject, textOf } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import type { Loss, Lossy } from "../loss.ts";
import { proofMarker } from "../proofs.ts";
import { withoutVainThinking } from "./vain-thinking.ts";

/** Where a block holds a proof, by its type. Without it there is nothing left that Anthropic would take. */
const proofFields: ReadonlyMap<JsonValue | undefined, string> = new Map([
  ["thinking", "signature"],
  ["redacted_thinking", "data"],
]);

/** A body without tokens is returned as it is. */
export function rewriteProofs(body: JsonObject, keep: KeepProof): Lossy<{ readonly body: JsonObject }> {
  const { messages, system } = body;
  if (!isArray(messages)) return { body, losses: [] };
  const before = isArray(system) || typeof system === "string" ? 1 : 0;
  const losses: Loss[] = [];
  const rewritten = messages.map((message, index) =>
    rewriteMessage(message, keep, { path: `turns[${before + index}].parts`, losses }),
  );
  if (isSame(rewritten, messages)) return { body, losses };
  const proven: JsonObject = { ...body, messages: rest(rewritten) };
  const sendable = losses.length === 0 ? proven : withoutVainThinking(proven);
  if (sendable !== proven) {
    const why = "the calls under way were made without this model's thinking";
    losses.push({ path: "reasoning", action: "dropped", why });
  }
  return { body: sendable, losses };
}

interface Place {
  readonly path: string;
  readonly losses: Loss[];
}

/** The same message where it holds no token; undefined where nothing is left of it. */
function rewriteMessage(message: JsonValue, keep: KeepProof, { path, losses }: Place): JsonValue | undefined {
  const content = isObject(message) ? message["content"] : undefined;
  if (!isObject(message) || !isArray(content)) return message;
  const rewritten = content.map((block) => rewriteBlock(block, keep));
  for (const [index, block] of rewritten.entries()) {
    if (block !== undefined) continue;
    losses.push({ path: `${path}[${index}]`, action: "dropped", why: "its proof is of no use on this road" });
  }
  if (isSame(rewritten, content)) return message;
  const blocks = rest(rewritten);
  return blocks.length === 0 ? undefined : { ...message, content: blocks };
}

function isSame(rewritten: readonly (JsonValue | undefined)[], original: readonly JsonValue[]): boolean {
  return rewritten.every((value, index) => value === original[index]);
}

function rest(rewritten: readonly (JsonValue | undefined)[]): readonly JsonValue[] {
  return rewritten.filter((value) => value !== undefined);
}

/** The same block where it holds no token; undefined where its token is of no use. */
function rewriteBlock(block: JsonValue, keep: KeepProof): JsonValue | undefined {
  if (!isObject(block)) return block;
  const name = proofFields.get(block["type"]);
  const token = name === undefined ? undefined : textOf(block[name]);
  if (name === undefined || token?.startsWith(proofMarker) !== true) return block;
  const proof = keep(token);
  return proof?.dialect === "messages" && proof.value !== "" ? { ...block, [name]: proof.value } : undefined;
}
