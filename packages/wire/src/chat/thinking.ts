// Thinking has no official field. Its text is `reasoning_content` nearly everywhere (DeepSeek, vLLM, llama.cpp, Moonshot),
// `reasoning` at OpenRouter, Groq and Ollama; what proves it stands in OpenRouter's `reasoning_details`, a list to be sent
// back as it came. As a proof, the whole list is the value, as JSON text. A proof of another dialect stands in that list
// as one entry with our token as its `data`.

import { proofMarker, sealedFor } from "../proofs.ts";
import type { SealProof } from "../dialect.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import { arrayOf, isArray, isObject, objectOf, parseJson, textOf } from "../json/value.ts";
import type { Proof, ThinkingPart } from "../model/part.ts";
import { textIn } from "./decode-parts.ts";
import type { Fields } from "./fields.ts";
import type { Prove } from "./tool-calls.ts";

/** `lose` hears why a proof is of no use. */
export function decodeThinking(fields: Fields, prove: Prove, lose: (why: string) => void): ThinkingPart[] {
  const full = fields.take("reasoning_content", textIn) ?? "";
  const short = fields.take("reasoning", textOf) ?? "";
  const details = fields.take("reasoning_details", arrayOf) ?? [];
  const own = details.filter((detail) => tokenIn(detail) === undefined);
  const proofs = [
    ...(own.length === 0 ? [] : [JSON.stringify(own)]),
    ...details.flatMap((detail) => tokenIn(detail) ?? []),
  ].flatMap((value) => prove(value) ?? []);
  const text = [full, short, detailsText(own)].find((candidate) => candidate !== "") ?? "";
  const alone = proofs.filter((proof) => text === "" || isAlone(proof));
  const beside = proofs.filter((proof) => !alone.includes(proof));
  const [proof] = beside;
  if (beside.length > 1) lose("several thoughts are one text now, which none of their proofs fits");
  return [
    ...(text === "" ? [] : [thinking(text, beside.length === 1 ? proof : undefined)]),
    ...alone.map((single) => thinking("", single)),
  ];
}

/** The entries of `reasoning_details` that carry a proof to a client. */
export function detailsFor(proof: Proof, seal: SealProof): readonly JsonValue[] {
  if (proof.value === "") return [];
  return ownDetails(proof) ?? [{ type: "reasoning.encrypted", data: sealedFor("chat", proof, seal) }];
}

/** The list that a proof of this dialect is; undefined for any other. */
export function ownDetails({ dialect, value }: Proof): readonly JsonValue[] | undefined {
  return dialect === "chat" ? arrayOf(parseJson(value)) : undefined;
}

/** Our token in an entry. */
export function tokenIn(detail: JsonValue): string | undefined {
  const data = textOf(objectOf(detail)?.["data"]);
  return data?.startsWith(proofMarker) === true ? data : undefined;
}

/** What of the entries can be read. */
export function detailsText(details: readonly JsonValue[]): string {
  return details.map(detailText).join("");
}

/** Entries with those that a stream says next: pieces of the same text become one entry, as their `index` tells. */
export function withDetails(said: readonly JsonObject[], more: JsonValue): readonly JsonObject[] {
  const all = [...said];
  for (const detail of isArray(more) ? more.filter(isObject) : []) {
    const last = all.at(-1);
    if (last !== undefined && isContinued(last, detail)) all[all.length - 1] = joined(last, detail);
    else all.push(detail);
  }
  return all;
}

function isAlone({ isForNext, isRedacted }: Proof): boolean {
  return isForNext === true || isRedacted === true;
}

function thinking(text: string, proof: Proof | undefined): ThinkingPart {
  return { kind: "thinking", text, ...(proof === undefined ? {} : { proof }) };
}

function detailText(detail: JsonValue): string {
  const entry = objectOf(detail);
  return textOf(entry?.["text"]) ?? textOf(entry?.["summary"]) ?? "";
}

function isContinued(last: JsonObject, next: JsonObject): boolean {
  const isText = next["type"] !== "reasoning.encrypted";
  return isText && last["type"] === next["type"] && last["index"] === next["index"];
}

function joined(last: JsonObject, detail: JsonObject): JsonObject {
  const grown = ["text", "summary"].flatMap((key) => {
    const [before, after] = [textOf(last[key]), textOf(detail[key])];
    return before === undefined || after === undefined ? [] : [[key, before + after] as const];
  });
  return { ...last, ...detail, ...Object.fromEntries(grown) };
}
