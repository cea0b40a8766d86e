// What a client reads in an answer of its dialect. It shares nothing with the codecs, so that it can judge them.

import type { DialectName } from "../src/dialect-name.ts";
import { arrayOf, isObject, objectOf, parseJson, textOf } from "../src/json/value.ts";
import type { JsonObject, JsonValue } from "../src/json/value.ts";

export interface Facts {
  readonly text: string;
  readonly thinking: string;
  readonly calls: readonly { readonly id: string; readonly name: string; readonly input: JsonObject }[];
  /** Why the model did not want to. */
  readonly refusal: string;
  /** What the client is to send back with the thinking, unread. */
  readonly proofs: readonly string[];
  readonly stop: string;
  readonly usage: JsonObject;
}

const readers: Readonly<Record<DialectName, (body: JsonObject) => Facts>> = {
  messages(body) {
    const blocks = objects(body["content"]);
    return {
      text: joined(blocks, "text"),
      thinking: joined(blocks, "thinking"),
      calls: blocks
        .filter(({ type }) => type === "tool_use")
        .map((block) => ({
          id: text(block["id"]),
          name: text(block["name"]),
          input: object(block["input"]),
        })),
      refusal: text(object(body["stop_details"])["explanation"]),
      proofs: blocks.flatMap((block) => textOf(block["signature"] ?? block["data"]) ?? []),
      stop: text(body["stop_reason"]),
      usage: object(body["usage"]),
    };
  },
  chat(body) {
    const [choice = {}] = objects(body["choices"]);
    const message = object(choice["message"]);
    return {
      text: text(message["content"]),
      thinking: text(message["reasoning_content"]),
      calls: objects(message["tool_calls"]).map((call) => {
        const { name, arguments: input } = object(call["function"]);
        return { id: text(call["id"]), name: text(name), input: parsed(input) };
      }),
      refusal: text(message["refusal"]),
      proofs: [
        ...objects(message["reasoning_details"]).map(({ data }) => text(data)),
        ...objects(message["tool_calls"]).flatMap(
          (call) => textOf(object(object(call["extra_content"])["google"])["thought_signature"]) ?? [],
        ),
      ],
      stop: text(choice["finish_reason"]),
      usage: object(body["usage"]),
    };
  },
  responses(body) {
    const items = objects(body["output"]);
    const said = items.flatMap(({ content }) => objects(content));
    return {
      text: joined(said, "text"),
      thinking: joined(
        items.flatMap(({ summary, content, type }) => [
          ...objects(summary),
          ...(type === "reasoning" ? objects(content) : []),
        ]),
        "text",
      ),
      calls: items
        .filter(({ type }) => type === "function_call")
        .map((item) => ({
          id: text(item["call_id"]),
          name: text(item["name"]),
          input: parsed(item["arguments"]),
        })),
      refusal: joined(said, "refusal"),
      proofs: items.flatMap((item) => textOf(item["encrypted_content"]) ?? []),
      stop: text(object(body["incomplete_details"])["reason"] ?? body["status"]),
      usage: object(body["usage"]),
    };
  },
  gemini(body) {
    const [candidate = {}] = objects(body["candidates"]);
    const parts = objects(object(candidate["content"])["parts"]);
    return {
      text: joined(
        parts.filter(({ thought }) => thought !== true),
        "text",
      ),
      thinking: joined(
        parts.filter(({ thought }) => thought === true),
        "text",
      ),
      calls: parts
        .map(({ functionCall }) => object(functionCall))
        .filter(({ name }) => name !== undefined)
        .map(({ id, name, args }) => ({ id: text(id), name: text(name), input: object(args) })),
      refusal: text(candidate["finishMessage"]),
      proofs: parts.flatMap(({ thoughtSignature }) => textOf(thoughtSignature) ?? []),
      stop: text(candidate["finishReason"]),
      usage: object(body["usageMetadata"]),
    };
  },
};

export function factsOf(dialect: DialectName, body: JsonObject): Facts {
  return readers[dialect](body);
}

function joined(list: readonly JsonObject[], key: string): string {
  return list.map((entry) => text(entry[key])).join("");
}

function objects(value: JsonValue | undefined): JsonObject[] {
  return (arrayOf(value) ?? []).filter((entry) => isObject(entry));
}

function object(value: JsonValue | undefined): JsonObject {
  return objectOf(value) ?? {};
}

function parsed(value: JsonValue | undefined): JsonObject {
  return object(parseJson(text(value)));
}

function text(value: JsonValue | undefined): string {
  return textOf(value) ?? "";
}
