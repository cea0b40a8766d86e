// Our tokens in a body that goes on as it is.

import type { KeepProof } from "../dialect.ts";
import { arrayOf, isArray, isObject, textOf } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import type { Loss, Lossy } from "../loss.ts";
import { proofMarker } from "../proofs.ts";
import { lose } from "./losses.ts";
import type { Place } from "./losses.ts";
import { skippedSignature } from "./proofs.ts";

/**
 * Puts what a token holds in its place. Where that is of no use on this road, a thought goes with its token, and so does
 * a text that is empty without; a call keeps its place and says that its signature is to be skipped, because Gemini
 * refuses a step whose first call has none.
 */
export function rewriteProofs(body: JsonObject, keep: KeepProof): Lossy<{ readonly body: JsonObject }> {
  const losses: Loss[] = [];
  return { body: rewritten(body, keep, losses), losses };
}

/** Countings wrap the request. */
const wrapKeys = ["generateContentRequest", "generate_content_request"];

function rewritten(body: JsonObject, keep: KeepProof, losses: Loss[]): JsonObject {
  const key = wrapKeys.find((name) => isObject(body[name]));
  const inner = key === undefined ? undefined : body[key];
  if (key !== undefined && isObject(inner)) return { ...body, [key]: rewritten(inner, keep, losses) };
  const { contents } = body;
  const first = "systemInstruction" in body || "system_instruction" in body ? 1 : 0;
  if (isObject(contents)) {
    return { ...body, contents: contentFrom(contents, keep, { path: `turns[${first}]`, losses }) ?? [] };
  }
  if (!isArray(contents)) return body;
  const kept = contents.flatMap((content, index) => {
    if (!isObject(content)) return [content];
    return contentFrom(content, keep, { path: `turns[${first + index}]`, losses }) ?? [];
  });
  return { ...body, contents: kept };
}

/** Undefined where nothing is left of it. */
function contentFrom(content: JsonObject, keep: KeepProof, place: Place): JsonObject | undefined {
  const parts = arrayOf(content["parts"]) ?? [content["parts"] ?? null];
  const signatures = parts.map((part) => signatureOf(part));
  if (!signatures.some((signature) => signature?.isOurs === true)) return content;
  const before = place.losses.length;
  const kept = parts.flatMap((part, index): JsonValue[] => {
    const signature = signatures[index];
    if (!isObject(part) || signature?.isOurs !== true) return [part];
    const proof = keep(signature.value);
    if (proof?.dialect === "gemini" && proof.value !== "") return [{ ...part, [signature.key]: proof.value }];
    lose(place, "dropped", "the token is of no use on this road", `parts[${index}].proof`);
    return unsigned(part, signature.key);
  });
  if (kept.length === 0) return undefined;
  return { ...content, parts: place.losses.length > before ? withSkips(kept) : kept };
}

interface Signature {
  readonly key: string;
  readonly value: string;
  readonly isOurs: boolean;
}

function signatureOf(part: JsonValue): Signature | undefined {
  if (!isObject(part)) return undefined;
  const key = ["thoughtSignature", "thought_signature"].find((name) => textOf(part[name]) !== undefined);
  const value = key === undefined ? undefined : textOf(part[key]);
  if (key === undefined || value === undefined) return undefined;
  return { key, value, isOurs: value.startsWith(proofMarker) };
}

/** The part without its token, or nothing. */
function unsigned(part: JsonObject, key: string): JsonObject[] {
  const rest = Object.fromEntries(Object.entries(part).filter(([name]) => name !== key));
  const isNothing = part["thought"] === true || Object.entries(rest).every(([, value]) => value === "");
  return isNothing ? [] : [rest];
}

/** The first call of a step is the one that has to be signed. */
function withSkips(parts: readonly JsonValue[]): readonly JsonValue[] {
  const at = parts.findIndex(isCall);
  const call = parts[at];
  if (!isObject(call) || signatureOf(call) !== undefined) return parts;
  return parts.with(at, { ...call, thoughtSignature: skippedSignature });
}

function isCall(part: JsonValue): boolean {
  return isObject(part) && ("functionCall" in part || "function_call" in part);
}
