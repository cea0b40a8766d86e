import type { AnswerContext, Decoded, FailedAnswer } from "../dialect.ts";
import { decoding, objectAt, unreadable } from "../json/decoding.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import { arrayOf, isObject, numberOf, objectOf, textOf } from "../json/value.ts";
import type { Part } from "../model/part.ts";
import type { NeutralResponse } from "../model/response.ts";
import { decodeCitation } from "./citations.ts";
import { answerParts } from "./decode-messages.ts";
import { failureOf } from "./failure-of.ts";
import { extrasLeft, fieldsFrom, given } from "./fields.ts";
import type { Fields } from "./fields.ts";
import { decodeFinish } from "./finish.ts";
import { spelledAs } from "./spelling.ts";
import { decodeThinking } from "./thinking.ts";
import type { Prove } from "./tool-calls.ts";
import { decodeUsage } from "./usage.ts";

/** A provider's whole answer. */
export function decodeResponse(
  body: JsonValue,
  { scope }: AnswerContext,
): Decoded<NeutralResponse> | FailedAnswer {
  const failure = isObject(body) ? failureOf(body) : undefined;
  if (failure !== undefined) return { kind: "failed", failure };
  return decoding(() => {
    const object = objectAt(body, "");
    return spelledAs(readResponse(object, scope), object);
  });
}

/** What an answer means, beside how it was spelled. */
export function readResponse(body: JsonObject, scope: string): NeutralResponse {
  const fields = fieldsFrom(body);
  const [first, ...others] = arrayOf(body["choices"]) ?? unreadable("choices", "a list of choices");
  const choice = fieldsFrom(objectAt(first, "choices[0]"));
  const message = choice.within("message") ?? unreadable("choices[0].message", "an object");
  const parts = partsFrom(message, (value) => ({ dialect: "chat", value, scope }));
  const word = choice.take("finish_reason", textOf) ?? "";
  // vLLM tells the stop sequence that was met, or the id of a token. Only the text is of use to anybody.
  const stopSequence = choice.take("stop_reason", textOf);
  choice.take("index", numberOf);
  fields.take("object", textOf);
  const usage = fields.take("usage", objectOf);
  fields.take("choices", arrayOf);
  const node: NeutralResponse = {
    origin: "chat",
    id: fields.take("id", textOf) ?? "",
    model: fields.take("model", textOf) ?? "",
    ...given({ createdAt: fields.take("created", numberOf) }),
    parts,
    finish: decodeFinish(word, {
      hasCalls: parts.some(({ kind }) => kind === "tool-call"),
      hasRefusal: parts.some(({ kind }) => kind === "refusal"),
      stopSequence,
    }),
    ...given({ usage: usage && decodeUsage(usage) }),
    ...extrasLeft(fields),
  };
  return withChoices(node, choice.left(), others);
}

function partsFrom(message: Fields, prove: Prove): Part[] {
  message.take("role", textOf);
  const thinking = decodeThinking(message, prove, () => {});
  const citations = message.take("annotations", arrayOf)?.map(decodeCitation) ?? [];
  const parts = answerParts(message, prove);
  const text = parts.find(({ kind }) => kind === "text");
  const cited = parts.map((part) =>
    part === text && part.kind === "text" && citations.length > 0 ? { ...part, citations } : part,
  );
  return [...thinking, ...cited];
}

/** What was not understood of the first choice, and all others, stay under the name of the list. */
function withChoices(node: NeutralResponse, left: JsonObject, others: readonly JsonValue[]): NeutralResponse {
  if (Object.keys(left).length === 0 && others.length === 0) return node;
  const choices: readonly JsonValue[] = [left, ...others];
  return { ...node, extras: { ...node.extras, chat: { ...node.extras?.chat, choices } } };
}
