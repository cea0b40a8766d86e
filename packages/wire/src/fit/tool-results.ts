// Every call has one result, directly after the turn that called. Providers answer anything else with a 400, and
// clients produce it: calls that were cancelled, results that were compacted away, system messages in between.

import type { Loss } from "../loss.ts";
import type { Part, ToolCallPart, ToolResultPart } from "../model/part.ts";
import type { NeutralRequest, Turn } from "../model/request.ts";
import { gonePart, mapList, mapParts } from "./map-parts.ts";
import { isBlank, isBlankTurn } from "./sweep.ts";
import type { Fitted } from "./target.ts";

/** A turn, and where it stood in the request; nowhere where it was put in. */
export interface PlacedTurn {
  readonly turn: Turn;
  readonly at: number | undefined;
}

/** Puts results where they belong, and says that calls without one were cancelled. */
export function pairResults(placed: readonly PlacedTurn[], losses: Loss[]): PlacedTurn[] {
  const results: Results = { byCall: resultsIn(placed), moved: new Set() };
  const paired: PlacedTurn[] = [];
  for (let start = 0; start < placed.length;) {
    const end = endOfRun(placed, start);
    paired.push(...placed.slice(start, end));
    const answers = callsIn(placed.slice(start, end)).map((call) => answerTo(call, results));
    const inPlace = leadingResults(placed.slice(end, endOfUsers(placed, end)));
    if (!answers.every(({ path }) => inPlace.has(path))) {
      paired.push({ turn: { role: "user", parts: answers.map(({ part }) => part) }, at: undefined });
      for (const answer of answers) noteMove(answer, inPlace, { results, losses });
    }
    start = end;
  }
  return paired.map((turn) => withoutMoved(turn, results));
}

/** Takes out results of calls that nobody made, and second ones. */
export function dropStrayResults(request: NeutralRequest): Fitted {
  const losses: Loss[] = [];
  const open = new Set<string>();
  const answered = new Set<string>();
  for (const { parts } of request.turns) {
    for (const part of parts) if (part.kind === "tool-call") open.add(part.id);
  }
  const kept = mapParts(request, (part, { path }) => {
    if (part.kind !== "tool-result" || (open.has(part.callId) && !answered.has(part.callId))) {
      if (part.kind === "tool-result") answered.add(part.callId);
      return part;
    }
    const why = open.has(part.callId)
      ? "the call has a result already"
      : "there is no call that this is the result of";
    losses.push({ path, action: "dropped", why });
    return gonePart;
  });
  return { request: kept, losses };
}

/** By the path of each. */
interface Results {
  readonly byCall: ReadonlyMap<string, Answer>;
  /** Those that stand somewhere else now. */
  readonly moved: Set<string>;
}

interface Answer {
  readonly part: ToolResultPart;
  /** Of the result, or of the call where the result is made up. */
  readonly path: string;
  readonly isMadeUp?: true;
}

function resultsIn(placed: readonly PlacedTurn[]): Map<string, Answer> {
  const results = partsIn(placed).flatMap(({ part, path }) =>
    part.kind === "tool-result" ? [[part.callId, { part, path }] as const] : [],
  );
  return new Map(results);
}

interface PlacedPart<Kind extends Part = Part> {
  readonly part: Kind;
  readonly path: string;
}

function partsIn(placed: readonly PlacedTurn[]): PlacedPart[] {
  return placed.flatMap(({ turn, at }) =>
    turn.parts.map((part, index) => ({ part, path: pathOf(at, index) })),
  );
}

function pathOf(at: number | undefined, index: number): string {
  return `turns[${at ?? 0}].parts[${index}]`;
}

function callsIn(placed: readonly PlacedTurn[]): PlacedPart<ToolCallPart>[] {
  return partsIn(placed).flatMap(({ part, path }) => (part.kind === "tool-call" ? [{ part, path }] : []));
}

function answerTo({ part, path }: PlacedPart<ToolCallPart>, { byCall }: Results): Answer {
  return byCall.get(part.id) ?? { part: cancelled(part), path, isMadeUp: true };
}

function cancelled({ id, inputKind }: ToolCallPart): ToolResultPart {
  return {
    kind: "tool-result",
    callId: id,
    inputKind,
    content: [{ kind: "text", text: "The call was cancelled: it has no result." }],
    isError: true,
  };
}

function noteMove(
  { path, isMadeUp }: Answer,
  inPlace: ReadonlySet<string>,
  { results, losses }: { readonly results: Results; readonly losses: Loss[] },
): void {
  if (isMadeUp === true) {
    const why = "the call has no result, and the provider wants one for each: it is said to be cancelled";
    losses.push({ path, action: "approximated", why });
    return;
  }
  results.moved.add(path);
  if (inPlace.has(path)) return;
  losses.push({ path, action: "approximated", why: "results stand directly after their calls" });
}

/** Turns of the assistant with nothing between them are one turn to a provider; anything else is a run by itself. */
function endOfRun(placed: readonly PlacedTurn[], start: number): number {
  let end = start + 1;
  if (placed[start]?.turn.role !== "assistant") return end;
  for (let at = end; at < placed.length; at++) {
    const turn = placed[at]?.turn;
    if (turn === undefined || isBlankTurn(turn)) continue;
    if (turn.role !== "assistant") break;
    end = at + 1;
  }
  return end;
}

function endOfUsers(placed: readonly PlacedTurn[], start: number): number {
  let end = start;
  for (; end < placed.length; end++) {
    const turn = placed[end]?.turn;
    if (turn === undefined || (turn.role !== "user" && !isBlankTurn(turn))) break;
  }
  return end;
}

/** The results before anything else is said. */
function leadingResults(users: readonly PlacedTurn[]): Set<string> {
  const leading = new Set<string>();
  for (const { part, path } of partsIn(users)) {
    if (isBlank(part)) continue;
    if (part.kind !== "tool-result") break;
    leading.add(path);
  }
  return leading;
}

function withoutMoved(placed: PlacedTurn, { moved }: Results): PlacedTurn {
  const { turn, at } = placed;
  if (at === undefined) return placed;
  const parts = mapList(turn.parts, (part, index) => (moved.has(pathOf(at, index)) ? gonePart : part));
  return parts === turn.parts ? placed : { at, turn: { ...turn, parts } };
}
