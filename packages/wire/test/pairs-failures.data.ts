// Failures that a dialect cannot tell from others: what whoever reads them takes them for, and why. All others come back
// as what they were.

import type { DialectName } from "../src/dialect-name.ts";
import type { FailureKind } from "../src/failure.ts";

/** What went wrong behind whoever answers is the answerer's failure to whoever reads: no dialect looks further. */
const behind = {
  "provider-unreachable": "provider-error",
  "answer-broken": "provider-error",
  internal: "provider-error",
} as const;

const openai = {
  ...behind,
  // 400, as everything that sending again does not mend; a 501 the SDK would send again.
  unsupported: "bad-request",
  // 404 means a path, unless the code or the message speaks of a model, a file or a response.
  "unknown-state": "unknown-path",
  // Whoever stands between says 408 when the provider is slow; OpenAI itself never does.
  "request-timeout": "provider-silent",
} as const;

export const readAs: Readonly<Record<DialectName, { readonly [Kind in FailureKind]?: FailureKind }>> = {
  messages: {
    ...behind,
    // `invalid_request_error`: only the message tells.
    "content-policy": "bad-request",
    // `not_found_error`: only the message tells what.
    "unknown-model": "unknown-path",
    "unknown-state": "unknown-path",
  },
  chat: openai,
  responses: openai,
  gemini: {
    ...behind,
    // UNAVAILABLE is Google's word for an overload, too.
    "provider-unreachable": "overloaded",
    // 400: Gemini CLI sends again after a 501.
    unsupported: "bad-request",
    // INVALID_ARGUMENT: Google refuses with a finish reason, never with an error.
    "content-policy": "bad-request",
    // NOT_FOUND: only the message tells what.
    "unknown-model": "unknown-path",
    "unknown-state": "unknown-path",
  },
};

/** What can go wrong when an answer has begun. */
export const midway = [
  "context-too-long",
  "content-policy",
  "billing",
  "rate-limited",
  "provider-silent",
  "provider-error",
  "overloaded",
  "answer-broken",
] as const satisfies readonly FailureKind[];

/** The same for the error in a stream, which has no status. */
export const readStreamedAs: typeof readAs = {
  messages: { "answer-broken": "provider-error", "content-policy": "bad-request" },
  // `server_error`, without the status that tells a silence.
  chat: { "answer-broken": "provider-error", "provider-silent": "provider-error" },
  responses: {
    "answer-broken": "provider-error",
    "provider-silent": "provider-error",
    // Codex gives up after any code but `server_error` and `rate_limit_exceeded`.
    overloaded: "provider-error",
    "content-policy": "bad-request",
  },
  gemini: { "answer-broken": "provider-error", "content-policy": "bad-request" },
};
