import type { ReplyContext } from "../dialect.ts";
import { idFrom } from "../ids.ts";
import type { JsonObject } from "../json/value.ts";
import { arrayOf, isObject } from "../json/value.ts";
import type { Loss, Lossy } from "../loss.ts";
import { extrasLosses, fieldsOf } from "../model/extras.ts";
import type { NeutralResponse } from "../model/response.ts";
import { readResponse } from "./decode-response.ts";
import { encodeAnswer } from "./encode-answer.ts";
import { merged, objectFrom } from "./fields.ts";
import { decodeFinish, encodeFinish } from "./finish.ts";
import { spellingOf } from "./spelling.ts";
import { encodeUsage } from "./usage.ts";

/** For a client. */
export function encodeResponse(
  response: NeutralResponse,
  context: ReplyContext,
): Lossy<{ readonly body: JsonObject }> {
  const { model, scope } = context;
  const spelled = spellingOf(response, (body) => readResponse(body, scope));
  if (spelled !== undefined) return { body: { ...spelled, model }, losses: [] };
  const losses: Loss[] = extrasLosses(response, "", "chat");
  const { choices, ...fields } = fieldsOf(response, "chat");
  const [left, ...others] = arrayOf(choices) ?? [];
  const choice = {
    index: 0,
    message: encodeAnswer(response, context, losses),
    logprobs: null,
    finish_reason: finishFor(response, losses),
  };
  const { id, origin, createdAt, usage } = response;
  const body = {
    ...fields,
    id: origin === "chat" && id !== "" ? id : idFrom("chatcmpl-", context.idSeed),
    object: "chat.completion",
    created: createdAt ?? context.createdAt,
    model,
    choices: [isObject(left) ? withLeft(left, choice) : choice, ...others],
    ...objectFrom({ usage: usage && encodeUsage(usage) }),
  };
  return { body, losses };
}

/** Where the provider gave log-probabilities, our `null` is not in their way. */
function withLeft(left: JsonObject, { logprobs, ...choice }: JsonObject): JsonObject {
  return merged(left, { ...choice, ...(left["logprobs"] === undefined ? { logprobs } : {}) });
}

function finishFor({ finish, parts }: NeutralResponse, losses: Loss[]): string {
  const hasCalls = parts.some(({ kind }) => kind === "tool-call");
  const hasRefusal = finish.explanation !== undefined || parts.some(({ kind }) => kind === "refusal");
  const word = encodeFinish(finish, { hasCalls });
  if (decodeFinish(word, { hasCalls, hasRefusal }).reason !== finish.reason) {
    const why = `chat has no word for it but \`${word}\``;
    losses.push({ path: "finish.reason", action: "approximated", why });
  }
  for (const field of ["stopSequence", "category"] as const) {
    if (finish[field] === undefined) continue;
    losses.push({ path: `finish.${field}`, action: "dropped", why: "a chat answer has no field for it" });
  }
  return word;
}
