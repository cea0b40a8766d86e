// How many tokens a text has, roughly: what a provider counts, a client must not rely on anyway.

import { isJsonObject } from "./json.ts";

/** A usual rule of thumb for English. */
export const CHARACTERS_PER_TOKEN = 4;
/** What a vendor's model makes of a picture, whatever its bytes. */
const MEDIA_TOKENS = 1_000;

export function tokensIn(text: string): number {
  return Math.ceil(text.length / CHARACTERS_PER_TOKEN);
}

/** Of everything that can be read in these values: texts, names, keys of schemas; never of proofs. */
export function tokensOf(values: readonly unknown[]): number {
  let characters = 0;
  let media = 0;
  const count = (value: unknown): void => {
    if (typeof value === "string") characters += value.length;
    else if (Array.isArray(value)) for (const item of value) count(item);
    else if (isJsonObject(value)) for (const entry of Object.entries(value)) countField(entry);
  };
  const countField = ([name, value]: readonly [string, unknown]): void => {
    if (silentFields.has(name)) return;
    if (mediaFields.has(name) && typeof value === "string") media++;
    else count(value);
  };
  count(values);
  return Math.max(1, Math.ceil(characters / CHARACTERS_PER_TOKEN) + media * MEDIA_TOKENS);
}

/** What says how something is meant, or proves it, is no text that a model reads. */
const silentFields = new Set([
  "role",
  "type",
  "signature",
  "encrypted_content",
  "thoughtSignature",
  "thought_signature",
]);
const mediaFields = new Set(["data", "file_data", "image_url", "url", "fileUri"]);
