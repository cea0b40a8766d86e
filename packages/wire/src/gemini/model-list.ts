// `models`: names with their collection in front.

import type { Decoded, ModelEntry, ModelListCodec } from "../dialect.ts";
import { arrayAt, decoding, objectAt } from "../json/decoding.ts";
import { isObject, numberOf, textOf } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import { compact } from "./fields.ts";

export const modelList: ModelListCodec = { decode, encode };

function decode(body: JsonValue): Decoded<readonly ModelEntry[]> {
  return decoding(() => {
    const list = objectAt(body, "");
    // Vertex calls them publisher models.
    const models = arrayAt(list["models"] ?? list["publisherModels"], "models");
    return models.flatMap((model) => (isObject(model) ? entryFrom(model) : []));
  });
}

function entryFrom(model: JsonObject): readonly ModelEntry[] {
  const id = textOf(model["name"])?.replace(/^.*models\//, "");
  if (id === undefined) return [];
  const displayName = textOf(model["displayName"]);
  const contextTokens = numberOf(model["inputTokenLimit"]);
  const maxOutputTokens = numberOf(model["outputTokenLimit"]);
  return [
    {
      id,
      ...(displayName === undefined ? {} : { displayName }),
      ...(contextTokens === undefined ? {} : { contextTokens }),
      ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
    },
  ];
}

function encode(models: readonly ModelEntry[]): JsonObject {
  return {
    models: models.map(({ id, displayName, contextTokens, maxOutputTokens }) =>
      compact({
        name: `models/${id}`,
        displayName: displayName ?? id,
        inputTokenLimit: contextTokens,
        outputTokenLimit: maxOutputTokens,
        supportedGenerationMethods: ["generateContent", "streamGenerateContent", "countTokens"],
      }),
    ),
  };
}
