// How Gemini refuses: Google's error object, with a status in words.

import type { Refusal, Stamp, Telling } from "../encoder.ts";
import type { Asked } from "../request.ts";
import { event } from "./stream.ts";

const usual: Readonly<Record<number, readonly [status: string, message: string]>> = {
  400: ["INVALID_ARGUMENT", "Request contains an invalid argument."],
  401: [
    "UNAUTHENTICATED",
    "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.",
  ],
  403: ["PERMISSION_DENIED", "The caller does not have permission"],
  404: ["NOT_FOUND", "Requested entity was not found."],
  413: ["INVALID_ARGUMENT", "Request payload size exceeds the limit."],
  429: ["RESOURCE_EXHAUSTED", "Resource has been exhausted (e.g. check quota)."],
  500: [
    "INTERNAL",
    "An internal error has occurred. Please retry or report in the Gemini API troubleshooting guide.",
  ],
  503: ["UNAVAILABLE", "The model is overloaded. Please try again later."],
  504: ["DEADLINE_EXCEEDED", "Deadline expired before operation could complete."],
};

export function error({ status, type, message, details }: Refusal, _stamp?: Stamp): object {
  const [usualStatus, usualMessage] =
    usual[status] ??
    (status < 500
      ? ["INVALID_ARGUMENT", "Request contains an invalid argument."]
      : ["UNAVAILABLE", "The service is currently unavailable."]);
  return {
    error: {
      code: status,
      message: message ?? usualMessage,
      status: type ?? usualStatus,
      ...(details === undefined ? {} : { details }),
    },
  };
}

/** In an array the error is the last element. */
export function errorEvent(refusal: Refusal, { asked }: Telling, before: number): string {
  const failure = error(refusal);
  const start = before === 0 ? "[" : ",\r\n";
  return asked.stream === "array" ? `${start}${JSON.stringify(failure)}]\n` : event(failure);
}

export const refusals = {
  keyMissing: {
    status: 403,
    message:
      "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form of API consumer identity to call this API.",
  },
  keyWrong: {
    status: 400,
    message: "API key not valid. Please pass a valid API key.",
    details: [
      {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        reason: "API_KEY_INVALID",
        domain: "googleapis.com",
        metadata: { service: "generativelanguage.googleapis.com" },
      },
    ],
  },
  unknownModel: (model: string): Refusal => ({
    status: 404,
    message: `models/${model} is not found for API version v1beta, or is not supported for generateContent. Call ListModels to see the list of available models and their supported methods.`,
  }),
  unknownPath: (): Refusal => ({ status: 404 }),
  wrongMethod: ({ request }: Asked): Refusal => ({
    status: 404,
    message: `The requested URL was not found for ${request.method}.`,
  }),
};
