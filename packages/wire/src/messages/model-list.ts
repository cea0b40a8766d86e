// The models that a provider has, both ways.

import type { ModelEntry, ModelListCodec } from "../dialect.ts";
import { arrayAt, decoding, objectAt } from "../json/decoding.ts";
import { isObject, numberOf, textOf } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import { given } from "./fields.ts";
import { formatTimestamp, parseTimestamp } from "./timestamp.ts";

export const modelList: ModelListCodec = {
  decode: (body) => decoding(() => arrayAt(objectAt(body, "")["data"], "data").flatMap(entryFrom)),
  encode: (models) => ({
    data: models.map(modelFrom),
    has_more: false,
    first_id: models[0]?.id ?? null,
    last_id: models.at(-1)?.id ?? null,
  }),
};

/** Nothing where it has no id. */
function entryFrom(value: JsonValue): ModelEntry[] {
  const model = isObject(value) ? value : {};
  const id = textOf(model["id"]);
  if (id === undefined) return [];
  const name = textOf(model["display_name"]);
  const created = parseTimestamp(textOf(model["created_at"]) ?? "");
  const entry = given({
    displayName: name === id ? undefined : name,
    // Anthropic's word for "not known" is the epoch.
    createdAt: created === 0 ? undefined : created,
    contextTokens: numberOf(model["max_input_tokens"]),
    maxOutputTokens: numberOf(model["max_tokens"]),
  });
  return [{ id, ...entry }];
}

/** Every field that Anthropic's own SDK says is there; what is not known is null. */
function modelFrom(entry: ModelEntry): JsonObject {
  const { id, displayName, createdAt, contextTokens, maxOutputTokens } = entry;
  return {
    type: "model",
    id,
    display_name: displayName ?? id,
    created_at: formatTimestamp(createdAt ?? 0),
    max_input_tokens: contextTokens ?? null,
    max_tokens: maxOutputTokens ?? null,
    capabilities: null,
    line: null,
    lifecycle: "active",
    deprecated_at: null,
    retires_at: null,
  };
}
