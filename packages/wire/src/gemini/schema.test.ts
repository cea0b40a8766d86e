import { expect, test } from "bun:test";
import type { Schema } from "@google/genai";
import type { JsonValue } from "../json/value.ts";
import type { Wire } from "../../test/gemini-bodies.ts";
import { jsonSchemaFrom } from "./schema.ts";

test("Gemini's schema as JSON Schema", () => {
  const said = {
    type: "OBJECT",
    properties: {
      names: { type: "ARRAY", items: { type: "STRING", maxLength: "10" }, minItems: "1" },
      when: { type: "STRING", nullable: true },
      what: { anyOf: [{ type: "INTEGER" }, { type: "NULL" }] },
    },
    required: ["names"],
    propertyOrdering: ["names", "when"],
    nullable: false,
  } as const satisfies Wire<Schema>;
  expect(jsonSchemaFrom(said)).toEqual({
    type: "object",
    properties: {
      names: { type: "array", items: { type: "string", maxLength: 10 }, minItems: 1 },
      when: { type: ["string", "null"] },
      what: { anyOf: [{ type: "integer" }, { type: "null" }] },
    },
    required: ["names"],
    propertyOrdering: ["names", "when"],
  });
});

test.each<[what: string, said: JsonValue, schema: JsonValue]>([
  ["snake case", { any_of: [{ max_items: "2" }] }, { anyOf: [{ maxItems: 2 }] }],
  [
    "properties that are named like keywords",
    { properties: { type: { type: "STRING" }, any_of: { type: "STRING" }, nullable: { type: "BOOLEAN" } } },
    { properties: { type: { type: "string" }, any_of: { type: "string" }, nullable: { type: "boolean" } } },
  ],
  ["values that look like types", { enum: ["STRING"], default: { type: "OBJECT" } }, null],
  [
    "JSON Schema",
    { type: ["string", "null"], $defs: { a: { const: 1 } }, additionalProperties: false },
    null,
  ],
  ["a type that is new", { type: "TUPLE" }, null],
  ["no schema at all", true, null],
])("%s", (_what, said, schema) => {
  expect(jsonSchemaFrom(said)).toEqual(schema ?? said);
});
