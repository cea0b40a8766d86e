// Turns into `system` and `messages`.

import type { JsonObject, JsonValue } from "../json/value.ts";
import { extrasLosses, noteOf } from "../model/extras.ts";
import type { NeutralRequest, Turn } from "../model/request.ts";
import { placeNote } from "./decode-request.ts";
import { encodeContent, encodeParts } from "./encode-parts.ts";
import type { UnprovenThinking } from "./encode-parts.ts";
import { written } from "./fields.ts";
import { dropFields, inside, lose } from "./losses.ts";
import type { Place } from "./losses.ts";

interface EncodedTurns {
  readonly system: JsonValue | undefined;
  readonly messages: readonly JsonObject[];
}

type Role = "system" | "user" | "assistant";

/** A turn on its way: where it is in the model, and its blocks. */
interface Draft {
  readonly turn: Turn;
  readonly place: Place;
  readonly role: Role;
  readonly blocks: readonly JsonObject[];
}

/** `place` is that of the request. */
export function encodeTurns(request: NeutralRequest, unproven: UnprovenThinking, place: Place): EncodedTurns {
  const drafts = request.turns.map((turn, index) =>
    draftOf(turn, unproven, inside(place, `turns[${index}]`)),
  );
  loseDevelopers(drafts);
  const behind = drafts.findIndex(({ turn, role }) => role !== "system" || isInList(turn));
  const leading = behind < 0 ? drafts : drafts.slice(0, behind);
  const others = drafts.slice(leading.length);
  return request.origin === "messages"
    ? { system: systemOf(leading), messages: others.map(messageOf) }
    : { system: mergedBlocks(leading), messages: mergedMessages(others) };
}

function draftOf(turn: Turn, unproven: UnprovenThinking, place: Place): Draft {
  place.losses.push(...extrasLosses(turn, place.path, "messages"));
  dropFields(place, turn, ["phase"], "messages has no phases");
  const role = turn.role === "developer" ? "system" : turn.role;
  return { turn, place, role, blocks: encodeParts(turn.parts, unproven, inside(place, "parts")) };
}

/** Developers speak as the system does, and in a row with it they are one. */
function loseDevelopers(drafts: readonly Draft[]): void {
  const why = "messages knows no developers beside the system";
  for (const run of runsOf(drafts)) {
    if (!run.some(({ turn }) => turn.role === "developer")) continue;
    for (const { place } of run) lose(run.length === 1 ? inside(place, "role") : place, "approximated", why);
  }
}

function isInList(turn: Turn): boolean {
  return noteOf(turn, "messages", placeNote) === "list";
}

/** As it was said: one turn is the field of its own, unless somebody has put another before the messages since. */
function systemOf(leading: readonly Draft[]): JsonValue | undefined {
  const [only, ...more] = leading;
  if (only === undefined || more.length > 0) return mergedBlocks(leading);
  return encodeContent(only.turn, only.blocks) ?? [];
}

function messageOf({ turn, role, blocks }: Draft): JsonObject {
  return written(turn, { role, content: encodeContent(turn, blocks) }, { content: [] });
}

function mergedBlocks(drafts: readonly Draft[]): readonly JsonObject[] | undefined {
  const blocks = drafts.flatMap((draft) => draft.blocks);
  return blocks.length === 0 ? undefined : blocks;
}

/** One message for all turns of a role in a row. What nothing is left of is no message. */
function mergedMessages(drafts: readonly Draft[]): JsonObject[] {
  return runsOf(drafts.filter(({ blocks }) => blocks.length > 0)).map((run) => {
    const blocks = run.flatMap((draft) => draft.blocks);
    return { role: run[0].role, content: run[0].role === "user" ? resultsFirst(blocks, run) : blocks };
  });
}

/** Anthropic wants the results of all calls at once, before anything else in the turn. */
function resultsFirst(blocks: readonly JsonObject[], run: readonly Draft[]): readonly JsonObject[] {
  const isResult = (block: JsonObject): boolean => block["type"] === "tool_result";
  const ordered = [...blocks.filter(isResult), ...blocks.filter((block) => !isResult(block))];
  if (ordered.some((block, index) => block !== blocks[index])) {
    for (const { place } of run) {
      lose(inside(place, "parts"), "approximated", "messages takes the results of tools first");
    }
  }
  return ordered;
}

type Run = readonly [Draft, ...Draft[]];

/** Turns of the same role, one after the other. */
function runsOf(drafts: readonly Draft[]): Run[] {
  const runs: [Draft, ...Draft[]][] = [];
  for (const draft of drafts) {
    const last = runs.at(-1);
    if (last?.[0].role === draft.role) last.push(draft);
    else runs.push([draft]);
  }
  return runs;
}
