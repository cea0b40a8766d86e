import { isJsonObject, objectOf, objectsOf, textOf } from "../json.ts";
import type { JsonObject } from "../json.ts";
import { anyObject, contentText, isEffort, numberOf, stringsOf, wantedTool } from "../wishes.ts";
import type { Wishes } from "../wishes.ts";

export function read(body: JsonObject): Wishes {
  const user = objectsOf(body["messages"]).findLast(({ role }) => role === "user");
  return {
    prompt: contentText(user?.["content"]),
    thinking: body["reasoning_effort"] === "none" ? "off" : "shown",
    asksThinking: isEffort(body["reasoning_effort"]),
    tools: objectsOf(body["tools"]).flatMap((tool) => {
      const { name, parameters } = objectOf(tool["function"]);
      return wantedTool(name, parameters);
    }),
    forced: forcedBy(body["tool_choice"]),
    schema: schemaOf(objectOf(body["response_format"])),
    maxTokens: numberOf(body["max_completion_tokens"] ?? body["max_tokens"]),
    stops: stringsOf(body["stop"]),
    input: [body["messages"], body["tools"], body["input"]],
  };
}

function forcedBy(choice: unknown): Wishes["forced"] {
  if (choice === "required") return { name: undefined };
  const name = textOf(objectOf(objectOf(choice)["function"])["name"]);
  return name === undefined ? undefined : { name };
}

function schemaOf({ type, json_schema }: JsonObject): JsonObject | undefined {
  if (type === "json_object") return anyObject;
  const { schema } = objectOf(json_schema);
  return type === "json_schema" && isJsonObject(schema) ? schema : undefined;
}
