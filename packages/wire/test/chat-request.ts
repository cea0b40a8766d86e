// Requests of Chat Completions as tests write and read them.

import { decodeRequest } from "../src/chat/decode-request.ts";
import { encodeRequest } from "../src/chat/encode-request.ts";
import type { OpenProof, RequestTarget } from "../src/dialect.ts";
import type { JsonObject, JsonValue } from "../src/json/value.ts";
import type { Loss } from "../src/loss.ts";
import type { Part, ToolCallPart, ToolResultPart } from "../src/model/part.ts";
import type { NeutralRequest, Turn } from "../src/model/request.ts";
import { everything } from "./everything.ts";

const target: RequestTarget = { model: "gpt-5.5", isStreamed: false, capabilities: everything };
const asked: NeutralRequest = { origin: "messages", model: "claude-opus-5", isStreamed: false, turns: [] };

/** The body for a target that takes everything, and its losses as `action path`. */
export function written(
  request: Partial<NeutralRequest>,
  more: Partial<RequestTarget> = {},
): { body: JsonObject; lost: string[] } {
  const { body, losses } = encodeRequest({ ...asked, ...request }, { ...target, ...more });
  return { body, lost: losses.map(({ path, action }) => `${action} ${path}`) };
}

/** Opens tokens that begin with `hf1.ok.`, as proofs of Anthropic's. */
const open: OpenProof = (token) =>
  token.startsWith("hf1.ok.")
    ? { dialect: "messages", value: token.slice("hf1.ok.".length), scope: "anthropic" }
    : undefined;

export function decoded(body: JsonObject): { request: NeutralRequest; losses: readonly Loss[] } {
  const read = decodeRequest(body, { open });
  if (read.kind === "fault") throw new Error(`fault at ${read.path}: expected ${read.expected}`);
  return { request: read.value, losses: read.losses };
}

/** Without what only says how it was spelled. */
export function meant(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(meant);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value)
    .filter(([key]) => !key.startsWith("$"))
    .map(([key, field]) => [key, meant(field)] as const);
  return Object.fromEntries(
    entries.filter(([key, field]) => key !== "extras" || JSON.stringify(field) !== '{"chat":{}}'),
  );
}

export function turnsOf(messages: readonly JsonValue[]): unknown {
  return meant(decoded({ model: "m", messages }).request.turns);
}

export function text(words: string): Part {
  return { kind: "text", text: words };
}

export function turn(role: Turn["role"], ...parts: readonly Part[]): Turn {
  return { role, parts };
}

export function call(id: string, name: string, input = "{}"): ToolCallPart {
  return { kind: "tool-call", id, name, inputKind: "json", input };
}

export function result(callId: string, ...content: readonly Part[]): ToolResultPart {
  return { kind: "tool-result", callId, inputKind: "json", content };
}
