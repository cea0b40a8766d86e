// What a request asks for beside its conversation and its tools, as it is written.

import type { RequestTarget } from "../dialect.ts";
import type { JsonObject } from "../json/value.ts";
import { isObject } from "../json/value.ts";
import type { Loss } from "../loss.ts";
import { noteOf } from "../model/extras.ts";
import type { NeutralRequest, OutputFormat, Reasoning, Sampling } from "../model/request.ts";
import { decodeSettings, settingKeys } from "./decode-settings.ts";
import type { SettingName } from "./decode-settings.ts";
import { fieldsFrom, given, objectFrom } from "./fields.ts";
import { sameValue } from "./spelling.ts";
import { encodeToolChoice } from "./tool-choice.ts";

interface Writing {
  readonly target: RequestTarget;
  readonly losses: Loss[];
}

/** A setting that still means what the client said is written in the client's words. */
export function encodeSettings(request: NeutralRequest, target: RequestTarget, losses: Loss[]): JsonObject {
  const note = noteOf(request, "chat", "$settings");
  const said = isObject(note) ? note : {};
  const meant = decodeSettings(fieldsFrom(said));
  const written = settingNames.map((name) => {
    if (request[name] === undefined) return {};
    const isUnchanged = meant[name] !== undefined && sameValue(meant[name], request[name]);
    return isUnchanged ? picked(said, settingKeys[name]) : writers[name](request, { target, losses });
  });
  return Object.fromEntries(written.flatMap((fields) => Object.entries(fields)));
}

const writers: Readonly<Record<SettingName, (request: NeutralRequest, writing: Writing) => JsonObject>> = {
  toolChoice: ({ toolChoice, tools = [] }, { losses }) =>
    objectFrom({ tool_choice: toolChoice && encodeToolChoice(toolChoice, tools, losses) }),
  parallelToolCalls: ({ parallelToolCalls }) => objectFrom({ parallel_tool_calls: parallelToolCalls }),
  maxOutputTokens: ({ maxOutputTokens }, { target }) =>
    objectFrom({ [target.capabilities.maxTokensField]: maxOutputTokens }),
  sampling: ({ sampling }, { losses }) => samplingFields(sampling ?? {}, losses),
  reasoning: ({ reasoning }, { losses }) => reasoningFields(reasoning ?? {}, losses),
  output: ({ output }) => objectFrom({ response_format: output && formatFrom(output) }),
  verbosity: ({ verbosity }) => objectFrom({ verbosity }),
  serviceTier: ({ serviceTier }) =>
    objectFrom({ service_tier: serviceTier === "standard" ? "default" : serviceTier }),
  userId: ({ userId }, { losses }) => userFields(userId ?? "", losses),
  metadata: ({ metadata }) => objectFrom({ metadata }),
  cacheKey: ({ cacheKey }) => objectFrom({ prompt_cache_key: cacheKey }),
  cache: ({ cache }, { losses }) => cacheFields(cache?.ttlSeconds, losses),
};

const settingNames: readonly SettingName[] = [
  "toolChoice",
  "parallelToolCalls",
  "maxOutputTokens",
  "sampling",
  "reasoning",
  "output",
  "verbosity",
  "serviceTier",
  "userId",
  "metadata",
  "cacheKey",
  "cache",
];

function picked(object: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => keys.includes(key)));
}

/** OpenAI takes no more. */
const STOP_LIMIT = 4;

function samplingFields(sampling: Sampling, losses: Loss[]): JsonObject {
  const { stop } = sampling;
  if (stop !== undefined && stop.length > STOP_LIMIT) {
    const why = `chat takes ${STOP_LIMIT} stop sequences; the first ${STOP_LIMIT} are kept`;
    losses.push({ path: "sampling.stop", action: "approximated", why });
  }
  return objectFrom({
    temperature: sampling.temperature,
    top_p: sampling.topP,
    // None of OpenAI's; those who know it call it so, and `fit` has taken it out for the others.
    top_k: sampling.topK,
    frequency_penalty: sampling.frequencyPenalty,
    presence_penalty: sampling.presencePenalty,
    seed: sampling.seed,
    stop: stop?.slice(0, STOP_LIMIT),
    n: sampling.candidates,
  });
}

function reasoningFields({ mode, effort, budgetTokens, show }: Reasoning, losses: Loss[]): JsonObject {
  const isOff = mode === "off";
  const lost = given({
    mode: isOff ? undefined : mode,
    effort: isOff ? effort : undefined,
    budgetTokens,
    show,
  });
  for (const field of Object.keys(lost)) {
    losses.push({ path: `reasoning.${field}`, action: "dropped", why: "chat knows an effort only" });
  }
  return objectFrom({ reasoning_effort: isOff ? "none" : effort });
}

function formatFrom(output: OutputFormat): JsonObject {
  switch (output.kind) {
    case "text":
      return { type: "text" };
    case "json":
      return { type: "json_object" };
    case "json-schema": {
      const { name = "response", description, strict, schema } = output;
      return {
        type: "json_schema",
        json_schema: { name, schema, ...objectFrom({ description, strict }) },
      };
    }
  }
}

/** OpenAI takes no longer one. */
const USER_LIMIT = 128;

function userFields(userId: string, losses: Loss[]): JsonObject {
  if (userId.length <= USER_LIMIT) return { safety_identifier: userId };
  const why = `chat takes no user id of more than ${USER_LIMIT} characters`;
  losses.push({ path: "userId", action: "dropped", why });
  return {};
}

/** OpenAI knows two lifetimes, of 30 minutes and of 12 hours. */
function cacheFields(ttlSeconds: number | undefined, losses: Loss[]): JsonObject {
  if (ttlSeconds === undefined) return { prompt_cache_options: { mode: "implicit" } };
  const ttl = ttlSeconds > 1800 ? "12h" : "30m";
  if (ttlSeconds !== (ttl === "12h" ? 43_200 : 1800)) {
    const why = `chat keeps a cached prompt for 30 minutes or 12 hours; it is asked for ${ttl}`;
    losses.push({ path: "cache.ttlSeconds", action: "approximated", why });
  }
  return { prompt_cache_options: { mode: "implicit", ttl } };
}
