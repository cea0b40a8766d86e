import type { RequestTarget } from "../dialect.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import { objectOf } from "../json/value.ts";
import type { Loss, Lossy } from "../loss.ts";
import { extrasLosses, fieldsOf, noteOf } from "../model/extras.ts";
import type { NeutralRequest } from "../model/request.ts";
import { encodeMessages } from "./encode-messages.ts";
import { encodeSettings } from "./encode-settings.ts";
import { encodeTools } from "./tools.ts";

/** For a provider. */
export function encodeRequest(
  request: NeutralRequest,
  target: RequestTarget,
): Lossy<{ readonly body: JsonObject }> {
  const losses: Loss[] = extrasLosses(request, "", "chat");
  const { stream_options: options, ...fields } = fieldsOf(request, "chat");
  const body = {
    // What said nothing when it came; whatever says something by now is written over it.
    ...objectOf(noteOf(request, "chat", "$idle")),
    ...fields,
    model: target.model,
    messages: encodeMessages(request, losses),
    ...(request.tools === undefined ? {} : encodeTools(request.tools, losses)),
    ...encodeSettings(request, target, losses),
    ...streamFields(request, target, options),
  };
  return { body, losses };
}

/** The usage of a stream is always asked for: what the client hears of it is the business of its own encoder. */
function streamFields(
  request: NeutralRequest,
  { isStreamed, capabilities }: RequestTarget,
  options: JsonValue | undefined,
): JsonObject {
  if (!isStreamed) return noteOf(request, "chat", "$stream") === false ? { stream: false } : {};
  const all = { ...objectOf(options), ...(capabilities.streamUsage ? { include_usage: true } : {}) };
  return { stream: true, ...(Object.keys(all).length === 0 ? {} : { stream_options: all }) };
}
