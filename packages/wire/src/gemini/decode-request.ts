// A client's generateContent request.

import type { Decoded, RequestContext } from "../dialect.ts";
import { decoding, objectAt } from "../json/decoding.ts";
import { isArray, isObject, textOf } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import type { Loss } from "../loss.ts";
import { withNote } from "../model/extras.ts";
import type { NeutralRequest, Turn } from "../model/request.ts";
import { withCallIds } from "./call-ids.ts";
import { decodeContents, decodeSystem } from "./decode-turns.ts";
import { contentsNote } from "./encode-turns.ts";
import { fieldsFrom } from "./fields.ts";
import type { Fields } from "./fields.ts";
import { openedParts, withWholeThinking } from "./proofs.ts";
import { rememberSettings, rememberTools } from "./remember-request.ts";
import { decodeTools } from "./tools.ts";

export function decodeRequest(body: JsonValue, context: RequestContext): Decoded<NeutralRequest> {
  return decoding((losses) => requestFrom(objectAt(body, ""), context, losses));
}

/** The note on a request whose body names the model, too, which stands in the path. */
export const modelNote = "$model";

function requestFrom(body: JsonObject, context: RequestContext, losses: Loss[]): NeutralRequest {
  const fields = fieldsFrom(body);
  const turns = openedTurns(turnsFrom(fields, body), context, losses);
  const tools = fields.take("tools", (value) => (decodeTools(value) === undefined ? undefined : value));
  const said = textOf(fields.peek("model"))?.replace(/^models\//, "");
  const model = context.model ?? said ?? "";
  const named = fields.take("model", (value) => (said === model ? textOf(value) : undefined));
  const isStreamed = context.isStreamed ?? false;
  const request = rememberSettings({ origin: "gemini", model, isStreamed, turns }, fields.unread() ?? {});
  const equipped = rememberTools(request, tools);
  const noted = named === undefined ? equipped : withNote(equipped, "gemini", { [modelNote]: named });
  const isList = isArray(body["contents"]);
  return isList ? noted : withNote(noted, "gemini", { [contentsNote]: "single" });
}

function turnsFrom(fields: Fields, body: JsonObject): readonly Turn[] {
  const contents = decodeContents(fields.take("contents", (value) => value));
  const system = fields.take("systemInstruction", (value) =>
    typeof value === "string" || isObject(value) ? value : undefined,
  );
  if (system === undefined) return withCallIds(contents);
  const key = Object.hasOwn(body, "systemInstruction") ? "systemInstruction" : "system_instruction";
  return withCallIds([decodeSystem(system, key), ...contents]);
}

function openedTurns(turns: readonly Turn[], { open }: RequestContext, losses: Loss[]): readonly Turn[] {
  const opened = turns.map((turn, index) => {
    const parts = openedParts(turn.parts, open, { path: `turns[${index}]`, losses });
    return parts === turn.parts ? turn : { ...turn, parts };
  });
  return opened.every((turn, index) => turn === turns[index]) ? turns : withWholeThinking(opened);
}
