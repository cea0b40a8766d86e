// How OpenAI's APIs refuse, in chat and in responses.

import type { Refusal } from "../encoder.ts";
import type { Asked } from "../request.ts";
import { event } from "./stream.ts";

type Usual = readonly [type: string, code: string | null, message: string];

const invalid: Usual = ["invalid_request_error", null, "Invalid request."];
const serverError: Usual = [
  "server_error",
  null,
  "The server had an error while processing your request. Sorry about that!",
];

const usual: Readonly<Record<number, Usual>> = {
  401: ["invalid_request_error", "invalid_api_key", "Incorrect API key provided."],
  403: ["invalid_request_error", "forbidden", "You are not allowed to use this resource."],
  404: ["invalid_request_error", null, "Not found."],
  413: ["invalid_request_error", "request_too_large", "The request is too large."],
  429: ["requests", "rate_limit_exceeded", "Rate limit reached. Please try again later."],
  503: ["server_error", "service_unavailable", "The engine is currently overloaded, please try again later."],
};

export interface OpenAiError {
  readonly message: string;
  readonly type: string;
  readonly param: string | null;
  readonly code: string | null;
}

export function errorOf({ status, type, code, message, param }: Refusal): OpenAiError {
  const [usualType, usualCode, usualMessage] = usual[status] ?? (status < 500 ? invalid : serverError);
  return {
    message: message ?? usualMessage,
    type: type ?? usualType,
    param: param ?? null,
    code: code === undefined ? usualCode : code,
  };
}

export function error(refusal: Refusal): unknown {
  return { error: errorOf(refusal) };
}

/** Nothing comes behind it, and no `[DONE]`. */
export function errorEvent(refusal: Refusal): string {
  return event({ error: errorOf(refusal) });
}

export const refusals = {
  keyMissing: { status: 401, code: null, message: "You didn't provide an API key." },
  keyWrong: { status: 401 },
  unknownModel: (model: string): Refusal => ({
    status: 404,
    code: "model_not_found",
    message: `The model \`${model}\` does not exist or you do not have access to it.`,
  }),
  unknownPath: ({ request }: Asked): Refusal => ({
    status: 404,
    message: `Invalid URL (${request.method} ${request.target})`,
  }),
  wrongMethod: ({ request }: Asked): Refusal => ({
    status: 405,
    code: "method_not_supported",
    message: `Not allowed to ${request.method} on ${request.target}`,
  }),
};
