// A whole answer made of a provider's stream: the same clocks protect it, and nothing is sent before it is whole.

import { createAssembler, createStreamReader, writeResponse } from "@holdfast/wire";
import type { AnswerReader, AnswerSink } from "../answer.ts";
import { problemFromSaid, problemFromTruncation } from "../problem.ts";
import { contentKindOf, createListener } from "./cross-stream.ts";
import type { CrossingInput } from "./cross-stream.ts";

const encoder = new TextEncoder();

export function readAssembled(
  { provider, from, to, tools, reply }: CrossingInput,
  sink: AnswerSink,
): AnswerReader {
  const assembler = createAssembler(from);
  const told = createListener();
  let isOver = false;
  const finish = (): void => {
    isOver = true;
    const result = assembler.result();
    if (result.kind === "failed") {
      sink.broken(problemFromSaid(result.failure));
      return;
    }
    if (result.kind === "incomplete") {
      sink.broken(problemFromTruncation(provider, result.why));
      return;
    }
    const { body } = writeResponse(to, result.response, reply);
    sink.write(encoder.encode(JSON.stringify(body)));
    sink.whole(told.summary());
  };
  const reader = createStreamReader({
    dialect: from,
    tools,
    scope: reply.scope,
    emit(event) {
      assembler.event(event);
      told.hear(event);
      if (event.kind === "end") {
        finish();
        return;
      }
      const kind = contentKindOf(event);
      if (kind !== undefined) sink.progress(kind);
    },
  });
  return { data: reader.push, end: reader.end, cut: () => isOver };
}
