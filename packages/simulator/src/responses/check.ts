// What OpenAI's Responses API refuses to answer, in its words.

import { missing } from "../chat/check-tools.ts";
import { invalid } from "../chat/invalid.ts";
import type { Bench, Refusal } from "../encoder.ts";
import { anyOf, objectOf } from "../json.ts";
import type { JsonObject } from "../json.ts";
import { problemWithSchema } from "../strict-schema.ts";
import { problemWithInput } from "./check-turns.ts";
import { problemWithTools } from "./check-tools.ts";
import { isOwnResponse } from "./resource.ts";

export function complaint({ asked, script, account }: Bench): Refusal | undefined {
  const { body } = asked;
  if (body === undefined) return invalid("We could not parse the JSON body of your request.");
  if (typeof body["model"] !== "string") return missing("model");
  return (
    problemWithMoved(body) ??
    (script.strict === true ? problemWithFields(body) : undefined) ??
    problemWithSettings(body) ??
    problemWithFormat(objectOf(objectOf(body["text"])["format"])) ??
    problemWithState(body, account) ??
    problemWithTools(body) ??
    problemWithInput(body, account)
  );
}

/** Where fields of chat went. The vendor says so by name. */
const moved: Readonly<Record<string, string>> = {
  messages: "In the Responses API, this parameter has moved to 'input'. Try again with the new parameter.",
  response_format:
    "In the Responses API, this parameter has moved to 'text.format'. Try again with the new parameter.",
  reasoning_effort:
    "In the Responses API, this parameter has moved to 'reasoning.effort'. Try again with the new parameter.",
  max_tokens:
    "In the Responses API, this parameter has moved to 'max_output_tokens'. Try again with the new parameter.",
  max_completion_tokens:
    "In the Responses API, this parameter has moved to 'max_output_tokens'. Try again with the new parameter.",
};

function problemWithMoved(body: JsonObject): Refusal | undefined {
  const name = anyOf(body, Object.keys(moved));
  if (name === undefined) return undefined;
  return invalid(`Unsupported parameter: '${name}'. ${moved[name] ?? ""}`, {
    code: "unsupported_parameter",
    param: name,
  });
}

const knownFields = new Set(
  `model input instructions background client_metadata context_management conversation frequency_penalty include
  max_output_tokens max_tool_calls metadata moderation parallel_tool_calls presence_penalty previous_response_id prompt
  prompt_cache_key prompt_cache_options prompt_cache_retention reasoning safety_identifier service_tier store stream
  stream_options temperature text tool_choice tools top_logprobs top_p truncation user`.split(/\s+/),
);

function problemWithFields(body: JsonObject): Refusal | undefined {
  const unknown = Object.keys(body).find((name) => !knownFields.has(name));
  if (unknown === undefined) return undefined;
  return invalid(`Unknown parameter: '${unknown}'.`, { code: "unknown_parameter", param: unknown });
}

const LEAST_OUTPUT = 16;

function problemWithSettings({ stream, max_output_tokens, reasoning }: JsonObject): Refusal | undefined {
  if (stream !== undefined && stream !== null && typeof stream !== "boolean") {
    return invalid("Invalid type for 'stream': expected a boolean.", {
      code: "invalid_type",
      param: "stream",
    });
  }
  if (typeof max_output_tokens === "number" && max_output_tokens < LEAST_OUTPUT) {
    return invalid(
      `Invalid 'max_output_tokens': integer below minimum value. Expected a value >= ${LEAST_OUTPUT}, but got ${max_output_tokens} instead.`,
      { code: "integer_below_min_value", param: "max_output_tokens" },
    );
  }
  const efforts = ["none", "minimal", "low", "medium", "high", "xhigh", "max"];
  const effort = objectOf(reasoning)["effort"];
  if (effort === undefined || effort === null || efforts.some((known) => known === effort)) return undefined;
  return invalid(
    `Invalid value: '${JSON.stringify(effort)}'. Supported values are: ${efforts.map((one) => `'${one}'`).join(", ")}.`,
    { code: "invalid_value", param: "reasoning.effort" },
  );
}

function problemWithFormat({ type, name, schema, strict }: JsonObject): Refusal | undefined {
  if (type !== "json_schema") return undefined;
  if (typeof name !== "string") return missing("text.format.name");
  if (schema === undefined) return missing("text.format.schema");
  const problem = strict === true ? problemWithSchema(objectOf(schema)) : undefined;
  if (problem === undefined) return undefined;
  return invalid(`Invalid schema for response_format '${name}': ${problem}`, {
    code: "invalid_json_schema",
    param: "text.format.schema",
  });
}

/** A provider keeps nothing, but knows the names of its own answers again: another one's are not found. */
function problemWithState(
  { previous_response_id: previous }: JsonObject,
  account: string,
): Refusal | undefined {
  if (typeof previous !== "string" || isOwnResponse(account, previous)) return undefined;
  return invalid(`Previous response with id '${previous}' not found.`, {
    code: "previous_response_not_found",
    param: "previous_response_id",
  });
}
