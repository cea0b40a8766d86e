// A provider's streamed answer: every message is an answer of its own, to be put together.

import type { AnswerContext, StreamDecoder, StreamMessage } from "../dialect.ts";
import type { CanonicalFailure } from "../failure.ts";
import { arrayOf, isArray, isObject, numberOf, objectOf, parseJson, textOf } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import type { StreamEvent } from "../model/event.ts";
import type { Finish } from "../model/response.ts";
import { fieldsFrom, listFrom } from "./fields.ts";
import type { Fields } from "./fields.ts";
import { decodeFinish, faultOf, withCalls } from "./finish.ts";
import { failureOf } from "./decode-response.ts";
import { createStreamParts } from "./stream-parts.ts";
import { decodeUsage } from "./usage.ts";

type Decoding =
  | { readonly kind: "waiting" }
  | { readonly kind: "answering"; readonly finish: Finish | undefined }
  | { readonly kind: "ended" };

/**
 * Nothing marks the end of such a stream: where a finish was told, the end of the bytes is its end. Some servers tell
 * STOP with every message, so the last word counts, and parts stay open until then.
 */
export function createStreamDecoder(
  emit: (event: StreamEvent) => void,
  { scope }: AnswerContext,
): StreamDecoder {
  let state: Decoding = { kind: "waiting" };
  const parts = createStreamParts(emit, scope);

  const endMalformed = (expected: string): void => {
    state = { kind: "ended" };
    emit({ kind: "end", reason: "malformed", detail: expected });
  };
  const fail = (failure: CanonicalFailure): void => {
    state = { kind: "ended" };
    emit({ kind: "failure", failure });
    emit({ kind: "end", reason: "failed" });
  };
  const start = (answer: Fields): void => {
    state = { kind: "answering", finish: undefined };
    const id = answer.take("responseId", textOf) ?? "";
    emit({ kind: "response-start", id, model: answer.take("modelVersion", textOf) ?? "" });
  };
  const read = (value: JsonValue | undefined): void => {
    if (!isObject(value)) return endMalformed("a JSON object in every message");
    const failure = failureOf(value);
    if (failure !== undefined) return fail(failure);
    const answer = fieldsFrom(value);
    if (state.kind === "waiting") start(answer);
    const usage = answer.take("usageMetadata", objectOf);
    if (usage !== undefined) emit({ kind: "usage-report", usage: decodeUsage(fieldsFrom(usage)) });
    const candidate = firstCandidate(value);
    if (candidate !== undefined) readCandidate(fieldsFrom(candidate));
  };
  const readCandidate = (candidate: Fields): void => {
    const content = candidate.child("content");
    const problem = parts.message(content?.take("parts", listFrom) ?? []);
    if (problem !== undefined) return endMalformed(problem);
    const metadata = candidate.child("groundingMetadata");
    if (metadata !== undefined) parts.ground(metadata);
    const finish = decodeFinish(candidate);
    if (finish === undefined) return;
    const fault = faultOf(finish);
    if (fault !== undefined) return fail(fault);
    state = { kind: "answering", finish };
  };

  return {
    message({ data }: StreamMessage) {
      const value = parseJson(data);
      for (const answer of isArray(value) ? value : [value]) {
        if (state.kind !== "ended") read(answer);
      }
    },
    end() {
      if (state.kind === "ended") return;
      const finish = state.kind === "answering" ? state.finish : undefined;
      state = { kind: "ended" };
      if (finish === undefined || parts.isInsideCall()) {
        emit({ kind: "end", reason: "truncated" });
        return;
      }
      parts.end();
      emit({ kind: "response-finish", finish: withCalls(finish, { hasCalls: parts.hasCalls() }) });
      emit({ kind: "end", reason: "complete" });
    },
  };
}

/** Further candidates have nowhere to go in a stream. */
function firstCandidate(answer: JsonObject): JsonObject | undefined {
  const candidates = arrayOf(answer["candidates"])?.filter((candidate) => isObject(candidate)) ?? [];
  return candidates.find((candidate) => (numberOf(candidate["index"]) ?? 0) === 0);
}
