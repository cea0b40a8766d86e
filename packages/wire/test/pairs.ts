// The way through the hub, from a client of one dialect to a provider of another and back.

import { capabilitiesFor } from "../src/catalogue/capabilities-for.ts";
import { createCatalogue } from "../src/catalogue/create-catalogue.ts";
import type { ProviderKind } from "../src/catalogue/entry.ts";
import { dialectNames } from "../src/dialect-name.ts";
import type { DialectName } from "../src/dialect-name.ts";
import type { ReplyContext } from "../src/dialect.ts";
import { dialects } from "../src/dialects.ts";
import { noToolNames } from "../src/fit/tool-names.ts";
import { translateRequest } from "../src/hub/translate-request.ts";
import { readResponse, writeResponse } from "../src/hub/translate-response.ts";
import { createStreamReader, createStreamWriter } from "../src/hub/translate-stream.ts";
import type { FailureKind } from "../src/failure.ts";
import type { JsonObject, JsonValue } from "../src/json/value.ts";
import type { Loss } from "../src/loss.ts";
import type { StreamEvent } from "../src/model/event.ts";
import type { NeutralRequest } from "../src/model/request.ts";
import { createSseParser } from "../src/stream/sse-parser.ts";
import { createNativeWhole } from "../src/whole/native.ts";
import type { NativeResult } from "../src/whole/result.ts";

/** Every client's dialect with every provider's. */
export const pairs: readonly (readonly [client: DialectName, provider: DialectName])[] = dialectNames.flatMap(
  (client) => dialectNames.map((provider) => [client, provider] as const),
);

/** Who the providers are. */
const providers: Readonly<Record<DialectName, readonly [kind: ProviderKind, model: string]>> = {
  messages: ["anthropic", "claude-opus-5"],
  chat: ["openai", "gpt-5.5"],
  responses: ["openai", "gpt-5.5"],
  gemini: ["gemini", "gemini-3.8-flash"],
};

const catalogue = createCatalogue();

export interface Crossed {
  readonly body: JsonObject;
  readonly losses: readonly string[];
}

/** The body for the provider, and what is lost: `path action`, sorted. */
export function crossRequest(client: DialectName, provider: DialectName, said: JsonValue): Crossed {
  const request = requestFrom(client, said);
  const [kind, model] = providers[provider];
  const { body, losses } = translateRequest(request.value, {
    dialect: provider,
    model,
    isStreamed: false,
    capabilities: capabilitiesFor(catalogue, kind, model),
    scope: provider,
  });
  return { body, losses: told([...request.losses, ...losses]) };
}

/** What a client hears of a provider's whole answer. */
export function crossWhole(client: DialectName, provider: DialectName, answer: JsonValue): Crossed {
  const read = readResponse(provider, answer, { scope: provider, tools: noToolNames });
  if (read.kind !== "decoded") throw new Error(JSON.stringify(read));
  const { body, losses } = writeResponse(client, read.value, replyTo(client, provider));
  return { body, losses: told([...read.losses, ...losses]) };
}

/** What a client hears of a provider's stream, put together as its dialect says. */
export function crossStream(client: DialectName, provider: DialectName, stream: string): NativeResult {
  const events: StreamEvent[] = [];
  const reader = createStreamReader({
    dialect: provider,
    tools: noToolNames,
    scope: provider,
    emit: (event) => events.push(event),
  });
  reader.push(new TextEncoder().encode(stream));
  reader.end();
  const write = createStreamWriter(client, replyTo(client, provider));
  const whole = createNativeWhole(client);
  const parser = createSseParser(whole.message, () => undefined);
  parser.push(new TextEncoder().encode(events.map(write).join("")));
  return whole.result();
}

/** The kind that a failure is read as by whoever gets it in the dialect, such as a gateway behind this one. */
export function crossFailure(dialect: DialectName, kind: FailureKind): FailureKind {
  const { status, body } = dialects[dialect].encodeError({ kind, message: "It does not go on." });
  return dialects[dialect].decodeError({ status, body, field: () => undefined }).kind;
}

/** The same inside a stream that has begun; undefined where it ends without a word of it. */
export function crossStreamedFailure(dialect: DialectName, kind: FailureKind): FailureKind | undefined {
  const write = createStreamWriter(dialect, replyTo(dialect, dialect));
  const said: readonly StreamEvent[] = [
    { kind: "response-start", id: "answer_1", model: "asked-for" },
    { kind: "part-start", index: 0, part: { kind: "text" } },
    { kind: "text-delta", index: 0, text: "So" },
    { kind: "failure", failure: { kind, message: "It does not go on." } },
    { kind: "end", reason: "failed" },
  ];
  const heard: StreamEvent[] = [];
  const emit = (event: StreamEvent): number => heard.push(event);
  const reader = createStreamReader({ dialect, tools: noToolNames, scope: dialect, emit });
  reader.push(new TextEncoder().encode(said.map(write).join("")));
  reader.end();
  const last = heard.at(-1);
  const failure = heard.find((event) => event.kind === "failure");
  return last?.kind === "end" && last.reason === "failed" ? failure?.failure.kind : undefined;
}

function requestFrom(client: DialectName, said: JsonValue) {
  const request = dialects[client].decodeRequest(said, {
    open: () => undefined,
    model: "asked-for",
    isStreamed: false,
  });
  if (request.kind === "fault") throw new Error(`fault at ${request.path}: expected ${request.expected}`);
  return request;
}

function replyTo(client: DialectName, provider: DialectName): ReplyContext {
  const request: NeutralRequest = {
    origin: client,
    model: "asked-for",
    isStreamed: true,
    includeUsage: true,
    turns: [],
  };
  return {
    request,
    model: "asked-for",
    idSeed: "seed",
    createdAt: 1_700_000_000,
    seal: ({ value }) => `hf1.${value}`,
    scope: provider,
  };
}

function told(losses: readonly Loss[]): string[] {
  return losses.map(({ path, action }) => `${path} ${action}`).toSorted();
}
