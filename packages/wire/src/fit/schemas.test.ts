import { describe, expect, test } from "bun:test";
import { requestOf, targetOf } from "../../test/fit-fixtures.ts";
import type { Capabilities } from "../capabilities.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import { cleanSchema } from "./clean-schema.ts";
import { fit } from "./fit.ts";

type Style = Capabilities["schema"];

function clean(schema: JsonValue, style: Style, isStrict = false) {
  return cleanSchema(schema, { style, isStrict });
}

function object(properties: JsonObject, more: JsonObject = {}): JsonObject {
  return { type: "object", properties, ...more };
}

const everyStyle = ["full", "openai", "anthropic", "gemini"] as const;

describe("properties that are called like keywords stay", () => {
  const names = [
    "const",
    "$schema",
    "format",
    "pattern",
    "not",
    "type",
    "items",
    "properties",
    "additionalProperties",
    "__proto__",
    "$ref",
    "allOf",
  ];
  const properties = Object.fromEntries(names.map((name) => [name, { type: "string" }]));

  test.each(everyStyle)("%s", (style) => {
    const schema = object(properties, { required: names, additionalProperties: false });
    expect(clean(schema, style).schema).toEqual(schema);
    const strict = clean(schema, style, true);
    expect(strict).toEqual({ schema, changed: [] });
    expect(JSON.stringify(strict.schema)).toBe(JSON.stringify(schema));
  });
});

test.each(everyStyle)(
  "types in upper case are lower-cased for %s, and values of the same spelling are not",
  (style) => {
    const schema = {
      type: "OBJECT",
      properties: {
        a: { type: ["STRING", "NULL"], enum: ["STRING"] },
        b: { type: "ARRAY", items: { type: "INTEGER" } },
      },
    };
    expect(clean(schema, style)).toEqual({
      schema: {
        type: "object",
        properties: {
          a: { type: ["string", "null"], enum: ["STRING"] },
          b: { type: "array", items: { type: "integer" } },
        },
      },
      changed: [],
    });
  },
);

describe("for Gemini", () => {
  test("what it refuses is taken out, at every depth, and said", () => {
    const schema = object(
      {
        a: { type: "array", uniqueItems: true, items: { type: "string", $comment: "x", not: { const: "" } } },
        b: { type: "number", exclusiveMinimum: 0, multipleOf: 2, deprecated: true },
        c: { anyOf: [object({}, { patternProperties: { "^x": {} } }), { type: "null" }] },
      },
      {
        $schema: "https://json-schema.org/draft/2020-12/schema",
        $id: "x",
        propertyNames: { pattern: "a" },
        additionalProperties: false,
      },
    );
    const { schema: cleaned, changed } = clean(schema, "gemini");
    expect(cleaned).toEqual(
      object(
        {
          a: { type: "array", items: { type: "string" } },
          b: { type: "number" },
          c: { anyOf: [object({}), { type: "null" }] },
        },
        { additionalProperties: false },
      ),
    );
    expect(changed.toSorted()).toEqual([
      "exclusiveMinimum",
      "multipleOf",
      "not",
      "patternProperties",
      "propertyNames",
      "uniqueItems",
    ]);
  });

  test("a constant is an enumeration of one, and alternatives are alternatives", () => {
    expect(clean(object({ k: { const: "a" }, u: { oneOf: [{ type: "string" }] } }), "gemini")).toEqual({
      schema: object({ k: { enum: ["a"] }, u: { anyOf: [{ type: "string" }] } }),
      changed: [],
    });
  });

  test("references are replaced by what they refer to", () => {
    const schema = object(
      { p: { $ref: "#/$defs/Point", description: "where" }, q: { allOf: [{ $ref: "#/definitions/a~1b" }] } },
      { $defs: { Point: object({ x: { type: "number" } }) }, definitions: { "a/b": { type: "string" } } },
    );
    expect(clean(schema, "gemini")).toEqual({
      schema: object({
        p: { ...object({ x: { type: "number" } }), description: "where" },
        q: { type: "string" },
      }),
      changed: [],
    });
  });

  test.each([
    ["itself", { $defs: { Node: object({ next: { $ref: "#/$defs/Node" } }) } }, "#/$defs/Node"],
    ["the whole", {}, "#"],
    ["nothing that is there", {}, "#/$defs/Gone"],
    ["another document", {}, "https://example.com/schema.json"],
  ] as const)("a reference to %s ends as anything", (_title, more, reference) => {
    const { schema, changed } = clean(object({ n: { $ref: reference } }, more), "gemini");
    expect(JSON.stringify(schema)).not.toContain("$ref");
    expect(changed).toEqual(["$ref"]);
    expect(JSON.stringify(schema).length).toBeLessThan(200);
  });

  test("references that double at every step do not blow up", () => {
    const definitions = Object.fromEntries(
      Array.from({ length: 40 }, (_, at) => [
        `d${at}`,
        object({ a: { $ref: `#/$defs/d${at + 1}` }, b: { $ref: `#/$defs/d${at + 1}` } }),
      ]),
    );
    const { schema } = clean(object({ root: { $ref: "#/$defs/d0" } }, { $defs: definitions }), "gemini");
    expect(JSON.stringify(schema).length).toBeLessThan(200_000);
  });
});

