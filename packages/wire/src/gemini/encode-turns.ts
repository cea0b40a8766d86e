// Turns into `contents` and `systemInstruction`.

import { isObject } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import { extrasLosses, fieldsOf, noteOf } from "../model/extras.ts";
import type { NeutralRequest, Turn } from "../model/request.ts";
import type { Loss } from "../loss.ts";
import { roleFrom, turnNotes, usualRole } from "./decode-turns.ts";
import { encodeParts } from "./encode-parts.ts";
import type { PartEncoding } from "./encode-parts.ts";
import { compact, merged } from "./fields.ts";
import { dropFields, inside, lose } from "./losses.ts";
import type { Place } from "./losses.ts";
import { skippedSignature } from "./proofs.ts";

/** `contents`, and the field of the system's text where there is any. */
export function encodeTurns(request: NeutralRequest, losses: Loss[]): JsonObject {
  const how = requestEncoding(request);
  const written = request.turns.map((turn, index) => {
    const place: Place = { path: `turns[${index}]`, losses };
    return { turn, place, parts: encodeTurn(turn, how, place) };
  });
  const first = request.turns.findIndex((turn) => !isOnTop(turn));
  const head = first < 0 ? written : written.slice(0, first);
  const body = first < 0 ? [] : written.slice(first);
  if (request.origin !== "gemini") signSteps(body);
  return { ...systemField(head), contents: contentsFrom(body, request) };
}

interface Written {
  readonly turn: Turn;
  readonly place: Place;
  /** By the turn's parts; gaps where one cannot be said. */
  readonly parts: (JsonValue | undefined)[];
}

function requestEncoding({ turns }: NeutralRequest): PartEncoding {
  const names = new Map<string, string>();
  for (const { parts } of turns) {
    for (const part of parts) if (part.kind === "tool-call") names.set(part.id, part.name);
  }
  return {
    signatureOf({ dialect, value }, place) {
      if (dialect === "gemini" && value !== "") return value;
      lose(place, "dropped", "it proves nothing to Gemini", "proof");
      return undefined;
    },
    missingId: () => undefined,
    toolName: (callId) => names.get(callId),
  };
}

function encodeTurn(turn: Turn, how: PartEncoding, place: Place): (JsonValue | undefined)[] {
  place.losses.push(...extrasLosses(turn, place.path, "gemini"));
  dropFields(place, turn, ["phase"]);
  for (const [index, part] of turn.parts.entries()) {
    dropFields(inside(place, `parts[${index}]`), part, ["citations"]);
  }
  return [...encodeParts(turn.parts, how, place)];
}

function isSystem({ role }: Turn): boolean {
  return role === "system" || role === "developer";
}

function isOnTop(turn: Turn): boolean {
  return isSystem(turn) && noteOf(turn, "gemini", turnNotes.place) !== "list";
}

/**
 * Behind the last thing that a user has said by themselves, Gemini wants a signature on the first call of every step.
 * Where the thinking was somebody else's there is none.
 */
function signSteps(body: readonly Written[]): void {
  const runs = runsOf(body);
  const last = runs.findLastIndex((run) => roleOf(run[0]) === "user" && !run.some(hasResult));
  for (const step of runs.slice(last + 1)) signFirstCall(step);
}

function hasResult({ turn }: Written): boolean {
  return turn.parts.some(({ kind }) => kind === "tool-result");
}

function signFirstCall(step: Run): void {
  for (const { turn, parts } of step) {
    const at = turn.parts.findIndex(({ kind }) => kind === "tool-call");
    const call = parts[at];
    if (!isObject(call)) continue;
    if (!("thoughtSignature" in call)) parts[at] = { ...call, thoughtSignature: skippedSignature };
    return;
  }
}

function systemField(head: readonly Written[]): JsonObject {
  const [first] = head;
  if (first === undefined) return {};
  if (head.some(({ turn }) => turn.role !== first.turn.role)) {
    for (const { place } of head) lose(place, "approximated", "Gemini has one system instruction");
  } else if (first.turn.role === "developer") {
    for (const { place } of head) lose(place, "approximated", "Gemini knows no developer", "role");
  }
  const parts = present(head.flatMap((written) => written.parts));
  if (parts.length === 0 && first.turn.parts.length > 0) return {};
  const key = noteOf(first.turn, "gemini", turnNotes.place);
  return { [typeof key === "string" ? key : "systemInstruction"]: shaped(first.turn, null, parts) };
}

/** Turns of one role in a row are one content, unless Gemini's own client has cut them. */
function contentsFrom(body: readonly Written[], request: NeutralRequest): JsonValue {
  const said = body.filter(({ turn, parts }) => turn.parts.length === 0 || present(parts).length > 0);
  const runs = runsOf(said);
  for (const run of runs) loseMisplaced(run);
  const contents = request.origin === "gemini" ? said.map((written) => [written] as const) : runs;
  const written = contents.map((run) =>
    shaped(run[0].turn, roleOf(run[0]), present(run.flatMap(({ parts }) => parts))),
  );
  const [only, ...more] = written;
  const isSingle = noteOf(request, "gemini", contentsNote) === "single" && more.length === 0;
  return isSingle && only !== undefined ? only : written;
}

type Run = readonly [Written, ...Written[]];

function runsOf(body: readonly Written[]): readonly Run[] {
  const runs: [Written, ...Written[]][] = [];
  for (const written of body) {
    const last = runs.at(-1);
    if (last !== undefined && roleOf(last[0]) === roleOf(written)) last.push(written);
    else runs.push([written]);
  }
  return runs;
}

/** What is not the model's is the user's. */
function roleOf({ turn }: Written): string {
  return usualRole(turn.role) ?? "user";
}

/** A system turn that is not at the beginning is said by the user, and cannot be told from what they say beside it. */
function loseMisplaced(run: Run): void {
  const isMisplaced = ({ turn }: Written): boolean =>
    isSystem(turn) && noteOf(turn, "gemini", turnNotes.role) === undefined;
  if (!run.some(isMisplaced)) return;
  for (const { place } of run) lose(place, "approximated", "Gemini takes system text at the beginning only");
}

/** The note on a request whose `contents` was no list. */
export const contentsNote = "$contents";

/** A content in the shape that it came in, where it still fits. */
function shaped(turn: Turn, usual: string | null, parts: readonly JsonValue[]): JsonValue {
  const shape = noteOf(turn, "gemini", turnNotes.shape);
  const [only] = parts;
  const isSingle = parts.length === 1 && only !== undefined;
  if (isSingle && shape === "text" && typeof only === "string") return only;
  if (isSingle && shape === "part") return only;
  const said = noteOf(turn, "gemini", turnNotes.role);
  const isSaid =
    (typeof said === "string" || said === null) && (usual === null || roleFrom(said) === turn.role);
  const role = isSaid ? said : usual;
  const list = shape === "none" && parts.length === 0 ? undefined : parts;
  const written = compact({ role: role ?? undefined, parts: isSingle && shape === "single" ? only : list });
  return merged(fieldsOf(turn, "gemini"), written);
}

function present(parts: readonly (JsonValue | undefined)[]): JsonValue[] {
  return parts.filter((part) => part !== undefined);
}
