import type { RequestTarget } from "../dialect.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import { arrayOf, numberOf, objectOf } from "../json/value.ts";
import type { Loss, Lossy } from "../loss.ts";
import { extrasLosses, noteOf } from "../model/extras.ts";
import type { NeutralRequest, Turn } from "../model/request.ts";
import { encodeTurn } from "./encode-items.ts";
import { encodeSettings } from "./encode-settings.ts";
import { inside } from "./losses.ts";
import type { Place } from "./losses.ts";
import { encodeTools, isListed, itemOf, placedTools } from "./tools.ts";
import type { PlacedTool } from "./tools.ts";

/** For a provider. */
export function encodeRequest(
  request: NeutralRequest,
  { model, isStreamed }: RequestTarget,
): Lossy<{ readonly body: JsonObject }> {
  const losses: Loss[] = [];
  const place: Place = { path: "", losses };
  const settings = encodeSettings(request, place);
  losses.push(...foreignLosses(request));
  if (request.includeUsage !== undefined) {
    losses.push({ path: "includeUsage", action: "dropped", why: "responses always tells the usage" });
  }
  const tools = toolLists(request, losses);
  const instructions = instructionsIn(request.turns[0]);
  const first = instructions === undefined ? 0 : 1;
  for (const turn of request.turns.slice(0, first)) {
    const parts = turn.parts.flatMap((part) => extrasLosses(part, "turns[0].parts[0]", "responses"));
    losses.push(...extrasLosses(turn, "turns[0]", "responses"), ...parts);
  }
  const turns = request.turns.slice(first);
  const items = turns.flatMap((turn, index) => encodeTurn(turn, inside(place, `turns[${index + first}]`)));
  const input = inputFrom(turns, withToolItems(items, tools.items), request);
  const body = {
    ...settings,
    ...(model === "" ? {} : { model }),
    ...(instructions === undefined ? {} : { instructions }),
    ...(input === undefined ? {} : { input }),
    ...(tools.plain.length === 0 ? {} : { tools: tools.plain }),
    ...(isStreamed ? { stream: true } : {}),
  };
  return { body, losses };
}

/** What another provider holds of the conversation. Without it the request asks for something else. */
const heldElsewhere: ReadonlySet<string> = new Set([
  "extras.messages.container",
  "extras.messages.thread",
  "extras.gemini.cachedContent",
]);

function foreignLosses(request: NeutralRequest): Loss[] {
  return extrasLosses(request, "", "responses").map((loss) =>
    heldElsewhere.has(loss.path)
      ? { ...loss, action: "refused", why: "another provider holds what it stands for" }
      : loss,
  );
}

/** The text of a leading system turn, where it is no more than a text. Anything richer is an item. */
export function instructionsIn(turn: Turn | undefined): string | undefined {
  if (turn?.role !== "system" || turn.extras?.responses !== undefined) return undefined;
  const text = plainText(turn);
  return text === "" ? undefined : text;
}

function plainText({ parts }: Turn): string | undefined {
  const [part, ...others] = parts;
  if (part?.kind !== "text" || others.length > 0 || part.extras?.responses !== undefined) return undefined;
  const { kind: _kind, extras: _extras, text, ...more } = part;
  return Object.keys(more).length === 0 ? text : undefined;
}

function inputFrom(
  turns: readonly Turn[],
  items: readonly JsonValue[],
  request: NeutralRequest,
): JsonValue | undefined {
  const [turn, ...others] = turns;
  const isBare = turn !== undefined && noteOf(turn, "responses", "$bare") === true && others.length === 0;
  const text = isBare && items.length === 1 ? plainText(turn) : undefined;
  if (text !== undefined) return text;
  // A request that goes on with what the provider holds may say nothing itself.
  return items.length === 0 && noteOf(request, "responses", "$silent") === true ? undefined : items;
}

interface ToolItem {
  readonly at: number;
  readonly item: JsonObject;
}

/** The request's own list, and the items of the conversation that hold tools. */
function toolLists(
  request: NeutralRequest,
  losses: Loss[],
): { readonly plain: readonly JsonObject[]; readonly items: readonly ToolItem[] } {
  const tools = placedTools(request.tools ?? [], losses);
  const write = (some: readonly PlacedTool[]): JsonObject[] => encodeTools(some, request.origin);
  const noted = arrayOf(noteOf(request, "responses", "$toolItems")) ?? [];
  const items = noted.flatMap((entry, from) => {
    const at = numberOf(objectOf(entry)?.["at"]) ?? 0;
    const item = objectOf(objectOf(entry)?.["item"]) ?? {};
    const own = write(tools.filter(({ tool }) => itemOf(tool) === from));
    return own.length === 0 ? [] : [{ at, item: { ...item, tools: own } }];
  });
  return { plain: write(tools.filter(({ tool }) => isListed(tool))), items };
}

function withToolItems(items: readonly JsonObject[], toolItems: readonly ToolItem[]): JsonObject[] {
  const all = [...items];
  for (const { at, item } of toolItems) all.splice(at, 0, item);
  return all;
}
