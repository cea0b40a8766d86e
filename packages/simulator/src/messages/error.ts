// How Anthropic's Messages API refuses.

import { idFrom } from "../encoder.ts";
import type { Refusal, Stamp } from "../encoder.ts";
import { headerOf } from "../request.ts";
import type { Asked } from "../request.ts";

const usual: Readonly<Record<number, readonly [type: string, message: string]>> = {
  400: ["invalid_request_error", "Invalid request."],
  401: ["authentication_error", "invalid x-api-key"],
  402: ["billing_error", "Your credit balance is too low to access the Anthropic API."],
  403: ["permission_error", "Your API key does not have permission to use the specified resource."],
  404: ["not_found_error", "Not found"],
  413: ["request_too_large", "Request exceeds the maximum size"],
  429: ["rate_limit_error", "This request would exceed your account's rate limit. Please try again later."],
  504: ["timeout_error", "Request timed out."],
  529: ["overloaded_error", "Overloaded"],
};

export function error({ status, type, message }: Refusal, { serial }: Stamp): unknown {
  const [usualType, usualMessage] =
    usual[status] ??
    (status < 500 ? ["invalid_request_error", "Invalid request."] : ["api_error", "Internal server error"]);
  return {
    type: "error",
    error: { type: type ?? usualType, message: message ?? usualMessage },
    request_id: idFrom("req_", serial),
  };
}

export const refusals = {
  keyMissing: { status: 401, message: "x-api-key header is required" },
  keyWrong: { status: 401 },
  unknownModel: (model: string): Refusal => ({ status: 404, message: `model: ${model}` }),
  unknownPath: (): Refusal => ({ status: 404 }),
  wrongMethod: (): Refusal => ({ status: 405, message: "Method Not Allowed" }),
};

export function complaint({ body, request }: Asked): Refusal | undefined {
  const version = headerOf(request, "anthropic-version");
  if (version === undefined) return malformed("anthropic-version: header is required");
  if (body === undefined) return malformed("The request body is not valid JSON: an object is expected");
  if (typeof body["model"] !== "string") return malformed("model: Field required");
  if (!Array.isArray(body["messages"])) return malformed("messages: Field required");
  if (!Number.isInteger(body["max_tokens"])) return malformed("max_tokens: Field required");
  return undefined;
}

function malformed(message: string): Refusal {
  return { status: 400, message };
}
