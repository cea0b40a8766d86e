// An answer repeats what it was asked with. Strict clients need all of it, and most of it not null.

import { isObject, objectOf } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import type { NeutralRequest } from "../model/request.ts";
import { instructionsIn } from "./encode-request.ts";
import { encodeSettings } from "./encode-settings.ts";
import { encodeTools, isListed, placedTools } from "./tools.ts";

/** What is said where the request says nothing. Nothing is stored here, so `store` is not repeated. */
const silence: JsonObject = {
  background: false,
  frequency_penalty: 0,
  instructions: null,
  max_output_tokens: null,
  max_tool_calls: null,
  metadata: {},
  parallel_tool_calls: true,
  presence_penalty: 0,
  previous_response_id: null,
  prompt_cache_key: null,
  reasoning: { effort: null, summary: null },
  safety_identifier: null,
  service_tier: "default",
  store: false,
  temperature: 1,
  text: { format: { type: "text" } },
  tool_choice: "auto",
  tools: [],
  top_logprobs: 0,
  top_p: 1,
  truncation: "disabled",
};

/** What was asked for is not what was done: only the provider knows these. */
const unrepeated: ReadonlySet<string> = new Set(["background", "service_tier", "store"]);

/** Fields of an answer that tell nothing of it. */
export const echoedFields: readonly string[] = [
  ...Object.keys(silence),
  "completed_at",
  "output_text",
  "prompt",
  "prompt_cache_options",
  "prompt_cache_retention",
  "user",
];

export function echoOf(request: NeutralRequest): JsonObject {
  const place = { path: "", losses: [] };
  const settings = encodeSettings(request, place);
  const tools = placedTools(request.tools ?? [], []).filter(({ tool }) => isListed(tool));
  const said: JsonObject = {
    ...settings,
    instructions: instructionsIn(request.turns[0]) ?? null,
    tools: encodeTools(tools, request.origin).map(wholeTool),
  };
  const entries = Object.entries(silence).map(([key, usual]): [string, JsonValue] => {
    const value = unrepeated.has(key) ? usual : (said[key] ?? usual);
    return [key, isObject(usual) && isObject(value) ? { ...usual, ...value } : value];
  });
  const echo = Object.fromEntries(entries);
  return { ...echo, text: wholeText(objectOf(echo["text"]) ?? {}) };
}

function wholeTool(tool: JsonObject): JsonObject {
  return tool["type"] === "function" ? { description: null, parameters: null, strict: true, ...tool } : tool;
}

function wholeText(text: JsonObject): JsonObject {
  const format = objectOf(text["format"]) ?? { type: "text" };
  if (format["type"] !== "json_schema") return { ...text, format };
  return { ...text, format: { name: "response", description: null, schema: null, strict: false, ...format } };
}
