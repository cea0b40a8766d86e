// Counting a prompt's tokens on a road that speaks another dialect, and guessing where no road can.

import { dialects, estimateTokens, fit, parseJson } from "@holdfast/wire";
import type { AnswerReader, AnswerSink } from "./answer.ts";
import type { Admitted } from "./admitted.ts";
import { createGathered, gatherLimit, tooLargeAnswer } from "./answers/gathered.ts";
import type { Impassable, Passage, PassageInput } from "./passage.ts";
import { problemFromTruncation } from "./problem.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export function countingFor({ admitted, candidate, plane, lesson }: PassageInput): Passage | Impassable {
  const { dialect, endpoint, model, road, capabilities, proofScope } = candidate;
  const provider = road.provider.name;
  const name = `${provider}/${model}`;
  const destination = plane.destinations(road.provider, endpoint, dialect);
  const codec = dialects[dialect].tokenCount;
  const target = destination.targetFor("countTokens", model);
  const neutral = admitted.neutral();
  if (codec === undefined || target === undefined || neutral.kind === "fault") {
    const message =
      neutral.kind === "fault" ? `\`${neutral.path}\` cannot be understood` : "It counts no tokens";
    return {
      kind: "impassable",
      name,
      problem: { class: "capability", failure: { kind: "unsupported", message: `${message}.` } },
    };
  }
  const fitted = fit(neutral.value, { dialect, capabilities, scope: proofScope });
  const { body, losses } = codec.encodeRequest(fitted.request, { model, isStreamed: false, capabilities });
  return {
    kind: "passage",
    name,
    provider,
    dialect,
    model,
    origin: destination.origin,
    servedBy: destination.servedBy,
    request: {
      method: "POST",
      target,
      fields: destination.fieldsFor("whole"),
      body: { kind: "whole", pieces: [encoder.encode(JSON.stringify(body))] },
    },
    lesson,
    keeps: "nothing",
    commitsAt: "end",
    takesAnything: false,
    takesChunks: false,
    losses: [...fitted.losses, ...losses],
    readerFor: (_, sink) => readCount({ admitted, candidate }, sink),
  };
}

function readCount(
  { admitted, candidate }: Pick<PassageInput, "admitted" | "candidate">,
  sink: AnswerSink,
): AnswerReader {
  const provider = candidate.road.provider.name;
  const body = createGathered(gatherLimit);
  return {
    data(bytes) {
      if (!body.add(bytes)) sink.broken(tooLargeAnswer(provider));
    },
    end() {
      const value = parseJson(decoder.decode(body.whole()));
      const counted = value === undefined ? undefined : dialects[candidate.dialect].tokenCount?.decode(value);
      const encode = dialects[admitted.dialect].tokenCount?.encode;
      if (counted?.kind !== "decoded" || encode === undefined) {
        sink.broken(problemFromTruncation(provider, "it sent no count"));
        return;
      }
      sink.progress("text");
      sink.write(encoder.encode(JSON.stringify(encode(counted.value))));
      sink.whole({});
    },
    cut: () => false,
  };
}

/** A guess, for a client that would rather have one than an error; undefined where the request is none to count. */
export function estimatedCount(admitted: Admitted): string | undefined {
  const codec = dialects[admitted.dialect].tokenCount;
  const neutral = admitted.operation === "count-tokens" ? admitted.neutral() : undefined;
  if (codec === undefined || neutral?.kind !== "decoded") return undefined;
  return JSON.stringify(codec.encode(estimateTokens(neutral.value)));
}
