// countTokens. Google counts `contents` alone unless the whole request is given as `generateContentRequest`.

import type { Decoded, RequestContext, RequestTarget, TokenCountCodec } from "../dialect.ts";
import { decoding, objectAt, unreadable } from "../json/decoding.ts";
import { isObject, numberOf } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import type { Lossy } from "../loss.ts";
import { noteOf, withNote } from "../model/extras.ts";
import type { NeutralRequest } from "../model/request.ts";
import { decodeRequest } from "./decode-request.ts";
import { encodeRequest } from "./encode-request.ts";
import { fieldsFrom } from "./fields.ts";

export const tokenCount: TokenCountCodec = {
  decodeRequest: decodeCount,
  encodeRequest: encodeCount,
  decode: (body: JsonValue): Decoded<number> =>
    decoding(() => {
      const count = fieldsFrom(objectAt(body, "")).take("totalTokens", numberOf);
      return count ?? unreadable("totalTokens", "a number");
    }),
  encode: (tokens: number): JsonObject => ({ totalTokens: tokens }),
};

/** The note on how the request was wrapped: what stood beside it, under which key it stood; null where it stood bare. */
const wrapNote = "$wrap";

function decodeCount(body: JsonValue, context: RequestContext): Decoded<NeutralRequest> {
  const key = isObject(body) ? wrapKeys.find((name) => isObject(body[name])) : undefined;
  const inner = isObject(body) && key !== undefined ? body[key] : body;
  const decoded = decodeRequest(inner ?? null, context);
  if (decoded.kind === "fault") return decoded;
  const note = key === undefined || !isObject(body) ? null : { key, beside: without(body, key) };
  return { ...decoded, value: withNote(decoded.value, "gemini", { [wrapNote]: note }) };
}

function encodeCount(request: NeutralRequest, target: RequestTarget): Lossy<{ readonly body: JsonObject }> {
  const { body, losses } = encodeRequest(request, target);
  const note = noteOf(request, "gemini", wrapNote);
  if (note === null) return { body, losses };
  if (isObject(note) && typeof note["key"] === "string" && isObject(note["beside"])) {
    return { body: { ...note["beside"], [note["key"]]: body }, losses };
  }
  return { body: { generateContentRequest: { model: `models/${target.model}`, ...body } }, losses };
}

const wrapKeys = ["generateContentRequest", "generate_content_request"] as const;

function without(body: JsonObject, key: string): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([name]) => name !== key));
}
