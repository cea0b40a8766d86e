// Takes thinking and its proofs out of a body, for a provider that cannot read them: they are another account's or model's.

import type { DialectName } from "../dialect-name.ts";
import { arrayOf, isArray, isObject } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import { withoutVainThinking } from "../messages/vain-thinking.ts";

/** What Google takes where no signature of its own is to be had. */
const skippedSignature = "skip_thought_signature_validator";

/** The same object where there is nothing to take out. */
export function withoutProofs(dialect: DialectName, body: JsonObject): JsonObject {
  switch (dialect) {
    case "messages": {
      const stripped = mapList(body, "messages", (message) =>
        withoutParts(message, "content", isThinkingBlock),
      );
      return stripped === body ? body : withoutVainThinking(withoutEmptied(stripped, body));
    }
    case "responses":
      return withoutParts(body, "input", (item) => item["type"] === "reasoning");
    case "chat":
      return mapList(body, "messages", (message) =>
        withoutKeys(message, ["reasoning_details", "extra_content"]),
      );
    case "gemini":
      return mapList(body, "contents", (content) => mapList(content, "parts", withSkippedSignature));
  }
}

/** Without the messages that were nothing but thinking: an empty one is refused. */
function withoutEmptied(stripped: JsonObject, body: JsonObject): JsonObject {
  const before = arrayOf(body["messages"]);
  const isEmptied = (message: JsonValue, index: number): boolean =>
    message !== before?.[index] && isObject(message) && arrayOf(message["content"])?.length === 0;
  const messages = (arrayOf(stripped["messages"]) ?? []).filter(
    (message, index) => !isEmptied(message, index),
  );
  return { ...stripped, messages };
}

function isThinkingBlock({ type }: JsonObject): boolean {
  return type === "thinking" || type === "redacted_thinking";
}

function withSkippedSignature(part: JsonObject): JsonObject {
  const known = part["thoughtSignature"];
  if (known === undefined || known === skippedSignature) return part;
  return { ...part, thoughtSignature: skippedSignature };
}

function mapList(body: JsonObject, key: string, change: (item: JsonObject) => JsonObject): JsonObject {
  const before = arrayOf(body[key]);
  if (before === undefined) return body;
  const items = before.map((item): JsonValue => (isObject(item) ? change(item) : item));
  return items.some((item, index) => item !== before[index]) ? { ...body, [key]: items } : body;
}

function withoutParts(body: JsonObject, key: string, isGone: (part: JsonObject) => boolean): JsonObject {
  const before = body[key];
  if (!isArray(before)) return body;
  const parts = before.filter((part) => !isObject(part) || !isGone(part));
  return parts.length === before.length ? body : { ...body, [key]: parts };
}

function withoutKeys(body: JsonObject, keys: readonly string[]): JsonObject {
  if (!keys.some((key) => Object.hasOwn(body, key))) return body;
  return Object.fromEntries(Object.entries(body).filter(([key]) => !keys.includes(key)));
}
