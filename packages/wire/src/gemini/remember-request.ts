// Settings and tools of a request with a note on how they were said, and back.

import type { Capabilities } from "../capabilities.ts";
import { isObject } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import type { Loss } from "../loss.ts";
import { noteOf, withNote } from "../model/extras.ts";
import type { NeutralRequest } from "../model/request.ts";
import { withUnread } from "./fields.ts";
import { decodeSettings, encodeSettings, settingsOf } from "./settings.ts";
import { isSame, withoutNotes } from "./spelling.ts";
import { decodeTools, encodeTools } from "./tools.ts";

export interface SettingsTarget {
  readonly capabilities: Pick<Capabilities, "thinking">;
}

const settingsNote = "$settings";
const toolsNote = "$tools";

/** The request with its settings, out of what of the body says nothing else. */
export function rememberSettings(request: NeutralRequest, said: JsonObject): NeutralRequest {
  const decided = { ...request, ...decodeSettings(said) };
  // Which of two ways to think is written depends on the model, but here just one was said.
  const usual = writtenSettings(decided, { capabilities: { thinking: "effort" } }, []);
  return isSame(usual, said) ? decided : withNote(decided, "gemini", { [settingsNote]: said });
}

/** The body but for turns, tools and model: as it was said where that has not changed. */
export function settingsBody(request: NeutralRequest, target: SettingsTarget, losses: Loss[]): JsonObject {
  const said = noteOf(request, "gemini", settingsNote);
  if (isObject(said) && isSame(withoutNotes(decodeSettings(said)), withoutNotes(settingsOf(request)))) {
    return said;
  }
  return writtenSettings(request, target, losses);
}

/** The request with its tools. */
export function rememberTools(request: NeutralRequest, said: JsonValue | undefined): NeutralRequest {
  const tools = decodeTools(said);
  if (said === undefined || tools === undefined) return request;
  const equipped = tools.length === 0 ? request : { ...request, tools };
  return isSame(toolsBody(equipped, []), said)
    ? equipped
    : withNote(equipped, "gemini", { [toolsNote]: said });
}

/** Undefined where there are none. */
export function toolsBody(request: NeutralRequest, losses: Loss[]): JsonValue | undefined {
  const said = noteOf(request, "gemini", toolsNote);
  if (said !== undefined && isSame(decodeTools(said), request.tools ?? [])) return said;
  const written = encodeTools(request.tools ?? [], losses);
  return written.length === 0 ? undefined : written;
}

function writtenSettings(request: NeutralRequest, target: SettingsTarget, losses: Loss[]): JsonObject {
  return withUnread(encodeSettings(request, target, { path: "", losses }), request);
}