describe("strict", () => {
  const schema = object(
    { a: { type: "string", minLength: 1 }, b: object({ c: { type: "integer" } }) },
    { required: ["a"] },
  );

  test("for OpenAI: everything is required, and nothing else allowed", () => {
    expect(clean(schema, "openai", true)).toEqual({
      schema: object(
        {
          a: { type: "string", minLength: 1 },
          b: object({ c: { type: "integer" } }, { required: ["c"], additionalProperties: false }),
        },
        { required: ["a", "b"], additionalProperties: false },
      ),
      changed: ["additionalProperties", "required"],
    });
  });

  test("for Anthropic: nothing else is allowed, and nothing is measured", () => {
    expect(clean(schema, "anthropic", true)).toEqual({
      schema: object(
        { a: { type: "string" }, b: object({ c: { type: "integer" } }, { additionalProperties: false }) },
        { required: ["a"], additionalProperties: false },
      ),
      changed: ["minLength", "additionalProperties"],
    });
  });

  test.each(["openai", "anthropic"] as const)(
    "%s: a schema that is not asked to be strict stays as it is",
    (style) => {
      expect(clean(schema, style)).toEqual({ schema, changed: [] });
    },
  );
});

test.each(["openai", "anthropic", "gemini"] as const)(
  "%s takes no alternatives at the top: all their properties become optional",
  (style) => {
    const schema = {
      anyOf: [
        object({ a: { type: "string" } }, { required: ["a", "k"] }),
        object({ b: { type: "string" } }, { required: ["k"] }),
      ],
      properties: { k: { type: "string" } },
    };
    expect(clean(schema, style)).toEqual({
      schema: object(
        { a: { type: "string" }, b: { type: "string" }, k: { type: "string" } },
        { required: ["k"] },
      ),
      changed: ["anyOf"],
    });
  },
);

test.each([[true], [null], ["x"], [{}], [[]]])("%p is no schema of an object, and becomes one", (schema) => {
  expect(clean(schema, "openai").schema).toEqual({ type: "object", properties: {} });
});

test("a schema that is nested too deeply for anybody does not break anything", () => {
  let schema: JsonValue = { type: "string" };
  for (let depth = 0; depth < 5000; depth++) schema = { type: "array", items: schema };
  const whole = object({ a: schema });
  for (const style of everyStyle) expect(() => clean(whole, style, true)).not.toThrow();
});

describe("what silence about strictness means", () => {
  const tools = [{ kind: "function", name: "look", schema: object({}) }] as const;

  test("is said to responses, where it would mean strict", () => {
    expect(fit(requestOf({ tools }), targetOf("responses")).request.tools?.[0]).toMatchObject({
      strict: false,
    });
  });

  test("is nothing in other dialects, and to whoever said nothing in responses itself", () => {
    expect(fit(requestOf({ tools }), targetOf("chat")).request.tools).toEqual([...tools]);
    expect(fit(requestOf({ origin: "responses", tools }), targetOf("responses")).request.tools).toEqual([
      ...tools,
    ]);
  });

  test("a promise that nobody gives is a loss", () => {
    const { request, losses } = fit(
      requestOf({ tools: [{ ...tools[0], strict: true }] }),
      targetOf("chat", { strictTools: false }),
    );
    expect(request.tools).toEqual([...tools]);
    expect(losses).toEqual([expect.objectContaining({ path: "tools[0].strict", action: "dropped" })]);
  });
});

test("messages get a schema for a tool that has none", () => {
  expect(
    fit(requestOf({ tools: [{ kind: "function", name: "now" }] }), targetOf("messages")).request.tools?.[0],
  ).toMatchObject({
    schema: { type: "object", properties: {} },
  });
});

test("the schema of an answer is cleaned, and the loss names it", () => {
  const output = { kind: "json-schema", schema: object({ n: { type: "integer", minimum: 1 } }) } as const;
  const { request, losses } = fit(requestOf({ output }), targetOf("messages", { schema: "anthropic" }));
  expect(request.output).toEqual({
    ...output,
    schema: object({ n: { type: "integer" } }, { additionalProperties: false }),
  });
  expect(losses).toEqual([
    { path: "output.schema", action: "approximated", why: expect.stringContaining("`minimum`") },
  ]);
});
