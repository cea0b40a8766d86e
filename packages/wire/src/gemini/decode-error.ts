// Google's errors: `google.rpc.Status` as JSON, alone or in a list, with details by type.

import type { ReceivedError } from "../dialect.ts";
import type { CanonicalFailure, FailureKind } from "../failure.ts";
import { arrayOf, isArray, isObject, numberOf, objectOf, parseJson, textOf } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";

export function decodeError({ status, body, field }: ReceivedError): CanonicalFailure {
  const error = errorIn(parseJson(body) ?? null);
  const said: Said = {
    status: status ?? numberOf(error?.["code"]) ?? 500,
    word: textOf(error?.["status"]) ?? "",
    message: textOf(error?.["message"]) ?? "",
    details: (arrayOf(error?.["details"]) ?? []).filter((detail) => isObject(detail)),
  };
  const code = reasonOf(said) ?? said.word;
  const param = fieldOf(said);
  const wait = delayOf(said) ?? waitFrom(field);
  return {
    kind: kindOf(said, { isGoogles: error !== undefined }),
    message: said.message === "" ? `The provider answered with status ${said.status}.` : said.message,
    ...(code === "" ? {} : { code }),
    ...(param === undefined ? {} : { param }),
    ...(wait === undefined ? {} : { retryAfterMs: wait }),
  };
}

/** The failure in a body or a message of a stream that is an error, whatever its status. */
export function failureIn(value: JsonValue): CanonicalFailure | undefined {
  if (errorIn(value) === undefined) return undefined;
  return decodeError({ status: undefined, body: JSON.stringify(value), field: () => undefined });
}

interface Said {
  readonly status: number;
  /** Of `google.rpc.Code`. */
  readonly word: string;
  readonly message: string;
  readonly details: readonly JsonObject[];
}

/** Streams without `alt=sse` wrap even their errors in a list. Some proxies say nothing but a text. */
function errorIn(value: JsonValue): JsonObject | undefined {
  const answer = isArray(value) ? value[0] : value;
  const error = isObject(answer) ? answer["error"] : undefined;
  return typeof error === "string" ? { message: error } : objectOf(error);
}

function kindOf(said: Said, { isGoogles }: { readonly isGoogles: boolean }): FailureKind {
  const told = toldKind(said);
  if (told !== undefined) return told;
  if (said.status === 404) return isGoogles ? missingKind(said) : "unknown-path";
  return (
    kinds.get(said.status) ?? words.get(said.word) ?? (said.status >= 500 ? "provider-error" : "bad-request")
  );
}

/** What only the reason or the message tells: the statuses say less than one would wish, key errors are 400. */
function toldKind(said: Said): FailureKind | undefined {
  const reason = reasonOf(said);
  const byReason = reason === undefined ? undefined : reasons.get(reason);
  return byReason ?? phrases.find(([, pattern]) => pattern.test(said.message))?.[0];
}

function missingKind({ message }: Said): FailureKind {
  if (/\bmodels?\b/i.test(message)) return "unknown-model";
  return /cached ?content|\bfiles?\b/i.test(message) ? "unknown-state" : "unknown-path";
}

const reasons: ReadonlyMap<string, FailureKind> = new Map<string, FailureKind>([
  ["API_KEY_INVALID", "bad-key"],
  ["API_KEY_EXPIRED", "bad-key"],
  ["ACCESS_TOKEN_EXPIRED", "bad-key"],
  ["CREDENTIALS_MISSING", "bad-key"],
  ["API_KEY_SERVICE_BLOCKED", "forbidden"],
  ["SERVICE_DISABLED", "forbidden"],
  ["CONSUMER_SUSPENDED", "forbidden"],
  ["BILLING_DISABLED", "billing"],
]);

/**
 * In order. "Check your plan and billing details" stands in every 429 of Google's, those of a minute's quota included,
 * so it says nothing.
 */
const phrases: readonly (readonly [FailureKind, RegExp])[] = [
  ["bad-key", /API key (not valid|expired|not found)|API key was reported as leaked|pass a valid API key/i],
  ["context-too-long", /token count .*exceeds|exceeds the maximum number of tokens|prompt is too long/i],
  ["too-large", /payload size exceeds/i],
  ["billing", /credits are depleted|spend(ing)? cap|enable billing|billing (is|has been) disabled/i],
  ["forbidden", /location is not supported/i],
  ["unknown-state", /cached ?content not found|access the file|file .* (not exist|not found)/i],
];

const kinds: ReadonlyMap<number, FailureKind> = new Map<number, FailureKind>([
  [400, "bad-request"],
  [401, "bad-key"],
  [402, "billing"],
  [403, "forbidden"],
  [405, "method-not-allowed"],
  [408, "request-timeout"],
  [413, "too-large"],
  [415, "unsupported-encoding"],
  [429, "rate-limited"],
  [500, "provider-error"],
  [501, "unsupported"],
  [503, "overloaded"],
  [504, "provider-silent"],
  [529, "overloaded"],
]);

/** Where the status is one that Google does not use, or a stream gives none. */
const words: ReadonlyMap<string, FailureKind> = new Map<string, FailureKind>([
  ["INVALID_ARGUMENT", "bad-request"],
  ["FAILED_PRECONDITION", "bad-request"],
  ["OUT_OF_RANGE", "bad-request"],
  ["UNAUTHENTICATED", "bad-key"],
  ["PERMISSION_DENIED", "forbidden"],
  ["RESOURCE_EXHAUSTED", "rate-limited"],
  ["UNIMPLEMENTED", "unsupported"],
  ["UNAVAILABLE", "overloaded"],
  ["DEADLINE_EXCEEDED", "provider-silent"],
]);

/** A detail by the last part of its type, such as `RetryInfo`. */
function detailOf({ details }: Said, type: string): JsonObject | undefined {
  return details.find((detail) => textOf(detail["@type"])?.endsWith(`.${type}`) === true);
}

function reasonOf(said: Said): string | undefined {
  return textOf(detailOf(said, "ErrorInfo")?.["reason"]);
}

function fieldOf(said: Said): string | undefined {
  const [violation] = arrayOf(detailOf(said, "BadRequest")?.["fieldViolations"]) ?? [];
  return textOf(objectOf(violation)?.["field"]);
}

/** `RetryInfo.retryDelay`: "34.07s", or its seconds and nanoseconds. */
function delayOf(said: Said): number | undefined {
  const delay = detailOf(said, "RetryInfo")?.["retryDelay"];
  if (typeof delay === "string") {
    return delay.endsWith("s") ? millisecondsFrom(delay.slice(0, -1), 1000) : undefined;
  }
  const seconds =
    numberOf(objectOf(delay)?.["seconds"]) ?? Number(textOf(objectOf(delay)?.["seconds"]) ?? Number.NaN);
  const nanos = numberOf(objectOf(delay)?.["nanos"]) ?? 0;
  return seconds >= 0 ? seconds * 1000 + Math.max(0, nanos) / 1e6 : undefined;
}

/** A date as `retry-after` would need a clock, which is not here. */
function waitFrom(field: ReceivedError["field"]): number | undefined {
  return millisecondsFrom(field("retry-after-ms"), 1) ?? millisecondsFrom(field("retry-after"), 1000);
}

function millisecondsFrom(text: string | undefined, scale: number): number | undefined {
  if (text === undefined || !/^\s*\d+(\.\d+)?\s*$/.test(text)) return undefined;
  return Number(text) * scale;
}
