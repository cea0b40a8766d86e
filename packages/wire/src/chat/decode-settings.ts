// What a request asks for beside its conversation and its tools.

import type { JsonObject, JsonValue } from "../json/value.ts";
import { booleanOf, isArray, isObject, numberOf, objectOf, textOf } from "../json/value.ts";
import type { NeutralRequest, OutputFormat, Reasoning, Sampling } from "../model/request.ts";
import { efforts } from "../model/request.ts";
import { given } from "./fields.ts";
import type { Fields } from "./fields.ts";
import { decodeFunctionChoice, decodeToolChoice } from "./tool-choice.ts";

/** The fields of a body that each setting can come from. */
export const settingKeys = {
  toolChoice: ["tool_choice", "function_call"],
  parallelToolCalls: ["parallel_tool_calls"],
  maxOutputTokens: ["max_completion_tokens", "max_tokens", "max_output_tokens"],
  sampling: ["temperature", "top_p", "top_k", "frequency_penalty", "presence_penalty", "seed", "stop", "n"],
  reasoning: ["reasoning_effort", "reasoning", "thinking"],
  output: ["response_format"],
  verbosity: ["verbosity"],
  serviceTier: ["service_tier"],
  userId: ["safety_identifier", "user"],
  metadata: ["metadata"],
  cacheKey: ["prompt_cache_key"],
  cache: ["prompt_cache_options"],
} as const satisfies { readonly [Name in keyof NeutralRequest]?: readonly string[] };

export type SettingName = keyof typeof settingKeys;

export type Settings = Partial<Pick<NeutralRequest, SettingName>>;

export function decodeSettings(fields: Fields): Settings {
  return given<Required<Settings>>({
    toolChoice:
      fields.take("tool_choice", decodeToolChoice) ?? fields.take("function_call", decodeFunctionChoice),
    parallelToolCalls: fields.take("parallel_tool_calls", booleanOf),
    maxOutputTokens: firstOf(fields, settingKeys.maxOutputTokens, numberOf),
    sampling: samplingFrom(fields),
    reasoning: reasoningFrom(fields),
    output: fields.take("response_format", outputFrom),
    verbosity: fields.take("verbosity", (value) =>
      (["low", "medium", "high"] as const).find((level) => level === value),
    ),
    serviceTier: fields.take("service_tier", serviceTierFrom),
    userId: firstOf(fields, settingKeys.userId, textOf),
    metadata: fields.take("metadata", objectOf),
    cacheKey: fields.take("prompt_cache_key", textOf),
    cache: fields.take("prompt_cache_options", cacheFrom),
  });
}

/** Only the first that is there is read: a second one that says something else stays as it is. */
function firstOf<Value>(
  fields: Fields,
  keys: readonly string[],
  read: (value: JsonValue) => Value | undefined,
): Value | undefined {
  for (const key of keys) {
    const value = fields.take(key, read);
    if (value !== undefined) return value;
  }
  return undefined;
}

function samplingFrom(fields: Fields): Sampling | undefined {
  const sampling = given<Required<Sampling>>({
    temperature: fields.take("temperature", numberOf),
    topP: fields.take("top_p", numberOf),
    topK: fields.take("top_k", numberOf),
    frequencyPenalty: fields.take("frequency_penalty", numberOf),
    presencePenalty: fields.take("presence_penalty", numberOf),
    seed: fields.take("seed", numberOf),
    stop: fields.take("stop", stopFrom),
    candidates: fields.take("n", numberOf),
  });
  return Object.keys(sampling).length === 0 ? undefined : sampling;
}

function stopFrom(value: JsonValue): string[] | undefined {
  if (typeof value === "string") return [value];
  const texts = isArray(value) ? value.filter((element) => typeof element === "string") : [];
  return isArray(value) && texts.length === value.length ? texts : undefined;
}

function reasoningFrom(fields: Fields): Reasoning | undefined {
  return (
    fields.take("reasoning_effort", effortFrom) ??
    fields.take("reasoning", openRouterReasoning) ??
    fields.take("thinking", thinkingSwitch)
  );
}

function effortFrom(value: JsonValue | undefined): Reasoning | undefined {
  if (value === "none") return { mode: "off" };
  const effort = efforts.find((level) => level === value);
  return effort === undefined ? undefined : { effort };
}

const openRouterKeys = new Set(["effort", "max_tokens", "exclude", "enabled", "summary"]);

/** OpenRouter's `reasoning`; Responses' is near enough to be read alike. */
function openRouterReasoning(value: JsonValue): Reasoning | undefined {
  const object = objectOf(value);
  if (object === undefined || !Object.keys(object).every((key) => openRouterKeys.has(key))) return undefined;
  const { effort, max_tokens: budget, exclude, enabled } = object;
  const mode = enabled === undefined ? {} : { mode: enabled === false ? ("off" as const) : ("on" as const) };
  return {
    ...mode,
    ...effortFrom(effort),
    ...given({ budgetTokens: numberOf(budget) }),
    ...(exclude === true ? { show: "none" as const } : {}),
  };
}

/** DeepSeek's, Zhipu's and Moonshot's `thinking`, borrowed from Messages. */
function thinkingSwitch(value: JsonValue): Reasoning | undefined {
  const object = objectOf(value);
  const modes: Readonly<Record<string, Reasoning["mode"]>> = {
    enabled: "on",
    disabled: "off",
    adaptive: "auto",
  };
  const mode = modes[textOf(object?.["type"]) ?? ""];
  if (mode === undefined) return undefined;
  return { mode, ...given({ budgetTokens: numberOf(object?.["budget_tokens"]) }) };
}

function outputFrom(value: JsonValue): OutputFormat | undefined {
  const format = objectOf(value);
  if (format?.["type"] === "text") return { kind: "text" };
  if (format?.["type"] === "json_object") return { kind: "json" };
  // Flat where a client has mistaken the dialect for Responses.
  const said: JsonObject | undefined = objectOf(format?.["json_schema"]) ?? format;
  const schema = said?.["schema"];
  const isSchema = format?.["type"] === "json_schema";
  if (!isSchema || said === undefined || !isObject(schema)) return undefined;
  return {
    kind: "json-schema",
    schema,
    ...given({
      name: textOf(said["name"]),
      description: textOf(said["description"]),
      strict: booleanOf(said["strict"]),
    }),
  };
}

function serviceTierFrom(value: JsonValue): NeutralRequest["serviceTier"] {
  if (value === "default") return "standard";
  return (["auto", "flex", "priority", "fast"] as const).find((tier) => tier === value);
}

const lifetimes: Readonly<Record<string, number>> = { "30m": 1800, "12h": 43_200 };

function cacheFrom(value: JsonValue): NeutralRequest["cache"] {
  const options = objectOf(value) ?? {};
  const { mode, ttl, ...others } = options;
  if (mode !== "implicit" || Object.keys(others).length > 0) return undefined;
  if (ttl === undefined) return {};
  const ttlSeconds = lifetimes[textOf(ttl) ?? ""];
  return ttlSeconds === undefined ? undefined : { ttlSeconds };
}
