import type { Decoded, OpenProof, RequestContext } from "../dialect.ts";
import { decoding, objectAt, unreadable } from "../json/decoding.ts";
import { isArray, isObject, textOf } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import type { Loss } from "../loss.ts";
import { withNote } from "../model/extras.ts";
import type { NeutralRequest, Turn } from "../model/request.ts";
import type { Tool } from "../model/tool.ts";
import { decodeItem } from "./decode-items.ts";
import { decodeSettings } from "./decode-settings.ts";
import { given, without } from "./fields.ts";
import { spelledAs } from "./spelling.ts";
import { decodeTools, toolEntries } from "./tools.ts";

/** A client's request for an answer. */
export function decodeRequest(body: JsonValue, { open }: RequestContext): Decoded<NeutralRequest> {
  return decoding((losses) => {
    const object = objectAt(body, "");
    const model = nonEmpty(textOf(object["model"]));
    const isStreamed = object["stream"] === true;
    const instructions = nonEmpty(textOf(object["instructions"]));
    const entries = nonEmpty(toolEntries(object["tools"]));
    const input = object["input"] ?? undefined;

    const declared = decodeTools(entries ?? []);
    const conversation = decodeInput(input, { open, losses, instructions, declared });
    const tools = [...declared, ...conversation.tools];
    const stream = isStreamed ? true : undefined;
    const read = Object.keys(given({ model, stream, instructions, tools: entries, input }));
    const rest = without(object, new Set(read));
    const request: NeutralRequest = {
      origin: "responses",
      model: model ?? "",
      isStreamed,
      turns: conversation.turns,
      ...(tools.length === 0 ? {} : { tools }),
      ...decodeSettings(rest),
    };
    const { toolItems } = conversation;
    const notes = {
      ...(toolItems.length === 0 ? {} : { $toolItems: toolItems }),
      ...(input === undefined ? { $silent: true } : {}),
    };
    return withNote(spelledAs(request, rest), "responses", notes);
  });
}

function nonEmpty<Value extends { readonly length: number }>(value: Value | undefined): Value | undefined {
  return value === undefined || value.length === 0 ? undefined : value;
}

interface Conversation {
  readonly turns: readonly Turn[];
  /** Tools that stand in the conversation. */
  readonly tools: readonly Tool[];
  /** Where they stood, and in what. */
  readonly toolItems: readonly { readonly at: number; readonly item: JsonObject }[];
}

interface InputContext {
  readonly open: OpenProof;
  readonly losses: Loss[];
  readonly instructions: string | undefined;
  /** The tools of the request's own list. */
  readonly declared: readonly Tool[];
}

function decodeInput(input: JsonValue | undefined, context: InputContext): Conversation {
  const { instructions } = context;
  const first: Turn[] =
    instructions === undefined ? [] : [{ role: "system", parts: [{ kind: "text", text: instructions }] }];
  if (input === undefined) return { turns: first, tools: [], toolItems: [] };
  if (typeof input === "string") {
    const said: Turn = { role: "user", parts: [{ kind: "text", text: input }] };
    return { turns: [...first, withNote(said, "responses", { $bare: true })], tools: [], toolItems: [] };
  }
  if (!isArray(input)) return unreadable("input", "a text or a list of items");
  return decodeList(input, first, context);
}

function decodeList(
  list: readonly JsonValue[],
  first: readonly Turn[],
  { open, losses, declared }: InputContext,
): Conversation {
  const turns = [...first];
  const tools: Tool[] = [];
  const toolItems: { at: number; item: JsonObject }[] = [];
  for (const [at, element] of list.entries()) {
    const item = isObject(element) ? element : unreadable(`input[${at}]`, "an item");
    const inside = nonEmpty(toolEntries(item["tools"]));
    if (item["type"] === "additional_tools" && inside !== undefined) {
      const from = toolItems.push({ at, item: without(item, new Set(["tools"])) }) - 1;
      tools.push(...decodeTools(inside).map((tool) => withNote(tool, "responses", { $from: from })));
      continue;
    }
    const turn = decodeItem(item, open, { path: `turns[${turns.length}]`, losses });
    if (turn !== undefined) turns.push(turn);
    const isSearch = item["type"] === "tool_search_output" && inside !== undefined;
    if (isSearch) tools.push(...found(inside, [...declared, ...tools]));
  }
  return { turns, tools, toolItems };
}

/**
 * Tools that a search has found may be called from then on. This dialect's provider hears of them from the item itself,
 * and of those that were declared to be found, from the declaration.
 */
function found(entries: readonly JsonObject[], declared: readonly Tool[]): Tool[] {
  const isDeclared = (tool: Tool): boolean =>
    declared.some(({ name, namespace }) => name === tool.name && namespace === tool.namespace);
  return decodeTools(entries)
    .filter((tool) => !isDeclared(tool))
    .map((tool) => withNote(tool, "responses", { $found: true }));
}
