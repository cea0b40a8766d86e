// A provider's whole answer in one dialect, told to the client in another.

import { createStreamWriter, eventsOf, parseJson, readResponse, writeResponse } from "@holdfast/wire";
import type { NeutralResponse } from "@holdfast/wire";
import type { AnswerReader, AnswerSink } from "../answer.ts";
import { problemFromSaid, problemFromTruncation } from "../problem.ts";
import type { CrossingInput } from "./cross-stream.ts";
import { createGathered, gatherLimit, tooLargeAnswer } from "./gathered.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** For a client that wants the whole. */
export function readCrossWhole(input: CrossingInput, sink: AnswerSink): AnswerReader {
  return readWhole(input, sink, (response) => [
    JSON.stringify(writeResponse(input.to, response, input.reply).body),
  ]);
}

/** For a client that wants a stream, from a provider that gave none. */
export function readReplayed(input: CrossingInput, sink: AnswerSink): AnswerReader {
  return readWhole(input, sink, (response) => {
    const encode = createStreamWriter(input.to, input.reply);
    return eventsOf(response).map(encode);
  });
}

function readWhole(
  { provider, from, tools, reply }: CrossingInput,
  sink: AnswerSink,
  write: (response: NeutralResponse) => Iterable<string>,
): AnswerReader {
  const body = createGathered(gatherLimit);
  return {
    data(bytes) {
      if (!body.add(bytes)) sink.broken(tooLargeAnswer(provider));
    },
    end() {
      const value = parseJson(decoder.decode(body.whole()));
      if (value === undefined) {
        sink.broken(problemFromTruncation(provider, "it sent no JSON"));
        return;
      }
      const answer = readResponse(from, value, { scope: reply.scope, tools });
      if (answer.kind === "failed") {
        sink.broken(problemFromSaid(answer.failure));
        return;
      }
      if (answer.kind === "fault") {
        const where = answer.path === "" ? "" : ` at \`${answer.path}\``;
        sink.broken(problemFromTruncation(provider, `${answer.expected} is missing${where}`));
        return;
      }
      const { usage, finish, model } = answer.value;
      sink.progress("text");
      sink.write(encoder.encode([...write(answer.value)].join("")));
      sink.whole({
        finish: finish.reason,
        ...(usage === undefined ? {} : { usage }),
        ...(model === "" ? {} : { model }),
      });
    },
    cut: () => false,
  };
}
