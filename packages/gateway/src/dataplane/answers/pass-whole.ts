// A provider's whole answer, passed on as it came once all of it is there: until then another road can still answer.

import { readWholeAnswer } from "@holdfast/wire";
import type { DialectName } from "@holdfast/wire";
import type { AnswerReader, AnswerSink } from "../answer.ts";
import { problemFromSaid, problemFromTruncation } from "../problem.ts";
import { createGathered, gatherLimit, tooLargeAnswer } from "./gathered.ts";

export function readPassWhole(
  { provider, dialect }: { readonly provider: string; readonly dialect: DialectName },
  sink: AnswerSink,
): AnswerReader {
  const body = createGathered(gatherLimit);
  return {
    data(bytes) {
      if (!body.add(bytes)) sink.broken(tooLargeAnswer(provider));
    },
    end() {
      const bytes = body.whole();
      const answer = readWholeAnswer(dialect, bytes);
      if (answer.kind === "failed") {
        sink.broken(problemFromSaid(answer.failure));
        return;
      }
      if (answer.kind === "nothing") {
        sink.broken(problemFromTruncation(provider, answer.why));
        return;
      }
      sink.progress("text");
      sink.write(bytes);
      sink.whole(answer.told);
    },
    cut: () => false,
  };
}

/** The answer to what is no question for a model: passed on unread, as it comes. */
export function readPassAnything(sink: AnswerSink): AnswerReader {
  sink.progress("text");
  return {
    data(bytes) {
      sink.progress("text");
      sink.write(bytes);
    },
    end: () => sink.whole({}),
    cut: () => false,
  };
}
