// A request whose road speaks the client's dialect: its bytes go on as they came, but for credentials, host and model.

import type { OutgoingRequest } from "@holdfast/transport";
import { hasProofMarker, spliceModel, spliceStream } from "@holdfast/wire";
import type { Loss } from "@holdfast/wire";
import type { AnswerReader, AnswerSink } from "./answer.ts";
import { readAssembledNative } from "./answers/assembled-native.ts";
import { readPassAnything, readPassWhole } from "./answers/pass-whole.ts";
import { readPassStream } from "./answers/pass-stream.ts";
import { generateTarget } from "./destination.ts";
import type { Destination } from "./destination.ts";
import type { BodyForm, Impassable, Passage, PassageInput } from "./passage.ts";
import { notForProviders, notForWatchedProviders } from "./private-fields.ts";
import { rewrittenBody } from "./rewritten-body.ts";

/** What of the client's wish is left to the provider. */
type Wish = "stream" | "whole" | "assembled" | "anything";

const keptBy: Readonly<Record<Wish, Passage["keeps"]>> = {
  stream: "head",
  whole: "head",
  assembled: "nothing",
  anything: "head-and-framing",
};

export function sameDialectFor(input: PassageInput): Passage | Impassable {
  const { admitted, candidate, plane, lesson } = input;
  const { road, endpoint, dialect, model } = candidate;
  const provider = road.provider.name;
  const destination = plane.destinations(road.provider, endpoint, dialect);
  const wish = wishOf(input);
  const target = targetOf(input, destination, wish);
  const body = bodyFor(input, wish);
  if (body === "unchanged") return unchanged(`${provider}/${model}`);
  const { head } = admitted.received;
  const request: OutgoingRequest = {
    method: head.method,
    target,
    forwarded: {
      fields: head.fields,
      without: wish === "anything" ? notForProviders : notForWatchedProviders,
    },
    fields: wish === "anything" ? destination.signIn : destination.watched,
    body: body.pieces.length === 0 ? { kind: "none" } : { kind: "whole", pieces: body.pieces },
  };
  return {
    kind: "passage",
    name: `${provider}/${model}`,
    provider,
    dialect,
    model,
    origin: destination.origin,
    servedBy: destination.servedBy,
    request,
    lesson,
    keeps: keptBy[wish],
    commitsAt: wish === "stream" || wish === "anything" ? "content" : "end",
    takesAnything: wish === "anything",
    takesChunks: wish === "anything" && head.minorVersion === 1,
    losses: body.losses,
    readerFor: (form, sink) => readerFor(input, { form, wish }, sink),
  };
}

function wishOf({ admitted }: PassageInput): Wish {
  if (admitted.operation === "other" || admitted.operation === "models") return "anything";
  if (admitted.operation !== "generate") return "whole";
  if (admitted.decided.isStreamed) return "stream";
  return admitted.decided.route.whole === "assembled" ? "assembled" : "whole";
}

interface OutgoingBytes {
  readonly pieces: readonly Uint8Array[];
  readonly losses: readonly Loss[];
}

/** The road has refused something, and there is nothing in the body that could be left out. */
function unchanged(name: string): Impassable {
  const message = "It refuses something that cannot be taken out of the request.";
  return {
    kind: "impassable",
    name,
    problem: { class: "capability", failure: { kind: "bad-request", message } },
  };
}

function bodyFor(input: PassageInput, wish: Wish): OutgoingBytes | "unchanged" {
  const { admitted, candidate, lesson } = input;
  const { body } = admitted.received;
  if (body.length === 0) return { pieces: [], losses: [] };
  const { fields } = admitted.decided;
  if (wish !== "anything" && (lesson !== undefined || hasProofMarker(body))) {
    return rewrittenBody(input, wish);
  }
  if (fields === undefined) return { pieces: [body], losses: [] };
  const { pieces } =
    wish === "assembled" ? spliceStream(body, fields, candidate) : spliceModel(body, fields, candidate.model);
  return { pieces, losses: [] };
}

function targetOf({ admitted, candidate }: PassageInput, destination: Destination, wish: Wish): string {
  const { dialect, model, road } = candidate;
  const { path, query } = admitted.received.recognised;
  const rest = dialect === "gemini" ? withoutKey(query) : query;
  switch (admitted.operation) {
    case "generate": {
      const wants = wish === "whole" ? "whole" : "stream";
      const target = generateTarget(destination, model, { dialect, wants });
      return joinQuery(
        target,
        dialect === "gemini" && wants === "stream" ? rest.replace(/([?&])alt=[^&]*&?/, "$1") : rest,
      );
    }
    case "count-tokens":
      return joinQuery(destination.targetFor("countTokens", model) ?? path, rest);
    case "embeddings":
      return joinQuery(destination.targetFor("embeddings", model) ?? path, rest);
    case "models":
    case "other": {
      const { basePath, versionInBase } = road.provider;
      const own =
        versionInBase !== "" && path.startsWith(`${versionInBase}/`)
          ? path.slice(versionInBase.length)
          : path;
      return basePath + own + rest;
    }
  }
}

function joinQuery(target: string, query: string): string {
  return query.length > 1 && target.includes("?") ? `${target}&${query.slice(1)}` : target + query;
}

/** Google takes a key in the query: the client's own stays here. */
function withoutKey(query: string): string {
  const kept = query
    .slice(1)
    .split("&")
    .filter((pair) => !pair.startsWith("key="));
  return kept.join("") === "" ? "" : `?${kept.join("&")}`;
}

function readerFor(
  { admitted, candidate }: PassageInput,
  { form, wish }: { readonly form: BodyForm; readonly wish: Wish },
  sink: AnswerSink,
): AnswerReader {
  const provider = candidate.road.provider.name;
  const { dialect } = candidate;
  if (wish === "anything") return readPassAnything(sink);
  if (form === "events" || (form === "unsaid" && wish !== "whole")) {
    const contentKind = admitted.decided.fields?.asksForThinking === true ? "thinking" : "text";
    const read = wish === "stream" ? readPassStream : readAssembledNative;
    return read({ provider, dialect, contentKind }, sink);
  }
  return readPassWhole({ provider, dialect }, sink);
}
