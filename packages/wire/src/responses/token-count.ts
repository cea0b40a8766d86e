import type { Decoded, TokenCountCodec } from "../dialect.ts";
import { decoding, objectAt, unreadable } from "../json/decoding.ts";
import { numberOf } from "../json/value.ts";
import type { JsonValue } from "../json/value.ts";
import { decodeRequest } from "./decode-request.ts";
import { encodeRequest } from "./encode-request.ts";
import { without } from "./fields.ts";

/** `POST /responses/input_tokens`. */
export const tokenCount: TokenCountCodec = {
  decodeRequest,
  encodeRequest(request, target) {
    const { body, losses } = encodeRequest(request, { ...target, isStreamed: false });
    return { body: without(body, ofTheAnswer), losses };
  },
  decode,
  encode: (tokens) => ({ object: "response.input_tokens", input_tokens: tokens }),
};

/** What a request says of its answer, which that endpoint does not know. */
const ofTheAnswer: ReadonlySet<string> = new Set([
  "background",
  "client_metadata",
  "frequency_penalty",
  "include",
  "max_output_tokens",
  "max_tool_calls",
  "metadata",
  "presence_penalty",
  "prompt_cache_key",
  "prompt_cache_options",
  "prompt_cache_retention",
  "safety_identifier",
  "service_tier",
  "store",
  "stream",
  "stream_options",
  "temperature",
  "top_logprobs",
  "top_p",
  "user",
]);

function decode(body: JsonValue): Decoded<number> {
  return decoding(() => {
    const tokens = numberOf(objectAt(body, "")["input_tokens"]);
    return tokens ?? unreadable("input_tokens", "a number");
  });
}
