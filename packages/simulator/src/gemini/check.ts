// What Gemini refuses to answer, in its words.

import type { Bench, Refusal } from "../encoder.ts";
import { isJsonObject } from "../json.ts";
import type { JsonObject } from "../json.ts";
import { problemWithTools } from "./check-tools.ts";
import { problemWithTurns } from "./check-turns.ts";
import { unknownField, unknownName } from "./payload.ts";
import { field, listField, objectField } from "./spelling.ts";

export function complaint({ asked, script, account }: Bench): Refusal | undefined {
  const { body } = asked;
  if (body === undefined) {
    return { status: 400, message: "Invalid JSON payload received. Expected an object." };
  }
  const wrapped = field(body, "generateContentRequest");
  const inner = isJsonObject(wrapped) ? wrapped : body;
  return (
    (script.strict === true ? problemWithFields(inner) : undefined) ??
    problemWithConfig(objectField(inner, "generationConfig")) ??
    problemWithTools(inner) ??
    problemWithTurns(inner, { account, model: asked.model, prefill: script.prefill ?? "accepted" })
  );
}

const knownFields =
  `contents systemInstruction tools toolConfig safetySettings generationConfig cachedContent labels
  serviceTier store model`.split(/\s+/);

const knownSettings = `stopSequences responseMimeType responseSchema responseJsonSchema responseModalities
  responseFormat candidateCount maxOutputTokens temperature topP topK seed presencePenalty frequencyPenalty
  responseLogprobs logprobs enableEnhancedCivicAnswers speechConfig thinkingConfig imageConfig mediaResolution
  routingConfig audioTimestamp modelSelectionConfig modelConfig`.split(/\s+/);

function problemWithFields(body: JsonObject): Refusal | undefined {
  const unknown = unknownField(body, knownFields);
  if (unknown !== undefined) return unknownName(unknown, "");
  const setting = unknownField(objectField(body, "generationConfig"), knownSettings);
  return setting === undefined ? undefined : unknownName(setting, "generation_config");
}

const MOST_STOPS = 5;

function problemWithConfig(config: JsonObject): Refusal | undefined {
  const stops = listField(config, "stopSequences").length;
  if (stops > MOST_STOPS) {
    return {
      status: 400,
      message: `* GenerateContentRequest.generation_config.stop_sequences: must have at most ${MOST_STOPS} elements.\n`,
    };
  }
  const limit = field(config, "maxOutputTokens");
  if (typeof limit === "number" && limit < 1) {
    return { status: 400, message: `max_output_tokens must be positive but was ${limit}.` };
  }
  const temperature = field(config, "temperature");
  if (typeof temperature !== "number" || (temperature >= 0 && temperature <= 2)) return undefined;
  return {
    status: 400,
    message:
      "* GenerateContentRequest.generation_config.temperature: temperature must be in the range [0.0, 2.0].\n",
  };
}
