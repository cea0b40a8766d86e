// A script and a request make a course of steps: everything a provider does, but for doing it.

import { chatEncoder } from "./chat/encoder.ts";
import { createChooser } from "./choose.ts";
import type { Choice } from "./choose.ts";
import { withFault } from "./course.ts";
import type { Response, Step } from "./course.ts";
import type { Encoder, Refusal, Stamp } from "./encoder.ts";
import { messageFrom } from "./message.ts";
import { messagesEncoder } from "./messages/encoder.ts";
import { askedFrom } from "./request.ts";
import type { Asked, ProviderRequest } from "./request.ts";
import type { BytesAnswer, Dialect, HeaderEntry, Script, StatusFault } from "./script.ts";

const encoders: Readonly<Record<Dialect, Encoder>> = { messages: messagesEncoder, chat: chatEncoder };

const usualModels: Readonly<Record<Dialect, readonly string[]>> = {
  messages: ["claude-opus-5", "claude-sonnet-5", "claude-haiku-4-5"],
  chat: ["gpt-5.5", "gpt-5.5-mini"],
};

/** Answers one request after the other; it remembers how many requests met each rule, and nothing else. */
export type Responder = (request: ProviderRequest, stamp: Stamp) => Step[];

export function createResponder(script: Script): Responder {
  const choose = createChooser(script);
  return (request, stamp) => {
    const asked = askedFrom(request);
    const choice = choose(asked);
    return withFault(responseTo({ asked, choice, stamp, script }), choice.fault);
  };
}

/** The refusal of a request that is too large to be read. */
export function refuseLarge(request: ProviderRequest, stamp: Stamp): Step[] {
  const { dialect } = askedFrom(request);
  return withFault(refused(encoders[dialect], { status: 413 }, stamp), undefined);
}

interface Situation {
  readonly asked: Asked;
  readonly choice: Choice;
  readonly stamp: Stamp;
  readonly script: Script;
}

function responseTo({ asked, choice, stamp, script }: Situation): Response {
  const encoder = encoders[asked.dialect];
  const { answer, fault } = choice;
  if (fault?.kind === "status") return refused(encoder, fault, stamp);
  if (answer.kind === "bytes") return bytesResponse(answer);
  const refusal = refusalOf(asked, script, encoder);
  if (refusal !== undefined) return refused(encoder, refusal, stamp);
  if (asked.endpoint === "models") {
    return json(200, encoder.models(script.models ?? usualModels[asked.dialect]), encoder.headers(stamp));
  }
  const message = messageFrom(answer, asked);
  const response = asked.isStreamed
    ? stream(encoder.events(message, stamp, asked), encoder.headers(stamp))
    : json(200, encoder.whole(message, stamp), encoder.headers(stamp));
  return { ...response, headers: joined(response.headers, answer.headers), paceMs: answer.paceMs ?? 0 };
}

/** Why a healthy provider does not answer this request, if it does not. */
function refusalOf(asked: Asked, { keys, models }: Script, encoder: Encoder): Refusal | undefined {
  const { refusals } = encoder;
  if (asked.endpoint === "unknown") return refusals.unknownPath(asked);
  if (asked.endpoint === "wrong-method") return refusals.wrongMethod(asked);
  if (keys !== undefined) {
    const key = encoder.keyOf(asked);
    if (key === undefined) return refusals.keyMissing;
    if (!keys.includes(key)) return refusals.keyWrong;
  }
  if (asked.endpoint === "models") return undefined;
  const isUnknown = models !== undefined && !models.includes(asked.model);
  return encoder.complaint(asked) ?? (isUnknown ? refusals.unknownModel(asked.model) : undefined);
}

function refused(encoder: Encoder, refusal: Omit<StatusFault, "kind">, stamp: Stamp): Response {
  const headers = joined(encoder.headers(stamp), refusal.headers);
  return json(refusal.status, encoder.error(refusal, stamp), headers);
}

function json(status: number, value: unknown, headers: readonly HeaderEntry[]): Response {
  const pieces = [bytesOf(JSON.stringify(value))];
  return {
    status,
    headers: [["content-type", "application/json"], ...headers],
    framing: "length",
    pieces,
    paceMs: 0,
  };
}

function stream(events: readonly string[], headers: readonly HeaderEntry[]): Response {
  const about: HeaderEntry[] = [
    ["content-type", "text/event-stream; charset=utf-8"],
    ["cache-control", "no-cache"],
  ];
  return {
    status: 200,
    headers: [...about, ...headers],
    framing: "chunked",
    pieces: events.map(bytesOf),
    paceMs: 0,
  };
}

function bytesResponse({
  status = 200,
  headers = [],
  framing = "chunked",
  pieces,
  paceMs = 0,
}: BytesAnswer): Response {
  const bytes = pieces.map((piece) => (typeof piece === "string" ? bytesOf(piece) : piece));
  return { status, headers, framing, pieces: bytes, paceMs };
}

function joined(own: readonly HeaderEntry[], further: readonly HeaderEntry[] = []): HeaderEntry[] {
  const replaced = new Set(further.map(([name]) => name.toLowerCase()));
  return [...own.filter(([name]) => !replaced.has(name.toLowerCase())), ...further];
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
