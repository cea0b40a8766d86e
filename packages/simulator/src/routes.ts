// Which path asks for what, in which dialect.

import type { Dialect, endpoints } from "./script.ts";

export type Endpoint = (typeof endpoints)[number] | "wrong-method" | "unknown";

export interface Route {
  readonly endpoint: Endpoint;
  readonly dialect: Dialect;
  /** Where the path names the model. */
  readonly model?: string;
  /** Where the path decides how the answer comes. */
  readonly form?: StreamForm | "whole";
}

/** `array` is Gemini's stream without `alt=sse`: one JSON array, written piece by piece. */
export type StreamForm = "sse" | "array";

interface Place {
  readonly endpoint: "generate" | "count" | "embed";
  readonly dialect: Dialect;
}

const places: Readonly<Record<string, Place>> = {
  "/v1/messages": { endpoint: "generate", dialect: "messages" },
  "/v1/messages/count_tokens": { endpoint: "count", dialect: "messages" },
  "/v1/chat/completions": { endpoint: "generate", dialect: "chat" },
  "/v1/embeddings": { endpoint: "embed", dialect: "chat" },
  "/v1/responses": { endpoint: "generate", dialect: "responses" },
  "/v1/responses/input_tokens": { endpoint: "count", dialect: "responses" },
};

/** `version`: whether the request names a version of Anthropic's interface, which shares `/v1/models` with another. */
export function routeOf(method: string, target: string, version: "versioned" | "plain"): Route {
  const [path = "", query = ""] = target.split("?", 2);
  const dialect = version === "versioned" ? "messages" : "chat";
  const place = Object.hasOwn(places, path) ? places[path] : undefined;
  if (place !== undefined) return forMethod(place, method, "POST");
  if (path === "/v1/models") return forMethod({ endpoint: "models", dialect }, method, "GET");
  if (path.startsWith("/v1/messages/")) return { endpoint: "unknown", dialect: "messages" };
  if (path.startsWith("/v1/responses/")) return { endpoint: "unknown", dialect: "responses" };
  if (path.startsWith("/v1beta/")) return geminiRoute(method, path.slice("/v1beta/".length), query);
  return { endpoint: "unknown", dialect };
}

function geminiRoute(method: string, path: string, query: string): Route {
  if (path === "models") return forMethod({ endpoint: "models", dialect: "gemini" }, method, "GET");
  const [, name, verb] = /^models\/([^:]+):(\w+)$/.exec(path) ?? [];
  if (name === undefined) return { endpoint: "unknown", dialect: "gemini" };
  const model = decoded(name);
  const sse = new URLSearchParams(query).get("alt") === "sse" ? "sse" : "array";
  switch (verb) {
    case "generateContent":
      return forMethod({ endpoint: "generate", dialect: "gemini", model, form: "whole" }, method, "POST");
    case "streamGenerateContent":
      return forMethod({ endpoint: "generate", dialect: "gemini", model, form: sse }, method, "POST");
    case "countTokens":
      return forMethod({ endpoint: "count", dialect: "gemini", model }, method, "POST");
    default:
      return { endpoint: "unknown", dialect: "gemini", model };
  }
}

/** A look whether the path is there, with HEAD, finds nothing: that is what real ones say, too. */
function forMethod(route: Route, method: string, expected: "GET" | "POST"): Route {
  if (method === expected) return route;
  return { ...route, endpoint: method === "HEAD" ? "unknown" : "wrong-method" };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
