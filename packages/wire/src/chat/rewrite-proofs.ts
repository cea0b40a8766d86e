import type { KeepProof } from "../dialect.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import { arrayOf, isObject, objectOf, textOf } from "../json/value.ts";
import type { Loss, Lossy } from "../loss.ts";
import { proofMarker } from "../proofs.ts";
import { ownDetails, tokenIn } from "./thinking.ts";

/** Our tokens in a request's messages, as what they hold or as nothing. Losses name places in the body. */
export function rewriteProofs(body: JsonObject, keep: KeepProof): Lossy<{ readonly body: JsonObject }> {
  const losses: Loss[] = [];
  const messages = arrayOf(body["messages"]);
  if (messages === undefined) return { body, losses };
  const rewritten = messages.map((message, index) =>
    isObject(message) ? rewriteMessage(message, { keep, losses, path: `messages[${index}]` }) : message,
  );
  const isChanged = rewritten.some((message, index) => message !== messages[index]);
  return { body: isChanged ? { ...body, messages: rewritten } : body, losses };
}

interface Place {
  readonly keep: KeepProof;
  readonly losses: Loss[];
  readonly path: string;
}

function rewriteMessage(message: JsonObject, place: Place): JsonObject {
  return rewriteCalls(rewriteDetails(message, place), place);
}

function rewriteDetails(message: JsonObject, { keep, losses, path }: Place): JsonObject {
  const details = arrayOf(message["reasoning_details"]);
  if (details?.some((detail) => tokenIn(detail) !== undefined) !== true) return message;
  const kept = details.flatMap((detail, index): readonly JsonValue[] => {
    const token = tokenIn(detail);
    if (token === undefined) return [detail];
    const proof = keep(token);
    const own = proof === undefined ? undefined : ownDetails(proof);
    if (own === undefined) losses.push(lost(`${path}.reasoning_details[${index}]`));
    return own ?? [];
  });
  const { reasoning_details: _, ...rest } = message;
  return kept.length === 0 ? rest : { ...rest, reasoning_details: kept };
}

function rewriteCalls(message: JsonObject, place: Place): JsonObject {
  const calls = arrayOf(message["tool_calls"]);
  if (calls === undefined) return message;
  const rewritten = calls.map((call, index) =>
    isObject(call) ? rewriteCall(call, { ...place, path: `${place.path}.tool_calls[${index}]` }) : call,
  );
  const isChanged = rewritten.some((call, index) => call !== calls[index]);
  return isChanged ? { ...message, tool_calls: rewritten } : message;
}

function rewriteCall(call: JsonObject, { keep, losses, path }: Place): JsonObject {
  const extra = objectOf(call["extra_content"]);
  const google = objectOf(extra?.["google"]);
  const token = textOf(google?.["thought_signature"]);
  if (extra === undefined || google === undefined || token?.startsWith(proofMarker) !== true) return call;
  const proof = keep(token);
  if (proof?.dialect === "chat" && proof.value !== "") {
    const signed = { ...google, thought_signature: proof.value };
    return { ...call, extra_content: { ...extra, google: signed } };
  }
  losses.push(lost(`${path}.extra_content.google.thought_signature`));
  const { thought_signature: _, ...others } = google;
  return withoutEmpty(call, "extra_content", withoutEmpty(extra, "google", others));
}

/** The object with another value under the key, and without the key where the value is empty. */
function withoutEmpty(object: JsonObject, key: string, value: JsonObject): JsonObject {
  const fields = Object.entries(object).filter(([name]) => name !== key);
  return Object.fromEntries(Object.keys(value).length === 0 ? fields : [...fields, [key, value]]);
}

function lost(path: string): Loss {
  return { path, action: "dropped", why: "its proof is of no use to this provider" };
}
