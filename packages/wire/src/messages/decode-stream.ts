// A provider's streamed answer into events. Its blocks come one after the other by contract; servers that let them grow
// side by side are put in order.

import type { AnswerContext, StreamDecoder, StreamMessage } from "../dialect.ts";
import { isObject, numberOf, objectOf, parseJson, textOf } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import type { StreamEnd, StreamEvent } from "../model/event.ts";
import { decodeError } from "./decode-error.ts";
import { fieldsFrom, given } from "./fields.ts";
import { finishFrom } from "./finish.ts";
import { createBlocks } from "./decode-stream-blocks.ts";
import { usageOf } from "./usage.ts";

/** `finishing`: why it ends has been told, but not yet that it does. */
type Phase = "waiting" | "answering" | "finishing" | "ended";

export function createStreamDecoder(
  emit: (event: StreamEvent) => void,
  { scope }: AnswerContext,
): StreamDecoder {
  let phase: Phase = "waiting";

  const end = (reason: StreamEnd["reason"], detail?: string): void => {
    if (phase === "ended") return;
    phase = "ended";
    emit({ kind: "end", reason, ...given({ detail }) });
  };
  const malformed = (expected: string): void => end("malformed", `expected ${expected}`);
  const tell = (event: StreamEvent): void => {
    if (phase !== "ended") emit(event);
  };
  const blocks = createBlocks(tell, scope, () => malformed("blocks of bounded size"));

  const begin = (message: JsonObject | undefined): void => {
    phase = "answering";
    emit({
      kind: "response-start",
      id: textOf(message?.["id"]) ?? "",
      model: textOf(message?.["model"]) ?? "",
    });
    reportUsage(message?.["usage"]);
  };
  const reportUsage = (value: JsonValue | undefined): void => {
    const usage = usageOf(value);
    if (usage !== undefined) emit({ kind: "usage-report", usage });
  };
  const finish = (event: JsonObject): void => {
    const reason = finishFrom(fieldsFrom(objectOf(event["delta"]) ?? {}));
    const isLast = reason !== undefined && phase === "answering";
    if (isLast) blocks.endAll();
    if (phase === "ended") return;
    reportUsage(event["usage"]);
    if (isLast) emit({ kind: "response-finish", finish: reason });
    if (isLast) phase = "finishing";
  };

  const readBlock = (type: string, event: JsonObject): void => {
    if (phase === "waiting") begin(undefined);
    if (phase === "finishing") return;
    const index = numberOf(event["index"]) ?? 0;
    switch (type) {
      case "content_block_start": {
        const block = objectOf(event["content_block"]);
        if (block === undefined) malformed("a content_block that is an object");
        else blocks.start(index, block);
        return;
      }
      case "content_block_delta": {
        const delta = objectOf(event["delta"]);
        const expected = delta === undefined ? "a delta that is an object" : blocks.grow(index, delta);
        if (expected !== undefined) malformed(expected);
        return;
      }
      default:
        blocks.end(index);
    }
  };

  const read = (type: string, event: JsonObject): void => {
    switch (type) {
      case "message_start":
        if (phase === "waiting") begin(objectOf(event["message"]));
        else malformed("one message_start");
        return;
      case "content_block_start":
      case "content_block_delta":
      case "content_block_stop":
        readBlock(type, event);
        return;
      case "message_delta":
        if (phase === "waiting") begin(undefined);
        finish(event);
        return;
      case "message_stop":
        if (phase === "waiting") return malformed("a message_start before the message_stop");
        blocks.endAll();
        end("complete");
        return;
      case "ping":
        emit({ kind: "keep-alive" });
        return;
      default:
    }
  };

  const message = ({ name, data }: StreamMessage): void => {
    if (phase === "ended" || !(name === "" || eventNames.has(name))) return;
    const event = parseJson(data);
    const type = isObject(event)
      ? (textOf(event["type"]) ?? (isObject(event["error"]) ? "error" : name))
      : name;
    if (type === "error") {
      emit({
        kind: "failure",
        failure: decodeError({ status: undefined, body: data, field: () => undefined }),
      });
      end("failed");
    } else if (isObject(event)) read(type, event);
    else if (type === "ping") read(type, {});
    else malformed("an event that is a JSON object");
  };

  return { message, end: () => end("truncated") };
}

const eventNames: ReadonlySet<string> = new Set([
  "message_start",
  "content_block_start",
  "content_block_delta",
  "content_block_stop",
  "message_delta",
  "message_stop",
  "ping",
  "error",
]);
