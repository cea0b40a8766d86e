// What can be said of a request by its head alone: whose dialect it is, what it asks for, and whether reading on makes sense.

import { targetOf } from "@holdfast/transport";
import type { RequestHead } from "@holdfast/transport";
import type { Dialect } from "../contract/config.ts";
import type { Refusal } from "./refusal.ts";

/** What a request asks for. `other`: something that only its own dialect's provider knows. */
export type Operation = "generate" | "count-tokens" | "models" | "embeddings" | "other";

export interface Recognised {
  readonly kind: "recognised";
  readonly dialect: Dialect;
  readonly operation: Operation;
  /** Without the query. */
  readonly path: string;
  /** With its question mark, or empty. */
  readonly query: string;
  /** Gemini says in the path what other dialects say in the body. */
  readonly named: Named | undefined;
}

interface Named {
  readonly model: string;
  readonly isStreamed: boolean;
  /** A stream is one JSON array unless events are asked for. */
  readonly framing: "events" | "array";
}

export type Recognition =
  | Recognised
  | { readonly kind: "refused"; readonly refusal: Refusal }
  /** An agent looks whether anybody is there. */
  | { readonly kind: "greeting" };

type Served = {
  readonly dialect: Dialect;
  readonly operation: Operation;
  /** Undefined: any. */
  readonly method?: "GET" | "POST";
  readonly named?: Named;
};

/** Under the base URL that each vendor's SDK takes; OpenAI's has `/v1` in its base URL, and some people leave it out. */
const served: ReadonlyMap<string, Served> = new Map(
  (
    [
      ["/messages", "messages", "generate"],
      ["/messages/count_tokens", "messages", "count-tokens"],
      ["/chat/completions", "chat", "generate"],
      ["/responses", "responses", "generate"],
      ["/responses/input_tokens", "responses", "count-tokens"],
      ["/embeddings", "chat", "embeddings"],
    ] as const
  ).flatMap(([path, dialect, operation]) =>
    [`/v1${path}`, path].map((full): [string, Served] => [full, { dialect, operation, method: "POST" }]),
  ),
);

/** `bodyBytes` bounds what a declared length may be. */
export function recognise(head: RequestHead, bodyBytes: number): Recognition {
  const target = targetOf(head);
  const mark = target.indexOf("?");
  const path = mark < 0 ? target : target.slice(0, mark);
  const query = mark < 0 ? "" : target.slice(mark);
  const known = served.get(path) ?? elsewhere(head, { path, query });
  if (known === undefined) return unknown(head, path);
  if (known === "greeting") return { kind: "greeting" };
  const { dialect, operation, method } = known;
  if (method !== undefined && head.method !== method) return refused(wrongMethod(head, known, path));
  if (head.framing.kind === "length" && head.framing.length > bodyBytes) {
    return refused(tooLarge(dialect, bodyBytes));
  }
  return { kind: "recognised", dialect, operation, path, query, named: known.named };
}

type Target = Pick<Recognised, "path" | "query">;

/** What is not found by its whole path. */
function elsewhere(head: RequestHead, { path, query }: Target): Served | "greeting" | undefined {
  if (path === "/v1/models" || path === "/models") {
    return { dialect: vendorOf(head), operation: "models", method: "GET" };
  }
  if (path === "/v1beta/models") return { dialect: "gemini", operation: "models", method: "GET" };
  const call = /^\/v1(?:beta)?\/models\/([^/:]+(?:\/[^/:]+)*):(\w+)$/.exec(path);
  if (call !== null) return geminiCall(call[1] ?? "", call[2] ?? "", query);
  if (path === "/api/hello" || path === "/") return head.method === "POST" ? undefined : "greeting";
  if (hasDetour(path)) return undefined;
  if (path.startsWith("/v1beta/")) return { dialect: "gemini", operation: "other" };
  if (path.startsWith("/v1/messages/")) return { dialect: "messages", operation: "other" };
  if (path.startsWith("/v1/responses/")) return { dialect: "responses", operation: "other" };
  if (path.startsWith("/v1/")) return { dialect: vendorOf(head), operation: "other" };
  return undefined;
}

/** Our keys go with it, so it must not lead out of the API that it seems to name. */
function hasDetour(path: string): boolean {
  return /\/\.{0,2}\/|\/\.{1,2}$|%2[ef]|\\/i.test(path);
}

const geminiOperations: Readonly<Record<string, { operation: Operation; isStreamed: boolean }>> = {
  generateContent: { operation: "generate", isStreamed: false },
  streamGenerateContent: { operation: "generate", isStreamed: true },
  countTokens: { operation: "count-tokens", isStreamed: false },
};

function geminiCall(model: string, verb: string, query: string): Served {
  const known = Object.hasOwn(geminiOperations, verb) ? geminiOperations[verb] : undefined;
  if (known === undefined) return { dialect: "gemini", operation: "other" };
  const { operation, isStreamed } = known;
  const framing = /[?&]alt=sse(&|$)/.test(query) ? "events" : "array";
  return {
    dialect: "gemini",
    operation,
    method: "POST",
    named: { model: decoded(model), isStreamed, framing },
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Anthropic's SDKs send their version everywhere; to see neither is to hear the more widely understood dialect. */
function vendorOf(head: RequestHead): Dialect {
  return head.fields.has("anthropic-version") ? "messages" : "chat";
}

export function tooLarge(dialect: Dialect, bodyBytes: number): Refusal {
  const limit = `${Number((bodyBytes / 1_048_576).toFixed(2))} MiB`;
  return {
    dialect,
    kind: "too-large",
    message: `The request body is larger than this gateway takes (${limit}).`,
  };
}

function refused(refusal: Refusal): Recognition {
  return { kind: "refused", refusal };
}

function unknown(head: RequestHead, path: string): Recognition {
  const paths = [...served.keys()].filter((known) => known.startsWith("/v1/"));
  return refused({
    dialect: vendorOf(head),
    kind: "unknown-path",
    message:
      `Nothing is served at \`${path.slice(0, 120)}\`. Holdfast serves ${paths.join(", ")}, ` +
      "/v1/models and Gemini's /v1beta/models/MODEL:generateContent.",
  });
}

function wrongMethod(head: RequestHead, { dialect, method }: Served, path: string): Refusal {
  const allowed = method ?? "POST";
  // Codex asks for a WebSocket first where it may; 426 sends it to HTTP at once.
  if (dialect === "responses" && head.fields.has("upgrade")) {
    return {
      dialect,
      kind: "method-not-allowed",
      status: 426,
      message: `${path} is served over HTTP, not over a WebSocket: send ${allowed}.`,
      fields: [["connection", "close"]],
    };
  }
  return {
    dialect,
    kind: "method-not-allowed",
    message: `${path} takes ${allowed} only.`,
    fields: [["allow", allowed]],
  };
}
