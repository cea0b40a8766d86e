// A provider's error, as a response of its own or inside a stream.

import type { ReceivedError } from "../dialect.ts";
import type { CanonicalFailure, FailureKind } from "../failure.ts";
import { isArray, isObject, objectOf, parseJson, textOf } from "../json/value.ts";
import type { JsonObject } from "../json/value.ts";
import { given } from "./fields.ts";
import { kindsBySentence, kindsByStatus, kindsByWord } from "./error-words.ts";

export function decodeError({ status, body, field }: ReceivedError): CanonicalFailure {
  const value = parseJson(body);
  const about: About = {
    status,
    exception: field("x-amzn-errortype"),
    retryAfterMs: retryAfterFrom(field),
  };
  // Google's platform sometimes wraps its errors in a list.
  const object = isArray(value) ? value.find(isObject) : objectOf(value);
  return failureFrom(object ?? {}, { ...about, text: object === undefined ? body : "" });
}

/** What is known beside an error's object. */
interface About {
  readonly status?: number | undefined;
  /** Amazon names its exceptions in a field of the response. */
  readonly exception?: string | undefined;
  readonly retryAfterMs?: number | undefined;
  /** What stood in place of an object. */
  readonly text?: string;
}

/** Reads an error object, or the message that holds one. */
export function failureFrom(
  body: JsonObject,
  { status, exception, retryAfterMs, text = "" }: About,
): CanonicalFailure {
  const error = objectOf(body["error"]) ?? body;
  const details = objectOf(error["details"]);
  const type = textOf(error["type"]);
  const words = [
    textOf(details?.["error_code"]),
    textOf(error["code"]),
    textOf(error["status"]),
    type === "error" ? undefined : type,
    exception?.split(":")[0],
  ].filter((word) => word !== undefined);
  const said = sentenceOf(error) ?? textOf(body["error"]) ?? sentenceFrom(text);
  const kind = kindOf(words, said ?? "", status);
  const [code] = words;
  const param = kind === "bad-request" ? /^([a-z_][\w.]*): /.exec(said ?? "")?.[1] : undefined;
  return {
    kind,
    message: said ?? silenceOf(status),
    ...given({ code, param, retryAfterMs, details }),
  };
}

/** A code says more than a type, any word more than the status, and the sentence more than the vaguest of either. */
function kindOf(words: readonly string[], said: string, status: number | undefined): FailureKind {
  const known = words.map((word) => kindsByWord.get(word.toLowerCase())).find((kind) => kind !== undefined);
  if (known !== undefined && known !== "too-large") return known;
  if (status === undefined || vagueStatuses.has(status)) {
    const bySentence = kindsBySentence.find(([sentence]) => sentence.test(said))?.[1];
    if (bySentence !== undefined) return bySentence;
  }
  if (known !== undefined) return known;
  if (status === undefined) return words.includes("invalid_request_error") ? "bad-request" : "provider-error";
  return kindsByStatus.get(status) ?? (status < 500 ? "bad-request" : "provider-error");
}

const vagueStatuses: ReadonlySet<number> = new Set([400, 404, 413, 422]);

function sentenceOf(error: JsonObject): string | undefined {
  // Amazon writes it either way.
  const said = textOf(error["message"]) ?? textOf(error["Message"]);
  return said === "" ? undefined : said;
}

/** Enough for a sentence, and too little for a page. */
const plainLimit = 500;

/** A page of HTML says in its title what it is about. */
function sentenceFrom(text: string): string | undefined {
  const title = /<title[^>]*>([^<]*)<\/title>/i.exec(text)?.[1] ?? (/<\w+[\s>]/.test(text) ? "" : text);
  const said = title.replaceAll(/\s+/g, " ").trim().slice(0, plainLimit);
  return said === "" ? undefined : said;
}

function silenceOf(status: number | undefined): string {
  return status === undefined
    ? "The provider reported an error and said nothing of it."
    : `The provider answered with status ${status} and said nothing of it.`;
}

/** Dates are left alone: there is no clock here to tell how far away they are. */
function retryAfterFrom(field: ReceivedError["field"]): number | undefined {
  const ms = durationFrom(field("retry-after-ms"));
  if (ms !== undefined) return ms;
  const seconds = durationFrom(field("retry-after"));
  return seconds === undefined ? undefined : Math.ceil(seconds * 1000);
}

function durationFrom(value: string | undefined): number | undefined {
  return value !== undefined && /^\s*\d{1,9}(\.\d+)?\s*$/.test(value) ? Number(value) : undefined;
}
