import type { CanonicalFailure, EncodedFailure, FailureKind } from "../failure.ts";

/** The status and OpenAI's words, by which its SDKs and their users tell errors apart. */
const words: Readonly<Record<FailureKind, readonly [status: number, type: string, code: string | null]>> = {
  "bad-request": [400, "invalid_request_error", null],
  "method-not-allowed": [405, "invalid_request_error", "method_not_supported"],
  "unsupported-encoding": [415, "invalid_request_error", "unsupported_content_encoding"],
  // Not 501: the SDK would send the request again.
  unsupported: [400, "invalid_request_error", "unsupported"],
  "too-large": [413, "invalid_request_error", "request_too_large"],
  "context-too-long": [400, "invalid_request_error", "context_length_exceeded"],
  "content-policy": [400, "invalid_request_error", "content_policy_violation"],
  "unknown-path": [404, "invalid_request_error", "unknown_url"],
  "unknown-model": [404, "invalid_request_error", "model_not_found"],
  "unknown-state": [404, "invalid_request_error", "not_found"],
  "request-timeout": [408, "invalid_request_error", "request_timeout"],
  "bad-key": [401, "invalid_request_error", "invalid_api_key"],
  forbidden: [403, "invalid_request_error", "permission_denied"],
  billing: [429, "insufficient_quota", "insufficient_quota"],
  "rate-limited": [429, "rate_limit_error", "rate_limit_exceeded"],
  "provider-unreachable": [502, "server_error", "bad_gateway"],
  "provider-silent": [504, "server_error", "timeout"],
  "provider-error": [502, "server_error", "server_error"],
  overloaded: [503, "server_error", "service_unavailable"],
  "answer-broken": [502, "server_error", "server_error"],
  internal: [500, "server_error", "server_error"],
};

/** What clients act upon (to shorten the conversation, to ask for another model) is never said in other words. */
const settled: ReadonlySet<FailureKind> = new Set<FailureKind>(["context-too-long", "unknown-model"]);

/** The failure as OpenAI's clients expect it. */
export function encodeError({ kind, message, code, param }: CanonicalFailure): EncodedFailure {
  const [status, type, usual] = words[kind];
  const said = code !== undefined && !settled.has(kind) && isCode(code) ? code : usual;
  return { status, body: JSON.stringify({ error: { message, type, param: param ?? null, code: said } }) };
}

/** Anthropic's types end in `_error`, Google's statuses are upper case: neither is a code to these clients. */
function isCode(code: string): boolean {
  return /^[a-z][a-z0-9_.-]*$/.test(code) && !code.endsWith("_error");
}
