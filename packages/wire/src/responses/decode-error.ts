// OpenAI has one shape of errors for all that it serves, and so has whoever imitates it: what is said in words and by
// status is read as Chat's is. Here is what only an answer of this dialect says, in its own codes.

import { decodeError as decodeChatError } from "../chat/decode-error.ts";
import type { ReceivedError } from "../dialect.ts";
import type { CanonicalFailure, FailureKind } from "../failure.ts";
import { isObject, objectOf, parseJson } from "../json/value.ts";
import type { JsonValue } from "../json/value.ts";

/** A provider's error, of any status, or that of a stream or of a failed response. */
export function decodeError(received: ReceivedError): CanonicalFailure {
  const error = ownError(parseJson(received.body));
  const failure = decodeChatError(
    error === undefined ? received : { ...received, body: JSON.stringify({ error }) },
  );
  const kind = kindByCode.get(failure.code ?? "");
  return kind === undefined ? failure : { ...failure, kind };
}

/** The error in what looks otherwise than Chat's: a response, or the event `error`, which is one itself. */
function ownError(body: JsonValue | undefined): JsonValue | undefined {
  if (!isObject(body)) return undefined;
  const response = objectOf(body["response"]) ?? (body["object"] === "response" ? body : undefined);
  if (response !== undefined) return response["error"] ?? {};
  if (body["type"] !== "error" || isObject(body["error"])) return undefined;
  const { type: _type, ...error } = body;
  return error;
}

const kindByCode: ReadonlyMap<string, FailureKind> = new Map<string, FailureKind>([
  ["server_error", "provider-error"],
  ["vector_store_timeout", "provider-error"],
  ["invalid_prompt", "bad-request"],
  ["data_residency_mismatch", "bad-request"],
  ["invalid_encrypted_content", "bad-request"],
  ["bio_policy", "content-policy"],
  ["cyber_policy", "content-policy"],
  ["image_content_policy_violation", "content-policy"],
  ["conversation_not_found", "unknown-state"],
  ["image_file_not_found", "unknown-state"],
  ...[
    "invalid_image",
    "invalid_image_format",
    "invalid_base64_image",
    "invalid_image_url",
    "image_too_large",
    "image_too_small",
    "image_parse_error",
    "invalid_image_mode",
    "image_file_too_large",
    "unsupported_image_media_type",
    "empty_image_file",
    "failed_to_download_image",
  ].map((code): [string, FailureKind] => [code, "bad-request"]),
]);
