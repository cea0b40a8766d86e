// A request that is said in another dialect on its road, and the answer in the client's own.

import { translateRequest, withoutField } from "@holdfast/wire";
import type { Capabilities, Loss, NeutralRequest, ReplyContext, TranslatedRequest } from "@holdfast/wire";
import type { AnswerReader, AnswerSink } from "./answer.ts";
import { readAssembled } from "./answers/assembled.ts";
import { readCrossStream } from "./answers/cross-stream.ts";
import type { CrossingInput } from "./answers/cross-stream.ts";
import { readCrossWhole, readReplayed } from "./answers/cross-whole.ts";
import { generateTarget } from "./destination.ts";
import type { Impassable, Passage, PassageInput } from "./passage.ts";
import type { Problem } from "./problem.ts";

const encoder = new TextEncoder();

export function crossingFor(input: PassageInput): Passage | Impassable {
  const { admitted, candidate } = input;
  const name = `${candidate.scopes.provider}/${candidate.model}`;
  const neutral = admitted.neutral();
  if (neutral.kind === "fault") {
    const where = neutral.path === "" ? "The request body" : `\`${neutral.path}\``;
    return impassable(name, "bad-request", `${where} cannot be understood: expected ${neutral.expected}.`);
  }
  const isStreamed = streamsOn(input);
  const { capabilities, refusedFields } = taught(input);
  const translated = translateRequest(neutral.value, {
    dialect: candidate.dialect,
    model: candidate.model,
    isStreamed,
    capabilities,
    // Proofs that were refused here are of no use to this road, whoever made them.
    scope: input.lesson?.kind === "proofs" ? "" : candidate.proofScope,
  });
  const { tools, losses } = translated;
  const body = refusedFields.reduce(withoutField, translated.body);
  const refused = losses.find(({ action }) => action === "refused");
  if (refused !== undefined) {
    return impassable(name, "unsupported", `It cannot take \`${refused.path}\`: ${refused.why}.`);
  }
  return passageFrom(
    input,
    { body, tools, losses: [...neutral.losses, ...losses], isStreamed },
    neutral.value,
  );
}

/** What the road can take by all that is known: the catalogue, what it taught lately, and what it has just refused. */
function taught({ candidate, plane, lesson }: PassageInput): {
  readonly capabilities: Capabilities;
  readonly refusedFields: readonly string[];
} {
  const at = { provider: candidate.road.provider.name, model: candidate.model };
  const known = plane.learned.of(at, plane.wheel.now());
  return {
    capabilities: {
      ...candidate.capabilities,
      ...known.capabilities,
      ...(lesson?.kind === "capability" ? lesson.change : {}),
    },
    refusedFields: [...known.refusedFields, ...(lesson?.kind === "field" ? [lesson.field] : [])],
  };
}

/** Whole answers are asked for as streams too, so that the same clocks protect them. */
function streamsOn({ admitted }: PassageInput): boolean {
  return admitted.decided.isStreamed || admitted.decided.route.whole === "assembled";
}

interface Said extends TranslatedRequest {
  readonly losses: readonly Loss[];
  readonly isStreamed: boolean;
}

function passageFrom(input: PassageInput, said: Said, request: NeutralRequest): Passage {
  const { admitted, candidate, plane, lesson } = input;
  const { dialect, endpoint, model, road } = candidate;
  const destination = plane.destinations(road.provider, endpoint, dialect);
  const wants = said.isStreamed ? "stream" : "whole";
  const crossing: CrossingInput = {
    provider: road.provider.name,
    from: dialect,
    to: admitted.dialect,
    tools: said.tools,
    reply: replyContextFor(input, request),
  };
  return {
    kind: "passage",
    name: `${road.provider.name}/${model}`,
    provider: road.provider.name,
    dialect,
    model,
    origin: destination.origin,
    servedBy: destination.servedBy,
    request: {
      method: "POST",
      target: generateTarget(destination, model, { dialect, wants }),
      fields: destination.fieldsFor(wants),
      body: { kind: "whole", pieces: [encoder.encode(JSON.stringify(said.body))] },
    },
    lesson,
    keeps: "nothing",
    commitsAt: admitted.decided.isStreamed ? "content" : "end",
    takesAnything: false,
    takesChunks: false,
    losses: said.losses,
    readerFor(form, sink) {
      const isEvents = form === "events" || (form === "unsaid" && said.isStreamed);
      return readerFor(crossing, { isEvents, isStreamed: admitted.decided.isStreamed }, sink);
    },
  };
}

function readerFor(
  crossing: CrossingInput,
  { isEvents, isStreamed }: { readonly isEvents: boolean; readonly isStreamed: boolean },
  sink: AnswerSink,
): AnswerReader {
  if (isEvents) return isStreamed ? readCrossStream(crossing, sink) : readAssembled(crossing, sink);
  return isStreamed ? readReplayed(crossing, sink) : readCrossWhole(crossing, sink);
}

function replyContextFor(
  { admitted, candidate, plane, requestId }: PassageInput,
  request: NeutralRequest,
): ReplyContext {
  return {
    request,
    model: admitted.decided.model,
    idSeed: requestId,
    createdAt: Math.floor(plane.wallNow() / 1000),
    seal: plane.seal,
    scope: candidate.proofScope,
  };
}

function impassable(name: string, kind: "bad-request" | "unsupported", message: string): Impassable {
  const problem: Problem = {
    class: kind === "unsupported" ? "capability" : "bad-request",
    failure: { kind, message },
  };
  return { kind: "impassable", name, problem };
}
