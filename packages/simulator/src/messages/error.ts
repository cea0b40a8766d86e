// How Anthropic's Messages API refuses.

import { idFrom } from "../encoder.ts";
import type { Refusal, Stamp, Telling } from "../encoder.ts";
import { event } from "./stream.ts";

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

interface ErrorBody {
  readonly type: "error";
  readonly error: object;
  readonly request_id: string;
}

export function error({ status, type, message, code }: Refusal, { serial }: Stamp): ErrorBody {
  const [usualType, usualMessage] =
    usual[status] ??
    (status < 500 ? ["invalid_request_error", "Invalid request."] : ["api_error", "Internal server error"]);
  return {
    type: "error",
    error: {
      type: type ?? usualType,
      message: message ?? usualMessage,
      ...(typeof code === "string" ? { details: { error_code: code } } : {}),
    },
    request_id: idFrom("req_", serial),
  };
}

export function errorEvent(refusal: Refusal, { stamp }: Telling): string {
  return event(error(refusal, stamp));
}

export const refusals = {
  keyMissing: { status: 401, message: "x-api-key header is required" },
  keyWrong: { status: 401 },
  unknownModel: (model: string): Refusal => ({ status: 404, message: `model: ${model}` }),
  unknownPath: (): Refusal => ({ status: 404 }),
  wrongMethod: (): Refusal => ({ status: 405, message: "Method Not Allowed" }),
};
