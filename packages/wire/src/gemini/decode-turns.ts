// `contents` and `systemInstruction`: lists, but also single objects and bare texts, with roles or without.

import { unreadable } from "../json/decoding.ts";
import { isArray, isObject, textOf } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import { withNote } from "../model/extras.ts";
import type { Role, Turn } from "../model/request.ts";
import { decodePart } from "./decode-parts.ts";
import { rememberPart } from "./encode-parts.ts";
import { fieldsFrom, listFrom, unreadExtras } from "./fields.ts";

/**
 * Notes on how a turn was said. `shape`: a bare text, a part by itself, one part where a list is usual, or no parts at
 * all. `role`: as it came, null where it was left out. `place`: a system turn in the list, or the spelling of its field.
 */
export const turnNotes = { shape: "$shape", role: "$role", place: "$place" } as const;

type Shape = "text" | "part" | "single" | "none";

/** The turns, or a fault where nothing is there to answer. */
export function decodeContents(contents: JsonValue | undefined): readonly Turn[] {
  if (typeof contents === "string") return [decodeTurn(contents, "contents")];
  const list = listFrom(contents);
  if (list === undefined) return unreadable("contents", "a list");
  return list.map((content, index) => {
    const turn = decodeTurn(content, isArray(contents) ? `contents[${index}]` : "contents");
    return turn.role === "system" ? withNote(turn, "gemini", { [turnNotes.place]: "list" }) : turn;
  });
}

export function decodeSystem(instruction: JsonValue, key: string): Turn {
  const turn = decodeTurn(instruction, key, "system");
  return key === "systemInstruction" ? turn : withNote(turn, "gemini", { [turnNotes.place]: key });
}

/** The role that Gemini writes, or leaves out. */
export function usualRole(role: Role): string | null {
  if (role === "assistant") return "model";
  return role === "user" ? "user" : null;
}

/** What a role means. Tool results have had several; whoever says nothing is the user. */
export function roleFrom(said: string | null): Role {
  if (said === "model" || said === "assistant") return "assistant";
  return said === "system" ? "system" : "user";
}

function decodeTurn(content: JsonValue, path: string, as?: Role): Turn {
  if (typeof content === "string") return turnOf(as ?? "user", [content], { path, shape: "text" });
  if (!isObject(content)) return unreadable(path, "an object");
  if (isBarePart(content)) return turnOf(as ?? "user", [content], { path, shape: "part" });
  const fields = fieldsFrom(content);
  const parts = fields.take("parts", (value) => (isArray(value) || isObject(value) ? value : undefined));
  const said = fields.take("role", textOf) ?? null;
  const role = as ?? roleFrom(said);
  const turn = turnOf(role, listFrom(parts) ?? [], { path: `${path}.parts`, shape: shapeOf(parts) });
  const noted = said === usualRole(role) ? turn : withNote(turn, "gemini", { [turnNotes.role]: said });
  const { extras } = unreadExtras(fields);
  return extras?.gemini === undefined ? noted : withNote(noted, "gemini", extras.gemini);
}

function shapeOf(parts: JsonValue | undefined): Shape | undefined {
  if (parts === undefined) return "none";
  return isArray(parts) ? undefined : "single";
}

function turnOf(
  role: Role,
  values: readonly JsonValue[],
  { path, shape }: { readonly path: string; readonly shape: Shape | undefined },
): Turn {
  const parts = values.map((value, index) => rememberPart(decodePart(value, `${path}[${index}]`), value));
  const turn: Turn = { role, parts };
  return shape === undefined ? turn : withNote(turn, "gemini", { [turnNotes.shape]: shape });
}

/** A part where a content should stand, as some SDKs let people write it. */
function isBarePart(content: JsonObject): boolean {
  const fields = fieldsFrom(content);
  const has = (name: string): boolean => fields.take(name, (value) => value) !== undefined;
  return !has("parts") && !has("role") && partKinds.some(has);
}

const partKinds = ["text", "inlineData", "fileData", "functionCall", "functionResponse"];
