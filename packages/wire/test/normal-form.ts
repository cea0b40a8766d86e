// One spelling for what means the same in the neutral model, so that laws compare meaning.

import { mergeTurns } from "../src/model/merge-turns.ts";
import type { Part } from "../src/model/part.ts";
import type { NeutralRequest, Turn } from "../src/model/request.ts";
import type { NeutralResponse } from "../src/model/response.ts";

/** Without what only says how it was spelled, and with every default said the same way: by silence. */
export function normalRequest(request: NeutralRequest): object {
  // Chat alone can say it, and asks for it whatever the client wants.
  const { origin: _origin, includeUsage: _includeUsage, turns, tools, output, ...rest } = request;
  const name = output?.kind === "json-schema" && output.name === "response" ? { name: undefined } : {};
  return withoutNotes({
    ...rest,
    turns: mergeTurns(turns).map(normalTurn),
    tools: tools?.map((tool) =>
      tool.kind === "function" && tool.strict === false ? { ...tool, strict: undefined } : tool,
    ),
    output: output?.kind === "text" ? undefined : output && { ...output, ...name },
  });
}

export function normalResponse(response: NeutralResponse): object {
  const { origin: _origin, createdAt: _createdAt, id: _id, finish, ...rest } = response;
  const { native: _native, ...said } = finish;
  return withoutNotes({ ...rest, parts: response.parts.map(normalPart), finish: said });
}

function normalTurn(turn: Turn): Turn {
  const { id: _id, ...rest } = turn;
  return { ...rest, parts: turn.parts.map(normalPart) };
}

function normalPart(part: Part): Part {
  if (part.kind === "tool-result") {
    // Gemini says the tool's name with the result; elsewhere the call tells it.
    const { name: _name, ...rest } = part;
    return { ...rest, content: part.content.map(normalPart) };
  }
  if (part.kind === "tool-call") {
    const { itemId: _itemId, ...rest } = part;
    return rest;
  }
  if (part.kind === "document" && part.title === "document.pdf") {
    const { title: _title, ...rest } = part;
    return rest;
  }
  if (part.kind === "thinking") {
    const { id: _id, form: _form, proof: _proof, ...rest } = part;
    return rest;
  }
  return part;
}

/** Takes out `undefined`, and extras in which nothing but notes is left. */
function withoutNotes(value: object): object {
  const clean = cleaned(value);
  if (typeof clean !== "object" || clean === null) throw new Error("An object was cleaned away.");
  return clean;
}

function cleaned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(cleaned);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).flatMap(([key, field]) => {
    const kept = key === "extras" ? cleanedExtras(field) : cleaned(field);
    return kept === undefined ? [] : [[key, kept] as const];
  });
  return Object.fromEntries(entries);
}

function cleanedExtras(extras: unknown): unknown {
  const dialects = Object.entries(Object(extras)).flatMap(([dialect, fields]) => {
    const kept = Object.entries(Object(fields)).filter(([key]) => !key.startsWith("$"));
    return kept.length === 0 ? [] : [[dialect, Object.fromEntries(kept)] as const];
  });
  return dialects.length === 0 ? undefined : Object.fromEntries(dialects);
}
