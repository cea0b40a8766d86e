// Which failure a provider's words tell of. Compatible servers keep OpenAI's shape, and hardly any of its codes.

import type { FailureKind } from "../failure.ts";

export interface ErrorWords {
  readonly status: number | undefined;
  readonly message: string;
  /** Codes and types, the most telling first. */
  readonly codes: readonly string[];
}

/**
 * Codes count most, the status next, the message last. A message is believed only where the status says little: what it
 * says of keys and money under a 5xx is a provider in trouble, not a verdict on the account.
 */
export function failureKindFrom({ status, message, codes }: ErrorWords): FailureKind {
  const named = codes.flatMap((code) => kindByCode.get(code.toLowerCase()) ?? [])[0];
  const kind = named ?? (status === undefined ? undefined : kindByStatus(status));
  switch (kind) {
    case "rate-limited":
      return phrased(message, new Set(["billing"])) ?? kind;
    case "unknown-path":
      return (
        phrased(message, new Set(["unknown-state"])) ?? (namesModel.test(message) ? "unknown-model" : kind)
      );
    case "bad-request":
    case undefined:
      return phrased(message, everything) ?? kind ?? "provider-error";
    case "provider-error":
      return phrased(message, new Set(["context-too-long", "overloaded", "rate-limited"])) ?? kind;
    default:
      return kind;
  }
}

/** By `code`, `type` or `status` of an error. Words that say no more than the HTTP status does are not here. */
const kindByCode: ReadonlyMap<string, FailureKind> = new Map<string, FailureKind>([
  ["context_length_exceeded", "context-too-long"],
  ["exceed_context_size_error", "context-too-long"],
  ["content_policy_violation", "content-policy"],
  ["content_filter", "content-policy"],
  ["moderation_blocked", "content-policy"],
  ["data_inspection_failed", "content-policy"],
  ["model_not_found", "unknown-model"],
  ["deploymentnotfound", "unknown-model"],
  ["invalid_model", "unknown-model"],
  ["previous_response_not_found", "unknown-state"],
  ["file_not_found", "unknown-state"],
  ["invalid_api_key", "bad-key"],
  ["authentication_error", "bad-key"],
  ["unauthenticated", "bad-key"],
  ["account_deactivated", "forbidden"],
  ["permission_denied", "forbidden"],
  ["permission_error", "forbidden"],
  ["unsupported_country_region_territory", "forbidden"],
  ["insufficient_quota", "billing"],
  ["billing_hard_limit_reached", "billing"],
  ["billing_not_active", "billing"],
  ["billing_error", "billing"],
  ["insufficient_balance", "billing"],
  ["rate_limit_exceeded", "rate-limited"],
  ["rate_limit_error", "rate-limited"],
  ["resource_exhausted", "rate-limited"],
  ["too_many_requests", "rate-limited"],
  ["server_is_overloaded", "overloaded"],
  ["slow_down", "overloaded"],
  ["overloaded_error", "overloaded"],
  ["service_unavailable", "overloaded"],
  ["unavailable", "overloaded"],
  ["timeout_error", "provider-silent"],
  ["deadline_exceeded", "provider-silent"],
  ["request_too_large", "too-large"],
]);

const kinds: Readonly<Record<number, FailureKind>> = {
  401: "bad-key",
  402: "billing",
  403: "forbidden",
  404: "unknown-path",
  405: "method-not-allowed",
  408: "provider-silent",
  409: "provider-error",
  413: "too-large",
  415: "unsupported-encoding",
  425: "overloaded",
  429: "rate-limited",
  // Groq: flex tier without room.
  498: "overloaded",
  499: "provider-error",
  501: "unsupported",
  503: "overloaded",
  504: "provider-silent",
  // Cloudflare's words for a provider that it cannot reach, and for one that does not answer it.
  521: "provider-unreachable",
  522: "provider-unreachable",
  523: "provider-unreachable",
  524: "provider-silent",
  529: "overloaded",
};

function kindByStatus(status: number): FailureKind | undefined {
  if (status < 400) return undefined;
  return kinds[status] ?? (status < 500 ? "bad-request" : "provider-error");
}

/** Servers that say it in the message alone, in the order in which they count. */
const phrases: readonly (readonly [RegExp, FailureKind])[] = [
  [/prompt is too long|context[ _-]?(length|window|size)|too many (input )?tokens/i, "context-too-long"],
  [/insufficient[ _](quota|balance|credits?|funds)|exceeded your current quota|credit balance/i, "billing"],
  [/\b(api|access) (key|token)\b.{0,24}\b(invalid|incorrect|not valid|expired)/i, "bad-key"],
  [/\b(invalid|incorrect|expired|no|missing) (api|access|authentication) (key|token)/i, "bad-key"],
  [/content (management )?policy|content filter|safety system|flagged (as|by)/i, "content-policy"],
  [/rate limit|too many requests/i, "rate-limited"],
  [/overloaded|at capacity|server is busy/i, "overloaded"],
  [/no such (file|response)|previous response|\bfile\b.{0,80}\bnot found/i, "unknown-state"],
  [/\bmodel\b.{0,80}\b(not|n't) (found|exist)/i, "unknown-model"],
  [/\b(invalid|unknown) model\b/i, "unknown-model"],
];

/** Under a 404, that is enough: of a wrong path nobody says anything about models. */
const namesModel = /\b(models?|deployment)\b/i;

const everything: ReadonlySet<FailureKind> = new Set(phrases.map(([, kind]) => kind));

function phrased(message: string, wanted: ReadonlySet<FailureKind>): FailureKind | undefined {
  return phrases.find(([pattern, kind]) => wanted.has(kind) && pattern.test(message))?.[1];
}
