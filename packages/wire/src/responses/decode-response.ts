import type { AnswerContext, Decoded, FailedAnswer } from "../dialect.ts";
import type { CanonicalFailure } from "../failure.ts";
import { arrayAt, decoding, objectAt } from "../json/decoding.ts";
import { isObject, numberOf, objectOf, textOf } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import type { NeutralResponse } from "../model/response.ts";
import { decodeError } from "./decode-error.ts";
import { decodeOutput, signsOf } from "./decode-output.ts";
import { echoedFields } from "./echo.ts";
import { extrasLeft, fieldsFrom, given, without } from "./fields.ts";
import { decodeFinish } from "./finish.ts";
import type { AnswerSigns, Ending } from "./finish.ts";
import { spelledAs } from "./spelling.ts";
import { decodeUsage } from "./usage.ts";

/** A provider's whole answer. */
export function decodeResponse(
  body: JsonValue,
  { scope }: AnswerContext,
): Decoded<NeutralResponse> | FailedAnswer {
  const failure = isObject(body) ? failureIn(body) : undefined;
  if (failure !== undefined) return { kind: "failed", failure };
  return decoding(() => {
    const object = objectAt(body, "");
    const parts = decodeOutput(arrayAt(object["output"], "output"), scope);
    const rest = without(object, new Set(["output", "model"]));
    const response: NeutralResponse = {
      model: textOf(object["model"]) ?? "",
      parts,
      ...readHead(rest, signsOf(parts)),
    };
    return spelledAs(response, rest);
  });
}

/** The failure that a body tells of; undefined where it is an answer. */
export function failureIn(body: JsonObject): CanonicalFailure | undefined {
  const { error, status } = body;
  const hasError = isObject(error) || (typeof error === "string" && error !== "");
  if (hasError || status === "failed") {
    return decodeError({ status: undefined, body: JSON.stringify(body), field: () => undefined });
  }
  if (status !== "cancelled" && status !== "queued" && status !== "in_progress") return undefined;
  return {
    kind: "answer-broken",
    message: `The provider's response is ${status}, not completed.`,
    code: status,
  };
}

/** All of an answer but its parts and its model. */
export function readHead(object: JsonObject, signs: AnswerSigns): Omit<NeutralResponse, "parts" | "model"> {
  const fields = fieldsFrom(object);
  for (const key of echoedFields) fields.take(key, (value) => value);
  fields.take("object", (value) => (value === "response" ? value : undefined));
  fields.take("error", (value) => (value === null ? value : undefined));
  const ending = endingOf(
    fields.take("status", textOf),
    fields.within("incomplete_details")?.take("reason", textOf),
  );
  return {
    origin: "responses",
    id: fields.take("id", textOf) ?? "",
    ...given({ createdAt: fields.take("created_at", numberOf) }),
    finish: decodeFinish(ending, signs),
    ...given({
      usage: fields.take("usage", (value) => objectOf(value) && decodeUsage(objectOf(value) ?? {})),
    }),
    ...extrasLeft(fields),
  };
}

/** Servers that leave the status out give whole answers. */
export function endingOf(status: string | undefined, reason: string | undefined): Ending {
  if (status !== "incomplete" && reason === undefined) return { status: "completed" };
  return { status: "incomplete", ...given({ reason }) };
}
