// Embeddings as OpenAI tells them: small vectors of length one, the same for the same text.

import type { Refusal } from "../encoder.ts";
import { chanceOf } from "../hash.ts";
import type { Asked } from "../request.ts";
import { tokensIn } from "../tokens.ts";

const DIMENSIONS = 8;

export function embeddings({ body = {}, model }: Asked): unknown {
  const texts = textsOf(body["input"]);
  const asked = body["dimensions"];
  const dimensions = typeof asked === "number" ? asked : DIMENSIONS;
  const isEncoded = body["encoding_format"] === "base64";
  const tokens = texts.reduce((sum, text) => sum + tokensIn(text), 0);
  return {
    object: "list",
    data: texts.map((text, index) => {
      const vector = vectorOf(text, dimensions);
      return { object: "embedding", index, embedding: isEncoded ? base64Of(vector) : vector };
    }),
    model,
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  };
}

export function complaint({ body, model }: Asked): Refusal | undefined {
  if (body === undefined) {
    return { status: 400, message: "We could not parse the JSON body of your request." };
  }
  if (model === "") return { status: 400, message: "you must provide a model parameter" };
  if (textsOf(body["input"]).length === 0) {
    return { status: 400, param: "input", message: "'$.input' is invalid. Please check the API reference." };
  }
  const { dimensions } = body;
  const isPossible = typeof dimensions === "number" && dimensions >= 1 && dimensions <= 4096;
  if (dimensions === undefined || (isPossible && Number.isInteger(dimensions))) return undefined;
  return {
    status: 400,
    param: "dimensions",
    message: `${JSON.stringify(dimensions)} is not a valid value for 'dimensions'.`,
  };
}

/** A text, texts, a text as numbers of tokens, or several such. */
function textsOf(input: unknown): string[] {
  if (typeof input === "string") return input === "" ? [] : [input];
  if (!Array.isArray(input)) return [];
  const items: unknown[] = input;
  if (items.length > 0 && items.every((item) => typeof item === "number")) return [JSON.stringify(items)];
  return items.map((item) => (typeof item === "string" ? item : JSON.stringify(item)));
}

function vectorOf(text: string, dimensions: number): number[] {
  const raw = Array.from({ length: dimensions }, (_, seed) => chanceOf(text, seed + 1) * 2 - 1);
  const length = Math.hypot(...raw);
  // As floats of 32 bits, so that both encodings tell the same numbers.
  return raw.map((value) => Math.fround(length === 0 ? 0 : value / length));
}

function base64Of(vector: readonly number[]): string {
  const bytes = new Uint8Array(Float32Array.from(vector).buffer);
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}
