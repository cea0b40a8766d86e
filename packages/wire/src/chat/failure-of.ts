// Failures told in what looks like an answer: under a good status, or in the middle of a stream.

import type { CanonicalFailure } from "../failure.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import { arrayOf, objectOf, textOf } from "../json/value.ts";
import { decodeError } from "./decode-error.ts";
import { faultIn } from "./finish.ts";

/** The failure that a body or a chunk tells of; undefined where it is an answer. */
export function failureOf(body: JsonObject): CanonicalFailure | undefined {
  if (isError(body["error"])) return failureFrom(body);
  const choice = objectOf(arrayOf(body["choices"])?.[0]);
  // OpenRouter, when the provider behind it fails in mid-answer.
  if (isError(choice?.["error"])) return failureFrom({ error: choice["error"] });
  const word = textOf(choice?.["finish_reason"]) ?? "";
  const kind = faultIn(word);
  const message = `The provider ended its answer with \`${word}\`.`;
  if (kind !== undefined) return { kind, message, code: word };
  // vLLM and Mistral tell what is wrong in the body itself.
  return choice === undefined && body["object"] === "error" ? failureFrom(body) : undefined;
}

function isError(error: JsonValue | undefined): error is JsonValue {
  return (typeof error === "object" && error !== null) || (typeof error === "string" && error !== "");
}

function failureFrom(body: JsonObject): CanonicalFailure {
  return decodeError({ status: undefined, body: JSON.stringify(body), field: () => undefined });
}
