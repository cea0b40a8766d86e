// What a client asks for, read from the bytes that arrived.

import { read as readChat } from "./chat/read.ts";
import { read as readGemini } from "./gemini/read.ts";
import { isJsonObject, objectOf } from "./json.ts";
import type { JsonObject } from "./json.ts";
import { read as readMessages } from "./messages/read.ts";
import { headerOf } from "./provider-request.ts";
import type { ProviderRequest } from "./provider-request.ts";
import { read as readResponses } from "./responses/read.ts";
import { routeOf } from "./routes.ts";
import type { Endpoint, StreamForm } from "./routes.ts";
import type { Dialect } from "./script.ts";
import { keyOf } from "./sign-in.ts";
import { noWishes } from "./wishes.ts";
import type { Wishes } from "./wishes.ts";

export interface Asked {
  readonly endpoint: Endpoint;
  readonly dialect: Dialect;
  readonly request: ProviderRequest;
  /** Empty where the request names none. */
  readonly model: string;
  /** How the answer is to come; undefined: whole. */
  readonly stream: StreamForm | undefined;
  /** Chat tells the usage of a stream only to whoever asks for it. */
  readonly includesUsage: boolean;
  readonly key: string | undefined;
  readonly wishes: Wishes;
  /** The body, if it is a JSON object. */
  readonly body: JsonObject | undefined;
}

const readers: Readonly<Record<Dialect, (body: JsonObject) => Wishes>> = {
  messages: readMessages,
  chat: readChat,
  responses: readResponses,
  gemini: readGemini,
};

export function askedFrom(request: ProviderRequest): Asked {
  const version = headerOf(request, "anthropic-version") === undefined ? "plain" : "versioned";
  const route = routeOf(request.method, request.target, version);
  const { endpoint, dialect } = route;
  const body = request.method === "POST" ? jsonObjectFrom(request.body) : undefined;
  const named = body?.["model"];
  const stream = body?.["stream"] === true ? "sse" : undefined;
  return {
    endpoint,
    dialect,
    request,
    model: route.model ?? (typeof named === "string" ? named : ""),
    stream: route.form === undefined ? stream : route.form === "whole" ? undefined : route.form,
    includesUsage: objectOf(body?.["stream_options"])["include_usage"] === true,
    key: keyOf(dialect, request),
    wishes: body === undefined ? noWishes : readers[dialect](body),
    body,
  };
}

function jsonObjectFrom(bytes: Uint8Array): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
