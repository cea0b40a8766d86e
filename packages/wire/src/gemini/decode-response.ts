// A provider's whole answer.

import type { AnswerContext, Decoded, FailedAnswer } from "../dialect.ts";
import type { CanonicalFailure } from "../failure.ts";
import { decoding, objectAt } from "../json/decoding.ts";
import { arrayOf, isArray, isObject } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import type { NeutralResponse } from "../model/response.ts";
import { answerFrom, partsOf, rememberShell, withParts } from "./answer-shell.ts";
import { failureIn } from "./decode-error.ts";
import { decodePart } from "./decode-parts.ts";
import { rememberPart } from "./encode-parts.ts";
import { writtenShell } from "./encode-response.ts";
import { fieldsFrom } from "./fields.ts";
import { faultOf } from "./finish.ts";
import { scoped } from "./proofs.ts";

export function decodeResponse(
  body: JsonValue,
  { scope }: AnswerContext,
): Decoded<NeutralResponse> | FailedAnswer {
  // Where the path asked for a stream, Google wraps even an error in a list.
  const answer = isArray(body) && body.length === 1 ? (body[0] ?? body) : body;
  const failure = failureOf(answer);
  if (failure !== undefined) return { kind: "failed", failure };
  const decoded = decoding(() => responseFrom(objectAt(answer, ""), scope));
  const fault = decoded.kind === "decoded" ? faultOf(decoded.value.finish) : undefined;
  return fault === undefined ? decoded : { kind: "failed", failure: fault };
}

/** What an answer, or a message of a streamed one, says went wrong; undefined where it goes on or is whole. */
export function failureOf(answer: JsonValue): CanonicalFailure | undefined {
  const error = failureIn(answer);
  if (error !== undefined || !isObject(answer)) return error;
  const candidates = arrayOf(answer["candidates"]) ?? [];
  return candidates.length > 0 ? undefined : blockedOf(answer);
}

/** A prompt that was blocked has no candidates, and a good status. */
function blockedOf(answer: JsonObject): CanonicalFailure | undefined {
  const feedback = fieldsFrom(answer).child("promptFeedback");
  const reason = feedback?.peek("blockReason");
  if (feedback === undefined || typeof reason !== "string") return undefined;
  const said = feedback.peek("blockReasonMessage");
  const message = typeof said === "string" ? said : `The provider blocked the prompt: ${reason}.`;
  return { kind: "content-policy", message, code: reason };
}

function responseFrom(body: JsonObject, scope: string): NeutralResponse {
  const shell = withParts(body, []);
  const parts = partsOf(body).map((value, index) =>
    rememberPart(decodePart(value, `candidates[0].content.parts[${index}]`), value),
  );
  const answer = answerFrom(shell, parts);
  const noted = rememberShell(answer, shell, writtenShell(answer));
  return { ...noted, parts: noted.parts.map((part) => scoped(part, scope)) };
}
