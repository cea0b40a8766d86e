import type { AnswerContext, StreamDecoder, StreamMessage } from "../dialect.ts";
import type { CanonicalFailure } from "../failure.ts";
import { arrayOf, isObject, numberOf, objectOf, parseJson, textOf } from "../json/value.ts";
import type { JsonObject } from "../json/value.ts";
import type { StreamEvent } from "../model/event.ts";
import { decodeError } from "./decode-error.ts";
import { endingOf, failureIn } from "./decode-response.ts";
import { given } from "./fields.ts";
import { decodeFinish } from "./finish.ts";
import { createStreamItems } from "./stream-items.ts";
import { decodeUsage } from "./usage.ts";

/** A provider's streamed answer. */
export function createStreamDecoder(
  emit: (event: StreamEvent) => void,
  { scope }: AnswerContext,
): StreamDecoder {
  let state: "waiting" | "created" | "running" | "ended" = "waiting";
  const end = (reason: "complete" | "truncated" | "failed" | "malformed", detail?: string): void => {
    if (state === "ended") return;
    state = "ended";
    emit({ kind: "end", reason, ...given({ detail }) });
  };
  const fail = (failure: CanonicalFailure): void => {
    emit({ kind: "failure", failure });
    end("failed");
  };
  const begin = (response: JsonObject | undefined): void => {
    if (state !== "waiting") return;
    state = "running";
    const { id, model, created_at } = response ?? {};
    emit({
      kind: "response-start",
      id: textOf(id) ?? "",
      model: textOf(model) ?? "",
      ...given({ createdAt: numberOf(created_at) }),
    });
  };
  const items = createStreamItems({
    emit: (event) => {
      begin(undefined);
      emit(event);
    },
    overflow: () => end("malformed", "parts of bounded size"),
    scope,
  });

  /** The last event of an answer that is whole, or was cut short: it holds all of it. */
  const complete = (type: string, response: JsonObject): void => {
    const failure = failureIn(response);
    if (failure !== undefined) return fail(failure);
    begin(response);
    items.finish(arrayOf(response["output"]) ?? []);
    if (state === "ended") return;
    const usage = objectOf(response["usage"]);
    if (usage !== undefined) emit({ kind: "usage-report", usage: decodeUsage(usage) });
    const status = type === "response.incomplete" ? "incomplete" : textOf(response["status"]);
    const ending = endingOf(status, textOf(objectOf(response["incomplete_details"])?.["reason"]));
    emit({ kind: "response-finish", finish: decodeFinish(ending, items.signs()) });
    end("complete");
  };

  const hear = (type: string, event: JsonObject, data: string): void => {
    switch (type) {
      case "response.created":
        if (state === "created") return end("malformed", "one `response.created`");
        begin(objectOf(event["response"]));
        state = "created";
        return;
      case "response.in_progress":
      case "response.queued":
        return begin(objectOf(event["response"]));
      case "response.completed":
      case "response.incomplete":
        return complete(type, objectOf(event["response"]) ?? {});
      case "response.failed":
      case "response.cancelled":
      case "error":
        return fail(decodeError({ status: undefined, body: data, field: () => undefined }));
      default:
        // Some servers send the body of an error as an event without a name.
        if (isObject(event["error"]) && !type.startsWith("response.")) {
          return fail(decodeError({ status: undefined, body: data, field: () => undefined }));
        }
        items.hear(type, event);
    }
  };

  return {
    message({ name, data }: StreamMessage) {
      // Some servers end the stream as Chat does.
      if (state === "ended" || data === "[DONE]") return;
      const event = parseJson(data);
      if (!isObject(event)) {
        end("malformed", "a JSON object");
        return;
      }
      hear(textOf(event["type"]) ?? name, event, data);
    },
    end: () => end("truncated"),
  };
}
