// Claude with a budget wants the turn that called tools to begin with its thinking, for as long as their results come in.
// Where that was another one's and had to go, it cannot think until the turn is over.

import { arrayOf, isArray, isObject, objectOf } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";

/** Of a body that thinking was taken out of. The same object where the model can still think. */
export function withoutVainThinking(body: JsonObject): JsonObject {
  const isBudgeted = objectOf(body["thinking"])?.["type"] === "enabled";
  if (!isBudgeted || !callsWithoutThinking(body["messages"])) return body;
  return Object.fromEntries(Object.entries(body).filter(([key]) => key !== "thinking"));
}

function callsWithoutThinking(messages: JsonValue | undefined): boolean {
  // What the system says in between parts no turn.
  const turns = (arrayOf(messages) ?? [])
    .filter((message) => isObject(message))
    .filter(({ role }) => role === "assistant" || role === "user");
  const end = turns.findLastIndex(({ role }) => role === "assistant") + 1;
  const start = turns.slice(0, end).findLastIndex(({ role }) => role === "user") + 1;
  const said = turns.slice(start, end).flatMap(blocksOf);
  const isUnderWay = turns
    .slice(end)
    .some((turn) => blocksOf(turn).some(({ type }) => type === "tool_result"));
  const first = said[0]?.["type"];
  const isProven = first === "thinking" || first === "redacted_thinking";
  return isUnderWay && !isProven && said.some(({ type }) => type === "tool_use");
}

function blocksOf({ content }: JsonObject): JsonObject[] {
  return isArray(content) ? content.filter((block) => isObject(block)) : [];
}
