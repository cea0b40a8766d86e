import { isJsonObject, objectOf, objectsOf, textOf } from "../json.ts";
import type { JsonObject } from "../json.ts";
import { anyObject, contentText, isEffort, numberOf, wantedTool } from "../wishes.ts";
import type { Wishes } from "../wishes.ts";

export function read(body: JsonObject): Wishes {
  const { input } = body;
  const user = objectsOf(input).findLast(({ role }) => role === "user");
  return {
    prompt: typeof input === "string" ? input : contentText(user?.["content"]),
    thinking: objectOf(body["reasoning"])["effort"] === "none" ? "off" : "shown",
    asksThinking: isEffort(objectOf(body["reasoning"])["effort"]),
    tools: objectsOf(body["tools"]).flatMap(({ type, name, parameters }) =>
      type === "function" ? wantedTool(name, parameters) : [],
    ),
    forced: forcedBy(body["tool_choice"]),
    schema: schemaOf(objectOf(objectOf(body["text"])["format"])),
    maxTokens: numberOf(body["max_output_tokens"]),
    stops: [],
    input: [body["instructions"], input, body["tools"]],
  };
}

function forcedBy(choice: unknown): Wishes["forced"] {
  if (choice === "required") return { name: undefined };
  const { type, name } = objectOf(choice);
  const called = textOf(name);
  return type === "function" && called !== undefined ? { name: called } : undefined;
}

function schemaOf({ type, schema }: JsonObject): JsonObject | undefined {
  if (type === "json_object") return anyObject;
  return type === "json_schema" && isJsonObject(schema) ? schema : undefined;
}
