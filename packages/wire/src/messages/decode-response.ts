// A provider's whole answer into the model.

import type { AnswerContext, Decoded, FailedAnswer } from "../dialect.ts";
import { arrayAt, decoding, objectAt } from "../json/decoding.ts";
import { arrayOf, isObject, textOf } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import type { NeutralResponse } from "../model/response.ts";
import { failureFrom } from "./decode-error.ts";
import { answerParts } from "./decode-parts.ts";
import { fieldsFrom, given, kept, only } from "./fields.ts";
import { finishFrom, usualFinish } from "./finish.ts";
import { usageOf } from "./usage.ts";

export function decodeResponse(
  body: JsonValue,
  { scope }: AnswerContext,
): Decoded<NeutralResponse> | FailedAnswer {
  if (isObject(body) && isFailure(body)) return { kind: "failed", failure: failureFrom(body, {}) };
  return decoding(() => {
    const fields = fieldsFrom(objectAt(body, ""));
    const content = arrayAt(fields.take("content", arrayOf), "content");
    fields.take("type", only("message"));
    fields.take("role", only("assistant"));
    return {
      origin: "messages",
      id: fields.take("id", textOf) ?? "",
      model: fields.take("model", textOf) ?? "",
      parts: answerParts(content, scope),
      finish: finishFrom(fields) ?? { reason: "end" },
      ...given({ usage: fields.take("usage", usageOf) }),
      ...kept(fields, { usual: Object.keys(usualFinish) }),
    };
  });
}

/** Amazon answers with a bare `message` under status 200 where it has failed. https://github.com/Portkey-AI/gateway/issues/1142 */
function isFailure(body: JsonObject): boolean {
  if (body["type"] === "error" || isObject(body["error"])) return true;
  return body["content"] === undefined && typeof body["message"] === "string";
}
