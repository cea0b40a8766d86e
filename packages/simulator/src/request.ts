// What a client asks for, read from the bytes that arrived.

import type { Dialect, HeaderEntry } from "./script.ts";

/** A request as it came. */
export interface ProviderRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  /** In order, case and repetition as they came. */
  readonly headers: readonly HeaderEntry[];
  readonly body: Uint8Array;
}

type Endpoint = "generate" | "models" | "wrong-method" | "unknown";

export interface Asked {
  readonly endpoint: Endpoint;
  readonly dialect: Dialect;
  readonly request: ProviderRequest;
  /** Empty where the body names none. */
  readonly model: string;
  readonly isStreamed: boolean;
  readonly includesUsage: boolean;
  /** The text of the last message of the user. */
  readonly prompt: string;
  /** The body, if it is a JSON object. */
  readonly body: JsonObject | undefined;
}

type JsonObject = Readonly<Record<string, unknown>>;

const generatePaths: Readonly<Record<string, Dialect>> = {
  "/v1/messages": "messages",
  "/v1/chat/completions": "chat",
};

export function askedFrom(request: ProviderRequest): Asked {
  const path = request.target.split("?", 1)[0] ?? "";
  const dialect = dialectOf(path, request);
  const body = request.method === "POST" ? jsonObjectFrom(request.body) : undefined;
  const options = body?.["stream_options"];
  return {
    endpoint: endpointOf(path, request.method),
    dialect,
    request,
    model: typeof body?.["model"] === "string" ? body["model"] : "",
    isStreamed: body?.["stream"] === true,
    includesUsage: isJsonObject(options) && options["include_usage"] === true,
    prompt: promptOf(body),
    body,
  };
}

/** The first field with this lower-case name. */
export function headerOf(request: ProviderRequest, lowerCaseName: string): string | undefined {
  return request.headers.find(([name]) => name.toLowerCase() === lowerCaseName)?.[1];
}

function endpointOf(path: string, method: string): Endpoint {
  const expected = Object.hasOwn(generatePaths, path) ? "POST" : path === "/v1/models" ? "GET" : undefined;
  if (expected === undefined || method === "HEAD") return "unknown";
  if (method !== expected) return "wrong-method";
  return expected === "POST" ? "generate" : "models";
}

/** Two vendors share `/v1`: where the path does not tell, the version field of one of them does. */
function dialectOf(path: string, request: ProviderRequest): Dialect {
  const own = Object.hasOwn(generatePaths, path) ? generatePaths[path] : undefined;
  if (own !== undefined) return own;
  if (path.startsWith("/v1/messages/")) return "messages";
  return headerOf(request, "anthropic-version") === undefined ? "chat" : "messages";
}

function jsonObjectFrom(bytes: Uint8Array): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function promptOf(body: JsonObject | undefined): string {
  const messages = body?.["messages"];
  if (!Array.isArray(messages)) return "";
  const last: unknown = messages.findLast(
    (message: unknown) => isJsonObject(message) && message["role"] === "user",
  );
  return isJsonObject(last) ? textOf(last["content"]) : "";
}

function textOf(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content
    .map((part: unknown) => (isJsonObject(part) && typeof part["text"] === "string" ? part["text"] : ""))
    .filter((text) => text !== "")
    .join("\n");
}
