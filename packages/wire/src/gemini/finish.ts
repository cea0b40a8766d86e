// Why an answer ended. Google tells its own failures here too.

import type { CanonicalFailure } from "../failure.ts";
import { textOf } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import { fieldsOf } from "../model/extras.ts";
import type { Finish, FinishReason } from "../model/response.ts";
import { compact } from "./fields.ts";
import type { Fields } from "./fields.ts";
import { dropFields, lose } from "./losses.ts";
import type { Place } from "./losses.ts";

/** Undefined where the candidate has not ended. Calls count for nothing here: Google says STOP with and without. */
export function decodeFinish(candidate: Fields): Finish | undefined {
  const said = candidate.take("finishReason", finishWordFrom);
  if (said === undefined) return undefined;
  const reason = reasons.get(said) ?? "end";
  const explanation = candidate.take("finishMessage", textOf);
  const token = reason === "continuation" ? candidate.take("continuationToken", textOf) : undefined;
  return {
    reason,
    ...(explanation === undefined ? {} : { explanation }),
    ...(words[reason] === said ? {} : { native: said }),
    ...(token === undefined ? {} : { extras: { gemini: { continuationToken: token } } }),
  };
}

/** A finish that is Google's own fault, as a failure. */
export function faultOf({ reason, native, explanation }: Finish): CanonicalFailure | undefined {
  const code = native ?? words[reason];
  const fault = faults.get(code);
  if (fault === undefined) return undefined;
  const [kind, message] = fault;
  return { kind, message: explanation ?? message, code };
}

/** The reason with what the parts say: there are calls to answer. */
export function withCalls(finish: Finish, { hasCalls }: { readonly hasCalls: boolean }): Finish {
  const isPlainEnd = finish.reason === "end" && finish.native === undefined;
  return hasCalls && isPlainEnd ? { ...finish, reason: "tool-calls" } : finish;
}

/** The fields of a candidate. `place` is the finish's. */
export function encodeFinish(
  finish: Finish,
  { hasCalls }: { readonly hasCalls: boolean },
  place: Place,
): JsonObject {
  const { reason, native, explanation } = finish;
  const isSaid = reason === "tool-calls" ? hasCalls : exact.has(reason) && !(reason === "end" && hasCalls);
  if (!isSaid) lose(place, "approximated", `Gemini has no word for ${reason}`, "reason");
  dropFields(place, finish, ["stopSequence", "category"]);
  const isOwnWord = native !== undefined && reasons.get(native) === reason;
  return {
    ...fieldsOf(finish, "gemini"),
    ...compact({ finishReason: isOwnWord ? native : words[reason], finishMessage: explanation }),
  };
}

const words: Readonly<Record<FinishReason, string>> = {
  end: "STOP",
  "stop-sequence": "STOP",
  "max-tokens": "MAX_TOKENS",
  "context-window": "MAX_TOKENS",
  "tool-calls": "STOP",
  pause: "STOP",
  refusal: "SAFETY",
  "content-filter": "PROHIBITED_CONTENT",
  compaction: "STOP",
  continuation: "CONTINUATION",
  fault: "OTHER",
};

/** What comes back as it was said. */
const exact: ReadonlySet<FinishReason> = new Set([
  "end",
  "max-tokens",
  "refusal",
  "content-filter",
  "continuation",
]);

const faults: ReadonlyMap<string, readonly [kind: CanonicalFailure["kind"], message: string]> = new Map([
  [
    "MALFORMED_FUNCTION_CALL",
    ["provider-error", "The model called a tool with arguments that cannot be read."],
  ],
  ["UNEXPECTED_TOOL_CALL", ["provider-error", "The model called a tool where there is none."]],
  ["TOO_MANY_TOOL_CALLS", ["provider-error", "The model called too many tools in a row."]],
  ["MALFORMED_RESPONSE", ["provider-error", "The model's answer cannot be read."]],
  ["OTHER", ["provider-error", "The model stopped for a reason that the provider does not tell."]],
  // The request's: a signature is gone that the model has given before.
  [
    "MISSING_THOUGHT_SIGNATURE",
    ["bad-request", "A function call in the request lacks its thought signature."],
  ],
]);

const reasons: ReadonlyMap<string, FinishReason> = new Map<string, FinishReason>([
  ["STOP", "end"],
  // The answer is there, without the picture.
  ["NO_IMAGE", "end"],
  ["MAX_TOKENS", "max-tokens"],
  ["SAFETY", "refusal"],
  ["PROHIBITED_CONTENT", "content-filter"],
  ["RECITATION", "content-filter"],
  ["LANGUAGE", "content-filter"],
  ["BLOCKLIST", "content-filter"],
  ["SPII", "content-filter"],
  ["MODEL_ARMOR", "content-filter"],
  ["IMAGE_SAFETY", "content-filter"],
  ["IMAGE_PROHIBITED_CONTENT", "content-filter"],
  ["IMAGE_RECITATION", "content-filter"],
  ["IMAGE_OTHER", "content-filter"],
  ["CONTINUATION", "continuation"],
  ...[...faults.keys()].map((word) => [word, "fault"] as const),
]);

/** Some servers write the unspecified reason, or an empty one, while the answer goes on. */
function finishWordFrom(value: JsonValue | undefined): string | undefined {
  return value === "" || value === "FINISH_REASON_UNSPECIFIED" ? undefined : textOf(value);
}
