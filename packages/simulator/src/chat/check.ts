// What OpenAI's Chat Completions API refuses to answer, in its words.

import type { Bench, Refusal } from "../encoder.ts";
import { objectOf } from "../json.ts";
import type { JsonObject } from "../json.ts";
import { problemWithSchema } from "../strict-schema.ts";
import { problemWithTools } from "./check-tools.ts";
import { problemWithTurns } from "./check-turns.ts";
import { invalid } from "./invalid.ts";

export function complaint({ asked, script }: Bench): Refusal | undefined {
  const { body } = asked;
  if (body === undefined) return invalid("We could not parse the JSON body of your request.");
  if (typeof body["model"] !== "string") return invalid("you must provide a model parameter");
  if (!Array.isArray(body["messages"])) {
    return invalid("Missing required parameter: 'messages'.", {
      code: "missing_required_parameter",
      param: "messages",
    });
  }
  return (
    (script.strict === true ? problemWithFields(body) : undefined) ??
    problemWithSettings(body) ??
    problemWithFormat(objectOf(body["response_format"])) ??
    problemWithTools(body) ??
    problemWithTurns(body["messages"])
  );
}

const knownFields = new Set(
  `model messages audio frequency_penalty function_call functions logit_bias logprobs max_completion_tokens max_tokens
  metadata modalities moderation n parallel_tool_calls prediction presence_penalty prompt_cache_key
  prompt_cache_options prompt_cache_retention reasoning_effort response_format safety_identifier seed service_tier stop
  store stream stream_options temperature tool_choice tools top_logprobs top_p user verbosity web_search_options`.split(
    /\s+/,
  ),
);

function problemWithFields(body: JsonObject): Refusal | undefined {
  const unknown = Object.keys(body).find((name) => !knownFields.has(name));
  if (unknown !== undefined) return invalid(`Unrecognized request argument supplied: ${unknown}`);
  const model = String(body["model"]);
  if (!/^(o\d|gpt-(5|6))/.test(model)) return undefined;
  if (body["max_tokens"] !== undefined) {
    return invalid(
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
      { code: "unsupported_parameter", param: "max_tokens" },
    );
  }
  const { temperature } = body;
  if (temperature === undefined || temperature === null || temperature === 1) return undefined;
  return invalid(
    `Unsupported value: 'temperature' does not support ${JSON.stringify(temperature)} with this model. Only the default (1) value is supported.`,
    { code: "unsupported_value", param: "temperature" },
  );
}

function problemWithSettings(body: JsonObject): Refusal | undefined {
  const { stop, stream, stream_options, max_tokens, max_completion_tokens, temperature } = body;
  if (stream !== undefined && stream !== null && typeof stream !== "boolean") {
    return invalid(`Invalid type for 'stream': expected a boolean, but got ${typeName(stream)} instead.`, {
      code: "invalid_type",
      param: "stream",
    });
  }
  if (isGiven(stream_options) && stream !== true) {
    return invalid("The 'stream_options' parameter is only allowed when 'stream' is enabled.", {
      param: "stream_options",
    });
  }
  if (isGiven(max_tokens) && isGiven(max_completion_tokens)) {
    return invalid("Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.", {
      code: "invalid_parameter_combination",
    });
  }
  if (Array.isArray(stop) && stop.length > 4) {
    return invalid(
      `Invalid 'stop': array too long. Expected an array with maximum length 4, but got an array with length ${stop.length} instead.`,
      { code: "array_above_max_length", param: "stop" },
    );
  }
  if (typeof temperature !== "number" || (temperature >= 0 && temperature <= 2)) return undefined;
  const [bound, code] =
    temperature > 2
      ? ["decimal above maximum value. Expected a value <= 2", "decimal_above_max_value"]
      : ["decimal below minimum value. Expected a value >= 0", "decimal_below_min_value"];
  return invalid(`Invalid 'temperature': ${bound}, but got ${temperature} instead.`, {
    code,
    param: "temperature",
  });
}

function problemWithFormat({ type, json_schema }: JsonObject): Refusal | undefined {
  if (type !== "json_schema") return undefined;
  const { name, schema, strict } = objectOf(json_schema);
  const param = "response_format.json_schema.name";
  if (typeof name !== "string") {
    return invalid(`Missing required parameter: '${param}'.`, { code: "missing_required_parameter", param });
  }
  const problem = strict === true ? problemWithSchema(objectOf(schema)) : undefined;
  if (problem === undefined) return undefined;
  return invalid(`Invalid schema for response_format '${name}': ${problem}`, { param: "response_format" });
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function typeName(value: unknown): string {
  if (Array.isArray(value)) return "an array";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
