import type { JsonObject, JsonValue } from "../json/value.ts";
import { fieldsOf } from "../model/extras.ts";
import type { NeutralRequest, OutputFormat, Reasoning, Sampling } from "../model/request.ts";
import { decodeSettings, encryptedReasoning, quietFields } from "./decode-settings.ts";
import { merged, objectFrom } from "./fields.ts";
import { inside, lose, loseFields } from "./losses.ts";
import type { Place } from "./losses.ts";
import { originalOf, spellingOf } from "./spelling.ts";
import { encodeToolChoice } from "./tool-choice.ts";

/** Everything that a request says beside its conversation and its tools. */
export function encodeSettings(request: NeutralRequest, place: Place): JsonObject {
  const {
    origin: _origin,
    model: _model,
    isStreamed: _stream,
    includeUsage: _usage,
    turns: _turns,
    ...rest
  } = request;
  const { tools: _tools, ...settings } = rest;
  const original = spellingOf(settings, decodeSettings);
  if (original !== undefined) return original;
  return merged({ ...unsaid(request), ...fieldsOf(request, "responses") }, writeSettings(request, place));
}

/**
 * What nobody else's request says: this provider would keep every answer, and not give what thinking needs to come back.
 */
function unsaid(request: NeutralRequest): JsonObject {
  if (request.origin !== "responses") return { store: false, include: [encryptedReasoning] };
  return quietFields(originalOf(request) ?? {});
}

function writeSettings(request: NeutralRequest, place: Place): JsonObject {
  const { sampling = {}, reasoning, output, verbosity, cache, toolChoice } = request;
  return objectFrom({
    tool_choice: toolChoice && encodeToolChoice(toolChoice, request, inside(place, "toolChoice")),
    parallel_tool_calls: request.parallelToolCalls,
    max_output_tokens: request.maxOutputTokens,
    ...encodeSampling(sampling, inside(place, "sampling")),
    reasoning: reasoning && encodeReasoning(reasoning, inside(place, "reasoning")),
    text:
      output === undefined && verbosity === undefined
        ? undefined
        : objectFrom({ format: output && encodeFormat(output), verbosity }),
    service_tier: request.serviceTier === "standard" ? "default" : request.serviceTier,
    safety_identifier: request.userId,
    metadata: request.metadata,
    prompt_cache_key: request.cacheKey,
    prompt_cache_options: cache && {
      mode: "implicit",
      ...encodeLifetime(cache.ttlSeconds, inside(place, "cache.ttlSeconds")),
    },
  });
}

function encodeSampling(sampling: Sampling, place: Place): { readonly [key: string]: JsonValue | undefined } {
  loseFields(place, sampling, ["topK", "seed", "stop"], "responses has no such setting");
  const { temperature, topP, frequencyPenalty, presencePenalty, candidates } = sampling;
  if (candidates !== undefined) {
    lose(inside(place, "candidates"), candidates > 1 ? "refused" : "dropped", "responses gives one answer");
  }
  return {
    temperature,
    top_p: topP,
    frequency_penalty: frequencyPenalty,
    presence_penalty: presencePenalty,
  };
}

function encodeReasoning(
  { mode, effort, budgetTokens, show }: Reasoning,
  place: Place,
): JsonObject | undefined {
  const isOff = mode === "off";
  if (isOff) loseFields(place, { effort }, ["effort"], "there is no thinking to put effort in");
  else loseFields(place, { mode }, ["mode"], onlyEffort);
  loseFields(place, { budgetTokens }, ["budgetTokens"], onlyEffort);
  const summary = show === undefined ? undefined : summaries[show];
  const written = objectFrom({ effort: isOff ? "none" : effort, summary });
  return Object.keys(written).length === 0 ? undefined : written;
}

const onlyEffort = "all that can be said of thinking is its effort";

const summaries = { none: null, summary: "auto", detailed: "detailed" } as const;

function encodeFormat(output: OutputFormat): JsonObject {
  switch (output.kind) {
    case "text":
      return { type: "text" };
    case "json":
      return { type: "json_object" };
    case "json-schema": {
      const { schema, name = "response", description, strict } = output;
      return objectFrom({ type: "json_schema", name, description, schema, strict });
    }
  }
}

/** OpenAI knows two lifetimes; the nearest that is not too short is taken. */
function encodeLifetime(seconds: number | undefined, place: Place): JsonObject {
  if (seconds === undefined) return {};
  if (seconds === 1800 || seconds === 43_200) return { ttl: seconds === 1800 ? "30m" : "12h" };
  lose(place, "approximated", "a cache lives for half an hour or half a day there");
  return { ttl: seconds < 1800 ? "30m" : "12h" };
}
