// Requests and targets for tests of single passes: a target that takes everything, less what a test takes away.

import type { Capabilities } from "../src/capabilities.ts";
import type { DialectName } from "../src/dialect-name.ts";
import type { FitTarget } from "../src/fit/target.ts";
import type { Part, ToolCallPart, ToolResultPart } from "../src/model/part.ts";
import type { NeutralRequest, Turn } from "../src/model/request.ts";
import { everything } from "./everything.ts";

export function targetOf(dialect: DialectName, lacks: Partial<Capabilities> = {}): FitTarget {
  return { dialect, scope: "here", capabilities: { ...everything, webSearch: true, ...lacks } };
}

export function requestOf(said: Partial<NeutralRequest> = {}): NeutralRequest {
  return { origin: "chat", model: "some-model", isStreamed: false, turns: [user("Hello")], ...said };
}

export function text(said: string): Part {
  return { kind: "text", text: said };
}

export function user(...parts: (string | Part)[]): Turn {
  return turnOf("user", parts);
}

export function assistant(...parts: (string | Part)[]): Turn {
  return turnOf("assistant", parts);
}

export function system(...parts: (string | Part)[]): Turn {
  return turnOf("system", parts);
}

function turnOf(role: Turn["role"], parts: readonly (string | Part)[]): Turn {
  return { role, parts: parts.map((part) => (typeof part === "string" ? text(part) : part)) };
}

export function call(id: string, name = "look", input = "{}"): ToolCallPart {
  return { kind: "tool-call", id, name, inputKind: "json", input };
}

export function result(callId: string, said = "seen"): ToolResultPart {
  return { kind: "tool-result", callId, inputKind: "json", content: [text(said)] };
}
