import type { AnswerContext, StreamDecoder } from "../dialect.ts";
import type { CanonicalFailure } from "../failure.ts";
import type { JsonObject } from "../json/value.ts";
import { arrayOf, isObject, numberOf, objectOf, parseJson, textOf } from "../json/value.ts";
import type { StreamEvent } from "../model/event.ts";
import { createAnswerParts } from "./answer-parts.ts";
import { decodeError } from "./decode-error.ts";
import { failureOf } from "./failure-of.ts";
import { decodeFinish } from "./finish.ts";
import { decodeUsage } from "./usage.ts";

/** Event names under which chunks come; most servers give none. */
const chunkNames = new Set(["", "message"]);

/** A provider's streamed answer. */
export function createStreamDecoder(
  emit: (event: StreamEvent) => void,
  { scope }: AnswerContext,
): StreamDecoder {
  let isStarted = false;
  let isFinished = false;
  let isOver = false;

  const say = (event: StreamEvent): void => {
    if (!isOver) emit(event);
  };
  const finishWith = (end: Extract<StreamEvent, { kind: "end" }>): void => {
    say(end);
    isOver = true;
  };
  const malformed = (detail: string): void => finishWith({ kind: "end", reason: "malformed", detail });
  const fail = (failure: CanonicalFailure): void => {
    say({ kind: "failure", failure });
    finishWith({ kind: "end", reason: "failed" });
  };
  const parts = createAnswerParts(say, () => malformed("an answer of bounded size"), scope);
  const start = (chunk: JsonObject): void => {
    isStarted = true;
    const created = numberOf(chunk["created"]) ?? 0;
    say({
      kind: "response-start",
      id: textOf(chunk["id"]) ?? "",
      model: textOf(chunk["model"]) ?? "",
      ...(created > 0 ? { createdAt: created } : {}),
    });
  };
  const finish = (word: string, choice: JsonObject): void => {
    parts.end();
    isFinished = true;
    const signs = { ...parts.signs(), stopSequence: textOf(choice["stop_reason"]) };
    say({ kind: "response-finish", finish: decodeFinish(word, signs) });
  };
  const hearChoice = (choice: JsonObject): void => {
    // Some servers say the last chunk twice, or send empty ones behind it.
    if (isFinished) return;
    const delta = objectOf(choice["delta"]) ?? objectOf(choice["message"]);
    if (delta !== undefined) parts.add(delta);
    const word = textOf(choice["finish_reason"]) ?? "";
    if (word !== "") finish(word, choice);
  };
  const hearChunk = (chunk: JsonObject): void => {
    const failure = failureOf(chunk);
    if (failure !== undefined) return fail(failure);
    const choice = choiceIn(chunk);
    // Azure begins with a chunk that has no choices, no id and no model.
    if (!isStarted && (choice !== undefined || (textOf(chunk["id"]) ?? "") !== "")) start(chunk);
    if (choice !== undefined) hearChoice(choice);
    const usage = usageIn(chunk, choice);
    if (usage !== undefined) say({ kind: "usage-report", usage: decodeUsage(usage) });
  };

  return {
    message({ name, data }) {
      if (isOver || data.trim() === "") return;
      if (data.trim() === "[DONE]") {
        // What breaks off behind a proxy is often closed by it as if it were whole. No finish, no whole answer.
        if (isFinished) finishWith({ kind: "end", reason: "complete" });
        else finishWith({ kind: "end", reason: "truncated", detail: "a `finish_reason` before `[DONE]`" });
        return;
      }
      if (name === "error") {
        fail(failureIn(data));
        return;
      }
      const chunk = parseJson(data);
      if (isObject(chunk)) hearChunk(chunk);
      else if (chunkNames.has(name)) malformed("a chunk, as a JSON object");
    },
    end() {
      // Many servers leave `[DONE]` out. Whoever has told why the answer ended has told all of it but the usage.
      finishWith({ kind: "end", reason: isFinished ? "complete" : "truncated" });
    },
  };
}

/** The first answer; whoever asked for several hears of the others in the dialect itself only. */
function choiceIn(chunk: JsonObject): JsonObject | undefined {
  const choices = arrayOf(chunk["choices"])?.filter(isObject) ?? [];
  return choices.find((choice) => (numberOf(choice["index"]) ?? 0) === 0);
}

/** In the chunk itself, or where Groq and Moonshot put it. */
function usageIn(chunk: JsonObject, choice: JsonObject | undefined): JsonObject | undefined {
  return (
    objectOf(chunk["usage"]) ?? objectOf(objectOf(chunk["x_groq"])?.["usage"]) ?? objectOf(choice?.["usage"])
  );
}

function failureIn(data: string): CanonicalFailure {
  return decodeError({ status: undefined, body: data, field: () => undefined });
}
