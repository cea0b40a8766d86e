// A whole answer made of the provider's stream, in the provider's own words.

import { createNativeWhole, createSseParser, dialects, watchStream } from "@holdfast/wire";
import type { AnswerReader, AnswerSink } from "../answer.ts";
import { problemFromSaid, problemFromTruncation } from "../problem.ts";
import type { PassStreamInput } from "./pass-stream.ts";

const encoder = new TextEncoder();

export function readAssembledNative(
  { provider, dialect, contentKind }: PassStreamInput,
  sink: AnswerSink,
): AnswerReader {
  const whole = createNativeWhole(dialect);
  const watcher = watchStream(dialect);
  let events = 0;
  let isOver = false;
  const parser = createSseParser(whole.message, () => {
    isOver = true;
    sink.broken(problemFromTruncation(provider, "it sent an event of no end"));
  });
  /** `false`: there is no whole answer. */
  const conclude = (): boolean => {
    const result = whole.result();
    if (result.kind === "incomplete") return false;
    isOver = true;
    if (result.kind === "failed") {
      const failure = dialects[dialect].decodeError({
        status: undefined,
        body: result.text,
        field: () => undefined,
      });
      sink.broken(problemFromSaid(failure));
      return true;
    }
    if (events === 0) sink.progress(contentKind);
    sink.write(encoder.encode(JSON.stringify(result.body)));
    const usage = dialects[dialect].usageFrom(watcher.usage());
    sink.whole({
      ...(usage === undefined ? {} : { usage }),
      ...(watcher.watched.finish === undefined ? {} : { finish: watcher.watched.finish }),
    });
    return true;
  };
  return {
    data(bytes) {
      if (isOver) return;
      watcher.push(bytes);
      parser.push(bytes);
      if (watcher.watched.contentAt !== undefined && watcher.watched.events > events) {
        ({ events } = watcher.watched);
        sink.progress(contentKind);
      }
      if (watcher.watched.hasTerminal || watcher.watched.error !== undefined) conclude();
    },
    end() {
      if (isOver || conclude()) return;
      isOver = true;
      const result = whole.result();
      sink.broken(
        problemFromTruncation(provider, result.kind === "incomplete" ? result.why : "it ended early"),
      );
    },
    cut: () => isOver || conclude(),
  };
}
