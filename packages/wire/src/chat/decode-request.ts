import type { Decoded, RequestContext } from "../dialect.ts";
import { decoding, objectAt, unreadable } from "../json/decoding.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import { arrayOf, booleanOf, textOf } from "../json/value.ts";
import type { Loss } from "../loss.ts";
import { noteOf, withNote } from "../model/extras.ts";
import type { NeutralRequest, Turn } from "../model/request.ts";
import type { Tool } from "../model/tool.ts";
import { withoutBorrowed } from "./borrowed.ts";
import { decodeInput } from "./decode-input.ts";
import { decodeMessages } from "./decode-messages.ts";
import type { MessagesContext } from "./decode-messages.ts";
import { decodeSettings, settingKeys } from "./decode-settings.ts";
import { extrasLeft, fieldsFrom, given } from "./fields.ts";
import type { Fields } from "./fields.ts";
import { decodeFunctions, decodeTools, decodeWebSearch } from "./tools.ts";

/** A client's request for an answer. */
export function decodeRequest(body: JsonValue, { open }: RequestContext): Decoded<NeutralRequest> {
  return decoding((losses) => {
    const object = objectAt(body, "");
    const fields = fieldsFrom(object);
    const turns = turnsFrom(fields, { open, losses });
    losses.push(...roleLosses(turns));
    const request: NeutralRequest = {
      origin: "chat",
      model: fields.take("model", textOf) ?? "",
      isStreamed: fields.take("stream", booleanOf) ?? false,
      ...given({ includeUsage: fields.within("stream_options")?.take("include_usage", booleanOf) }),
      turns,
      ...given({ tools: toolsFrom(fields) }),
      ...decodeSettings(fields),
      ...extrasLeft(fields),
    };
    return withNote(request, "chat", spellings(object, fields));
  });
}

function turnsFrom(fields: Fields, context: MessagesContext): Turn[] {
  const messages = fields.take("messages", arrayOf);
  if (messages !== undefined) return decodeMessages(messages, context);
  const input = fields.take("input", (value) => (typeof value === "string" ? value : arrayOf(value)));
  if (input === undefined) return unreadable("messages", "a list of messages");
  const instructions = fields.take("instructions", textOf) ?? "";
  const system: Turn = { role: "system", parts: [{ kind: "text", text: instructions }] };
  return [...(instructions === "" ? [] : [system]), ...decodeInput(input, context)];
}

function toolsFrom(fields: Fields): Tool[] | undefined {
  const tools = [
    ...(fields.take("tools", decodeTools) ?? []),
    ...(fields.take("functions", decodeFunctions) ?? []),
    ...(fields.take("web_search_options", decodeWebSearch) ?? []),
  ];
  return tools.length === 0 ? undefined : tools;
}

function roleLosses(turns: readonly Turn[]): Loss[] {
  return turns.flatMap((turn, index): Loss[] => {
    const role = noteOf(turn, "chat", "$role");
    if (role === undefined) return [];
    const why = `only its own server knows the role \`${textOf(role) ?? ""}\``;
    return [{ path: `turns[${index}].role`, action: "approximated", why }];
  });
}

/** How settings were said, and which fields say nothing. */
function spellings(body: JsonObject, fields: Fields): JsonObject {
  const keys = new Set<string>(Object.values(settingKeys).flat());
  const taken = Object.entries(fields.taken()).filter(([key]) => keys.has(key));
  const settings = withoutBorrowed(Object.fromEntries(taken));
  const idle = Object.entries(body).filter(([key, value]) => value === null || isEmptyList(key, value));
  return {
    $settings: settings,
    ...(idle.length === 0 ? {} : { $idle: Object.fromEntries(idle) }),
    ...(body["stream"] === false ? { $stream: false } : {}),
  };
}

function isEmptyList(key: string, value: JsonValue): boolean {
  return (key === "tools" || key === "functions") && arrayOf(value)?.length === 0;
}
