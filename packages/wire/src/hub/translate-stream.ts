// From a provider's stream to a client's, event by event.

import type { AnswerContext, ReplyContext, StreamDecoder } from "../dialect.ts";
import type { DialectName } from "../dialect-name.ts";
import { dialects } from "../dialects.ts";
import { createToolRestorer } from "../fit/restore-tools.ts";
import type { ToolNames } from "../fit/tool-names.ts";
import type { StreamEvent } from "../model/event.ts";
import { createSseParser } from "../stream/sse-parser.ts";

export interface StreamReaderOptions extends AnswerContext {
  readonly dialect: DialectName;
  /** What the request's tools were renamed to. */
  readonly tools: ToolNames;
  /** Hears every event, in the order of model/event.ts; the last one is `end`. */
  readonly emit: (event: StreamEvent) => void;
}

/** A provider's stream of server-sent events, as bytes. */
export interface StreamReader {
  readonly push: (bytes: Uint8Array) => void;
  /** The bytes have ended. */
  readonly end: () => void;
}

/** Reads a provider's stream into neutral events. */
export function createStreamReader({ dialect, tools, scope, emit }: StreamReaderOptions): StreamReader {
  const restorer = createToolRestorer(tools);
  let hasEnded = false;
  const hear = (event: StreamEvent): void => {
    if (hasEnded) return;
    hasEnded = event.kind === "end";
    emit(event);
  };
  const decoder: StreamDecoder = dialects[dialect].createStreamDecoder(
    (event) => restorer.event(event, hear),
    { scope },
  );
  const overflow = (): void => hear({ kind: "end", reason: "malformed", detail: "an event of bounded size" });
  const parser = createSseParser(decoder.message, overflow);
  return { push: parser.push, end: decoder.end };
}

/** Writes neutral events as a client's stream: text for each event, often none. */
export function createStreamWriter(
  dialect: DialectName,
  context: ReplyContext,
): (event: StreamEvent) => string {
  return dialects[dialect].createStreamEncoder(context).encode;
}
