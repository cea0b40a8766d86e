import { isJsonObject } from "../json.ts";
import type { JsonObject } from "../json.ts";
import { anyObject, contentText, numberOf, stringsOf, wantedTool } from "../wishes.ts";
import type { Wishes } from "../wishes.ts";
import { field, listField, objectField } from "./spelling.ts";

export function read(asked: JsonObject): Wishes {
  // Counting wraps the request that it is about.
  const wrapped = field(asked, "generateContentRequest");
  const body = isJsonObject(wrapped) ? wrapped : asked;
  const config = objectField(body, "generationConfig");
  const isUser = ({ role }: JsonObject): boolean => role === undefined || role === "user";
  const user = listField(body, "contents").findLast((content) => isUser(content));
  return {
    prompt: contentText(user?.["parts"]),
    thinking: thinkingOf(objectField(config, "thinkingConfig")),
    asksThinking: field(objectField(config, "thinkingConfig"), "includeThoughts") === true,
    tools: listField(body, "tools").flatMap((tool) => declarations(tool)),
    forced: forcedBy(objectField(objectField(body, "toolConfig"), "functionCallingConfig")),
    schema: schemaOf(config),
    maxTokens: numberOf(field(config, "maxOutputTokens")),
    stops: stringsOf(field(config, "stopSequences")),
    input: [field(body, "systemInstruction"), body["contents"], body["tools"]],
  };
}

function declarations(tool: JsonObject): Wishes["tools"] {
  return listField(tool, "functionDeclarations").flatMap((declared) =>
    wantedTool(declared["name"], field(declared, "parametersJsonSchema") ?? declared["parameters"]),
  );
}

function thinkingOf(config: JsonObject): Wishes["thinking"] {
  if (field(config, "thinkingBudget") === 0) return "off";
  return field(config, "includeThoughts") === false ? "omitted" : "shown";
}

function forcedBy(config: JsonObject): Wishes["forced"] {
  if (config["mode"] !== "ANY") return undefined;
  const allowed = stringsOf(field(config, "allowedFunctionNames"));
  return { name: allowed[0] };
}

function schemaOf(config: JsonObject): JsonObject | undefined {
  if (field(config, "responseMimeType") !== "application/json") return undefined;
  const schema = field(config, "responseJsonSchema") ?? field(config, "responseSchema");
  return isJsonObject(schema) ? schema : anyObject;
}
