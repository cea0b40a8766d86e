// A script and a request make a course of steps: everything a provider does, but for doing it.

import { complaint as embeddingComplaint, embeddings } from "./chat/embeddings.ts";
import { createChooser } from "./choose.ts";
import type { Choice } from "./choose.ts";
import { courseOf } from "./course.ts";
import type { Step } from "./course.ts";
import { encoders, usualModels } from "./encoders.ts";
import type { Encoder, Refusal, Stamp } from "./encoder.ts";
import type { Fault } from "./faults/fault.ts";
import type { FaultEntry, Struck } from "./faults/entry.ts";
import { entryOf } from "./faults/table.ts";
import { messageFrom } from "./message.ts";
import type { ProviderRequest } from "./provider-request.ts";
import { askedFrom } from "./request.ts";
import type { Asked } from "./request.ts";
import { bytesOf } from "./response.ts";
import type { Response } from "./response.ts";
import type { Answer, BytesAnswer, HeaderEntry } from "./said.ts";
import { dialectNames } from "./script.ts";
import type { Script } from "./script.ts";
import { accountOf, isKeyKnown } from "./sign-in.ts";
import { tokensOf } from "./tokens.ts";

/** Answers one request after the other; it remembers how many requests met each rule, and nothing else. */
export type Responder = (request: ProviderRequest, stamp: Stamp) => Step[];

/** `beganAt`: Unix milliseconds from which the script's times count. */
export function createResponder(script: Script, beganAt = 0): Responder {
  const choose = createChooser(script, beganAt);
  return (request, stamp) => {
    const asked = askedFrom(request);
    const { answer, fault } = choose(asked, stamp.at);
    return stepsFor({ asked, answer, fault, stamp, script });
  };
}

/** The refusal of a request that is too large to be read. */
export function refuseLarge(request: ProviderRequest, stamp: Stamp): Step[] {
  return courseOf(refused(encoders[askedFrom(request).dialect], { status: 413 }, stamp));
}

interface Situation extends Choice {
  readonly asked: Asked;
  readonly stamp: Stamp;
  readonly script: Script;
}

function stepsFor(situation: Situation): Step[] {
  const { fault } = situation;
  const struck = struckBy(situation);
  if (fault === undefined) return courseOf(responseTo(situation, struck));
  const entry = entryOf(fault);
  const response = struckResponse(situation, struck, { fault, entry });
  return entry.steps?.(response, fault) ?? courseOf(response);
}

interface Strike {
  readonly fault: Fault;
  readonly entry: FaultEntry<Fault>;
}

function struckResponse(situation: Situation, struck: Struck, { fault, entry }: Strike): Response {
  if (entry.refusal !== undefined) {
    return refused(struck.encoder, entry.refusal(fault, struck), situation.stamp);
  }
  const message = entry.message?.(struck.message, fault) ?? struck.message;
  const response = responseTo(situation, { ...struck, message });
  // Of an error nothing is told that could be missing or doubled.
  return response.status === 200 ? (entry.response?.(response, fault, struck) ?? response) : response;
}

/** Even where the bytes are a script's own, a fault may need what would have been said. */
function struckBy({ asked, answer, stamp, script }: Situation): Struck {
  const said: Exclude<Answer, BytesAnswer> = answer.kind === "bytes" ? { kind: "echo" } : answer;
  return {
    asked,
    stamp,
    encoder: encoders[asked.dialect],
    message: messageFrom(said, asked),
    account: accountOf(script, asked.key),
  };
}

function responseTo({ answer, script, stamp }: Situation, struck: Struck): Response {
  const { asked, encoder } = struck;
  if (answer.kind === "bytes") return bytesResponse(answer);
  const refusal = refusalOf(struck, script);
  if (refusal !== undefined) return refused(encoder, refusal, stamp);
  const own = encoder.headers(stamp);
  if (asked.endpoint === "models") {
    return json(200, encoder.models(script.models ?? usualModels[asked.dialect]), own);
  }
  if (asked.endpoint === "count") return json(200, encoder.count(tokensOf(asked.wishes.input)), own);
  if (asked.endpoint === "embed") return json(200, embeddings(asked), own);
  const response = asked.stream === undefined ? json(200, encoder.whole(struck), own) : stream(struck, own);
  const { headers, paceMs = 0, delayMs = 0 } = answer;
  return { ...response, headers: joined(response.headers, headers), paceMs, delayMs };
}

/** Why a healthy provider does not answer this request, if it does not. */
function refusalOf({ asked, encoder, account }: Struck, script: Script): Refusal | undefined {
  const { refusals } = encoder;
  const { dialects = dialectNames, models } = script;
  if (asked.endpoint === "unknown" || !dialects.includes(asked.dialect)) return refusals.unknownPath(asked);
  if (asked.endpoint === "wrong-method") return refusals.wrongMethod(asked);
  if (isKeyKnown(script, asked.key) === "unknown") {
    return asked.key === undefined ? refusals.keyMissing : refusals.keyWrong;
  }
  if (asked.endpoint === "models") return undefined;
  const complaint =
    asked.endpoint === "embed" ? embeddingComplaint(asked) : encoder.complaint({ asked, script, account });
  const isUnknown = models !== undefined && !models.includes(asked.model);
  return complaint ?? (isUnknown ? refusals.unknownModel(asked.model) : undefined);
}

function refused(encoder: Encoder, refusal: Refusal, stamp: Stamp): Response {
  const own = encoder.headers(stamp);
  const kept = refusal.isBare === true ? own.filter(([name]) => !name.includes("ratelimit")) : own;
  return json(refusal.status, encoder.error(refusal, stamp), joined(kept, refusal.headers));
}

function json(status: number, value: unknown, headers: readonly HeaderEntry[]): Response {
  return {
    status,
    headers: [["content-type", "application/json"], ...headers],
    framing: "length",
    form: "whole",
    pieces: [{ bytes: bytesOf(JSON.stringify(value)), phase: "content" }],
    delayMs: 0,
    paceMs: 0,
  };
}

function stream(struck: Struck, headers: readonly HeaderEntry[]): Response {
  const isArray = struck.asked.stream === "array";
  const about: HeaderEntry[] = [
    ["content-type", isArray ? "application/json; charset=UTF-8" : "text/event-stream; charset=utf-8"],
    ...(isArray ? [] : ([["cache-control", "no-cache"]] as const)),
  ];
  return {
    status: 200,
    headers: [...about, ...headers],
    framing: "chunked",
    form: "events",
    pieces: struck.encoder.events(struck).map(({ phase, text }) => ({ phase, bytes: bytesOf(text) })),
    delayMs: 0,
    paceMs: 0,
  };
}

function bytesResponse(answer: BytesAnswer): Response {
  const { status = 200, headers = [], framing = "chunked", pieces, paceMs = 0, delayMs = 0 } = answer;
  const bytes = pieces.map((piece) => (typeof piece === "string" ? bytesOf(piece) : piece));
  const told = bytes.map((piece) => ({ bytes: piece, phase: "content" }) as const);
  return { status, headers, framing, form: "bytes", pieces: told, delayMs, paceMs };
}

function joined(own: readonly HeaderEntry[], further: readonly HeaderEntry[] = []): HeaderEntry[] {
  const replaced = new Set(further.map(([name]) => name.toLowerCase()));
  return [...own.filter(([name]) => !replaced.has(name.toLowerCase())), ...further];
}
