// Everything that a request says beside its conversation and its tools.

import type { JsonObject, JsonValue } from "../json/value.ts";
import { arrayOf, booleanOf, numberOf, objectOf, textOf } from "../json/value.ts";
import type { CacheHint } from "../model/part.ts";
import { efforts } from "../model/request.ts";
import type { Effort, NeutralRequest, OutputFormat, Reasoning, Sampling } from "../model/request.ts";
import { extrasLeft, fieldsFrom, given } from "./fields.ts";
import type { Fields } from "./fields.ts";
import { decodeToolChoice } from "./tool-choice.ts";

export type Settings = Omit<
  NeutralRequest,
  "origin" | "model" | "isStreamed" | "includeUsage" | "turns" | "tools"
>;

export function decodeSettings(object: JsonObject): Settings {
  const fields = fieldsFrom(object);
  for (const key of Object.keys(quiet)) {
    fields.take(key, (value) => (isQuiet(key, value) ? value : undefined));
  }
  const { verbosity, output } = textSettings(fields.within("text"));
  return {
    ...given<Settings>({
      toolChoice: fields.take("tool_choice", decodeToolChoice),
      parallelToolCalls: fields.take("parallel_tool_calls", booleanOf),
      maxOutputTokens: fields.take("max_output_tokens", numberOf),
      sampling: samplingFrom(fields),
      reasoning: reasoningFrom(fields.within("reasoning")),
      output,
      verbosity,
      serviceTier: fields.take("service_tier", tierFrom),
      userId: fields.take("safety_identifier", textOf) ?? fields.take("user", textOf),
      metadata: fields.take("metadata", objectOf),
      cacheKey: fields.take("prompt_cache_key", textOf),
      cache: cacheFrom(fields.within("prompt_cache_options")),
    }),
    ...extrasLeft(fields),
  };
}

/** What thinking needs to come back in the next turn. */
export const encryptedReasoning = "reasoning.encrypted_content";

/** The quiet fields, for a request that has to be written anew. */
export function quietFields(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key, value]) => isQuiet(key, value)));
}

/** Whether a field asks for no more than what happens in every other dialect anyway. */
function isQuiet(key: string, value: JsonValue): boolean {
  return Object.hasOwn(quiet, key) && quiet[key]?.(value) === true;
}

const quiet: Readonly<Record<string, (value: JsonValue) => boolean>> = {
  store: (value) => value === false,
  background: (value) => value === false,
  stream: (value) => value === false,
  stream_options: (value) => objectOf(value) !== undefined,
  truncation: (value) => value === "disabled",
  instructions: (value) => value === "",
  tools: (value) => arrayOf(value)?.length === 0,
  include: (value) => arrayOf(value)?.every((entry) => entry === encryptedReasoning) === true,
};

function samplingFrom(fields: Fields): Sampling | undefined {
  const sampling = given<Sampling>({
    temperature: fields.take("temperature", numberOf),
    topP: fields.take("top_p", numberOf),
    frequencyPenalty: fields.take("frequency_penalty", numberOf),
    presencePenalty: fields.take("presence_penalty", numberOf),
  });
  return Object.keys(sampling).length === 0 ? undefined : sampling;
}

function reasoningFrom(fields: Fields | undefined): Reasoning | undefined {
  if (fields === undefined) return undefined;
  const reasoning = given<Reasoning>({
    mode: fields.take("effort", (value) => (value === "none" ? "off" : undefined)),
    effort: fields.take("effort", effortFrom),
    show: fields.take("summary", showFrom),
  });
  return Object.keys(reasoning).length === 0 ? undefined : reasoning;
}

function effortFrom(value: JsonValue): Effort | undefined {
  return efforts.find((effort) => effort === value);
}

function showFrom(value: JsonValue): Reasoning["show"] {
  if (value === null) return "none";
  if (value === "auto" || value === "concise") return "summary";
  return value === "detailed" ? value : undefined;
}

function textSettings(fields: Fields | undefined): Pick<NeutralRequest, "verbosity" | "output"> {
  return given<Pick<NeutralRequest, "verbosity" | "output">>({
    verbosity: fields?.take("verbosity", (value) =>
      (["low", "medium", "high"] as const).find((verbosity) => verbosity === value),
    ),
    output: formatFrom(fields?.within("format")),
  });
}

function formatFrom(fields: Fields | undefined): OutputFormat | undefined {
  const type = fields?.take("type", (value) =>
    (["text", "json_object", "json_schema"] as const).find((known) => known === value),
  );
  switch (type) {
    case "text":
      return { kind: "text" };
    case "json_object":
      return { kind: "json" };
    case "json_schema":
      return {
        kind: "json-schema",
        schema: fields?.take("schema", objectOf) ?? {},
        ...given({
          name: fields?.take("name", textOf),
          description: fields?.take("description", textOf),
          strict: fields?.take("strict", booleanOf),
        }),
      };
    case undefined:
      return undefined;
  }
}

function tierFrom(value: JsonValue): NeutralRequest["serviceTier"] {
  if (value === "default") return "standard";
  return (["auto", "flex", "priority", "fast"] as const).find((tier) => tier === value);
}

/** `explicit` only turns off what happens anyway, so it is no hint. */
function cacheFrom(fields: Fields | undefined): CacheHint | undefined {
  const mode = fields?.take("mode", (value) => (value === "implicit" ? value : undefined));
  if (fields === undefined || (mode === undefined && fields.left()["mode"] !== undefined)) return undefined;
  const ttlSeconds = fields.take("ttl", secondsFrom);
  return mode === undefined && ttlSeconds === undefined ? undefined : given({ ttlSeconds });
}

function secondsFrom(value: JsonValue): number | undefined {
  const [, amount, unit] = /^(\d{1,4})([mh])$/.exec(textOf(value) ?? "") ?? [];
  return amount === undefined ? undefined : Number(amount) * (unit === "h" ? 3600 : 60);
}
