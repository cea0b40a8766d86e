// From a provider's whole answer to a client's.

import type { AnswerContext, Decoded, FailedAnswer, ReplyContext } from "../dialect.ts";
import type { DialectName } from "../dialect-name.ts";
import { dialects } from "../dialects.ts";
import { createToolRestorer } from "../fit/restore-tools.ts";
import type { ToolNames } from "../fit/tool-names.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import type { Lossy } from "../loss.ts";
import type { NeutralResponse } from "../model/response.ts";

/** Reads a provider's whole answer. */
export function readResponse(
  dialect: DialectName,
  body: JsonValue,
  { scope, tools }: AnswerContext & { readonly tools: ToolNames },
): Decoded<NeutralResponse> | FailedAnswer {
  const decoded = dialects[dialect].decodeResponse(body, { scope });
  if (decoded.kind !== "decoded") return decoded;
  return { ...decoded, value: createToolRestorer(tools).response(decoded.value) };
}

/** Writes a whole answer for a client. */
export function writeResponse(
  dialect: DialectName,
  response: NeutralResponse,
  context: ReplyContext,
): Lossy<{ readonly body: JsonObject }> {
  return dialects[dialect].encodeResponse(response, context);
}
