import type { ReceivedError } from "../dialect.ts";
import type { CanonicalFailure } from "../failure.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import { arrayOf, isArray, isObject, numberOf, objectOf, parseJson, textOf } from "../json/value.ts";
import { failureKindFrom } from "./error-kind.ts";
import { given } from "./fields.ts";

/** A provider's error, of any status, or the `error` of a stream or of an answer. */
export function decodeError({ status, body, field }: ReceivedError): CanonicalFailure {
  const error = errorIn(parseJson(body));
  const message = cleared(messageIn(error) ?? plainText(body) ?? silence(status));
  const { code, type, param } = error;
  const codes = [code, type, error["status"]].flatMap((value) => textOf(value) ?? []);
  // OpenRouter and Google give the HTTP status as the code, in streams the only one that there is.
  const known = status !== undefined && status >= 400 ? status : (numberOf(code) ?? status);
  const details = objectOf(error["metadata"]);
  return {
    kind: failureKindFrom({ status: known, message, codes }),
    message,
    ...given({
      code: codes[0],
      param: textOf(param),
      retryAfterMs: retryAfter(field, error, message),
      details,
    }),
  };
}

/** The object that tells what is wrong, wherever the server puts it. */
function errorIn(body: JsonValue | undefined): JsonObject {
  // Gemini's compatible endpoint wraps it in a list.
  if (isArray(body)) return errorIn(body[0]);
  if (!isObject(body)) return {};
  const { error } = body;
  if (isObject(error)) return error;
  return typeof error === "string" ? { ...body, message: error } : body;
}

function messageIn(error: JsonObject): string | undefined {
  const said = [error["message"], error["detail"], error["msg"], error["error_description"]];
  return said.flatMap((value) => messageFrom(value) ?? [])[0];
}

/** A text, or the list of complaints that FastAPI gives. */
function messageFrom(value: JsonValue | undefined): string | undefined {
  const list = arrayOf(value)?.flatMap((item) => textOf(objectOf(item)?.["msg"]) ?? []);
  const text = list === undefined ? textOf(value) : list.join("; ");
  return text === undefined || text.trim() === "" ? undefined : text;
}

/** A body that is neither JSON nor a page: what a server or a proxy says in its own words. */
function plainText(body: string): string | undefined {
  const text = body.trim();
  return text === "" || /^[<{[]/.test(text) ? undefined : text;
}

function silence(status: number | undefined): string {
  const where = status === undefined ? "in its answer" : `with status ${status}`;
  return `The provider reported an error ${where} and gave no reason.`;
}

const MESSAGE_LIMIT = 2000;

/** Keys, organisations and projects are named in OpenAI's messages; they are the operator's, not the client's. */
function cleared(message: string): string {
  return message.slice(0, MESSAGE_LIMIT).replaceAll(/\b(sk-|org-|proj_)[\w*.-]{6,}/g, "$1…");
}

function retryAfter(field: ReceivedError["field"], error: JsonObject, message: string): number | undefined {
  const waits = [
    number(field("retry-after-ms")),
    seconds(field("retry-after")),
    ...(arrayOf(error["details"]) ?? []).map((detail) => span(textOf(objectOf(detail)?.["retryDelay"]))),
    span(/try again in ((?:[\d.]+(?:ms|[hms]))+)/i.exec(message)?.[1]),
  ];
  return waits.find((wait) => wait !== undefined && wait >= 0);
}

function number(text: string | undefined): number | undefined {
  const value = text === undefined || text.trim() === "" ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** A date in `retry-after` is not read: there is no clock here. */
function seconds(text: string | undefined): number | undefined {
  const value = number(text);
  return value === undefined ? undefined : Math.round(value * 1000);
}

const unitMs: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };

/** `6m0s`, `1.898s`, `20ms`. */
function span(text: string | undefined): number | undefined {
  const steps = [...(text ?? "").matchAll(/([\d.]+)(ms|[hms])/g)];
  if (steps.length === 0) return undefined;
  const total = steps.reduce((sum, [, amount, unit]) => sum + Number(amount) * (unitMs[unit ?? ""] ?? 0), 0);
  return Number.isFinite(total) ? Math.round(total) : undefined;
}
