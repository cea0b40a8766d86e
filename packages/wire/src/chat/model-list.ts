import type { Decoded, ModelEntry, ModelListCodec } from "../dialect.ts";
import { decoding, unreadable } from "../json/decoding.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import { arrayOf, isObject, numberOf, objectOf, textOf } from "../json/value.ts";
import { given } from "./fields.ts";

export const modelList: ModelListCodec = { decode, encode };

function decode(body: JsonValue): Decoded<readonly ModelEntry[]> {
  return decoding(() => {
    // Together gives the bare list.
    const models =
      arrayOf(body) ?? arrayOf(objectOf(body)?.["data"]) ?? unreadable("data", "a list of models");
    return models.filter(isObject).flatMap((model) => entryFrom(model) ?? []);
  });
}

/** What servers add of their own: OpenRouter `name` and `top_provider`, vLLM `max_model_len`, Groq `context_window`. */
function entryFrom(model: JsonObject): ModelEntry | undefined {
  const id = textOf(model["id"]);
  if (id === undefined || id === "") return undefined;
  const limits = [model["context_length"], model["context_window"], model["max_model_len"]];
  const outputs = [
    objectOf(model["top_provider"])?.["max_completion_tokens"],
    model["max_completion_tokens"],
  ];
  return {
    id,
    ...given({
      displayName: textOf(model["name"]),
      createdAt: numberOf(model["created"]),
      ownedBy: textOf(model["owned_by"]),
      contextTokens: limits.map(numberOf).find((limit) => limit !== undefined),
      maxOutputTokens: outputs.map(numberOf).find((limit) => limit !== undefined),
    }),
  };
}

/** `created` and `owned_by` are required; a model of which nobody knows more is as old as time and everybody's. */
function encode(models: readonly ModelEntry[]): JsonObject {
  const data = models.map(({ id, createdAt = 0, ownedBy = "system" }) => ({
    id,
    object: "model",
    created: createdAt,
    owned_by: ownedBy,
  }));
  return { object: "list", data };
}
