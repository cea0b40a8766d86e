import { isJsonObject, objectOf, objectsOf } from "../json.ts";
import type { JsonObject } from "../json.ts";
import { contentText, numberOf, stringsOf, wantedTool } from "../wishes.ts";
import type { Wishes } from "../wishes.ts";

export function read(body: JsonObject): Wishes {
  const choice = objectOf(body["tool_choice"]);
  const isForced = choice["type"] === "any" || choice["type"] === "tool";
  const user = objectsOf(body["messages"]).findLast(({ role }) => role === "user");
  return {
    prompt: contentText(user?.["content"]),
    thinking: thinkingOf(objectOf(body["thinking"])),
    asksThinking: ["enabled", "adaptive"].some((type) => type === objectOf(body["thinking"])["type"]),
    tools: objectsOf(body["tools"]).flatMap(({ name, input_schema }) => wantedTool(name, input_schema)),
    forced: isForced ? { name: stringsOf(choice["name"])[0] } : undefined,
    schema: schemaOf(body),
    maxTokens: numberOf(body["max_tokens"]),
    stops: stringsOf(body["stop_sequences"]),
    input: [body["system"], body["messages"], body["tools"]],
  };
}

function thinkingOf({ type, display }: JsonObject): Wishes["thinking"] {
  if (type === "disabled") return "off";
  return display === "omitted" ? "omitted" : "shown";
}

function schemaOf(body: JsonObject): JsonObject | undefined {
  const format = objectOf(body["output_format"] ?? objectOf(body["output_config"])["format"]);
  const schema = format["schema"];
  return format["type"] === "json_schema" && isJsonObject(schema) ? schema : undefined;
}
