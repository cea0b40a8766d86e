import type { KeepProof } from "../dialect.ts";
import { arrayOf, isObject, textOf } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import type { Loss, Lossy } from "../loss.ts";
import { proofMarker } from "../proofs.ts";
import { without } from "./fields.ts";

/**
 * Replaces our tokens in reasoning items by what they hold. An item whose token is of no use goes as a whole: it is not
 * this provider's thinking, and its id is none that the provider knows.
 */
export function rewriteProofs(body: JsonObject, keep: KeepProof): Lossy<{ readonly body: JsonObject }> {
  const input = arrayOf(body["input"]);
  if (input === undefined || !input.some((item) => tokenIn(item) !== undefined)) return { body, losses: [] };
  const losses: Loss[] = [];
  const kept = input.flatMap((item, index): JsonValue[] => {
    const token = tokenIn(item);
    if (token === undefined || !isObject(item)) return [item];
    const proof = keep(token);
    if (proof !== undefined && proof.value !== "") {
      return [{ ...without(item, madeByUs), encrypted_content: proof.value }];
    }
    losses.push({
      path: `input[${index}]`,
      action: "dropped",
      why: "it is the thinking of another provider",
    });
    return [];
  });
  return { body: { ...body, input: kept }, losses };
}

const madeByUs: ReadonlySet<string> = new Set(["id"]);

function tokenIn(item: JsonValue): string | undefined {
  if (!isObject(item) || item["type"] !== "reasoning") return undefined;
  const value = textOf(item["encrypted_content"]);
  return value?.startsWith(proofMarker) === true ? value : undefined;
}
