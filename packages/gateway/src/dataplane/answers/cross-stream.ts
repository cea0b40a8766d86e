// A provider's stream in one dialect, told to the client in another.

import { createStreamReader, createStreamWriter, mergeUsage } from "@holdfast/wire";
import type { DialectName, ReplyContext, StreamEvent, ToolNames, Usage } from "@holdfast/wire";
import type { AnswerReader, AnswerSink, Told } from "../answer.ts";
import { problemFromSaid, problemFromTruncation } from "../problem.ts";

export interface CrossingInput {
  readonly provider: string;
  /** The road's dialect, and the client's. */
  readonly from: DialectName;
  readonly to: DialectName;
  readonly tools: ToolNames;
  readonly reply: ReplyContext;
}

const encoder = new TextEncoder();

export function readCrossStream(
  { provider, from, to, tools, reply }: CrossingInput,
  sink: AnswerSink,
): AnswerReader {
  const encode = createStreamWriter(to, reply);
  const told = createListener();
  let text = "";
  let hasContent = false;
  let isOver = false;
  const flush = (): void => {
    if (text === "") return;
    const bytes = encoder.encode(text);
    text = "";
    sink.write(bytes);
  };
  const finish = (event: StreamEvent & { readonly kind: "end" }): void => {
    isOver = true;
    if (event.reason !== "complete") {
      const why =
        event.detail === undefined ? "it ended early" : `it sent something else than ${event.detail}`;
      flush();
      sink.broken(problemFromTruncation(provider, why));
      return;
    }
    text += encode(event);
    if (!hasContent) sink.progress("text");
    flush();
    sink.whole(told.summary());
  };
  const reader = createStreamReader({
    dialect: from,
    tools,
    scope: reply.scope,
    emit(event) {
      if (isOver) return;
      told.hear(event);
      if (event.kind === "end") {
        finish(event);
        return;
      }
      if (event.kind === "failure") {
        isOver = true;
        flush();
        sink.broken(problemFromSaid(event.failure));
        return;
      }
      const kind = contentKindOf(event);
      if (kind !== undefined) {
        hasContent = true;
        sink.progress(kind);
      }
      if (event.kind !== "keep-alive" || hasContent) text += encode(event);
    },
  });
  return {
    data(bytes) {
      reader.push(bytes);
      if (!isOver) flush();
    },
    end: reader.end,
    cut: () => isOver,
    failureText: (failure) => encode({ kind: "failure", failure }),
  };
}

/** Which clock an event winds, if it is content. */
export function contentKindOf(event: StreamEvent): "text" | "thinking" | undefined {
  switch (event.kind) {
    case "text-delta":
    case "input-delta":
      return "text";
    case "thinking-delta":
      return "thinking";
    case "part-start":
      return event.part.kind === "tool-call" || event.part.kind === "whole" ? "text" : undefined;
    default:
      return undefined;
  }
}

/** Remembers what the ledger wants to know. */
export function createListener(): { hear: (event: StreamEvent) => void; summary: () => Told } {
  let usage: Usage | undefined;
  let finish: string | undefined;
  let model: string | undefined;
  return {
    hear(event) {
      if (event.kind === "usage-report") usage = mergeUsage(usage, event.usage);
      else if (event.kind === "response-finish") finish = event.finish.reason;
      else if (event.kind === "response-start") ({ model } = event);
    },
    summary: () => ({
      ...(usage === undefined ? {} : { usage }),
      ...(finish === undefined ? {} : { finish }),
      ...(model === undefined || model === "" ? {} : { model }),
    }),
  };
}
