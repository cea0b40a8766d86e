// How many tokens a request would cost, asked beforehand.

import type { TokenCountCodec } from "../dialect.ts";
import { decoding, objectAt, unreadable } from "../json/decoding.ts";
import { numberOf } from "../json/value.ts";
import { decodeRequest } from "./decode-request.ts";
import { encodeRequest } from "./encode-request.ts";

/** What is not counted: Anthropic refuses it in a request to count. */
const uncounted: ReadonlySet<string> = new Set([
  "max_tokens",
  "stream",
  "temperature",
  "top_p",
  "top_k",
  "stop_sequences",
  "metadata",
  "service_tier",
  "container",
  "inference_geo",
  "diagnostics",
  "fallbacks",
  "fallback_credit_token",
  "thread",
]);

export const tokenCount: TokenCountCodec = {
  decodeRequest,
  encodeRequest(request, target) {
    const { body, losses } = encodeRequest(request, target);
    const counted = Object.entries(body).filter(([name]) => !uncounted.has(name));
    return { body: Object.fromEntries(counted), losses };
  },
  decode: (body) =>
    decoding(() => numberOf(objectAt(body, "")["input_tokens"]) ?? unreadable("input_tokens", "a number")),
  encode: (tokens) => ({ input_tokens: tokens }),
};
