import { describe, expect, test } from "bun:test";
import { publishedSchema } from "./published-schema.ts";

type Schema = ReturnType<typeof publishedSchema>;

/** The schema at a path of properties; `*` is what stands behind any name, and `[]` in a list. */
function at(path: string): Schema | undefined {
  return path.split(" ").reduce<Schema | undefined>((schema, step) => {
    const next =
      step === "*"
        ? schema?.additionalProperties
        : step === "[]"
          ? schema?.items
          : schema?.properties?.[step];
    return typeof next === "object" && !Array.isArray(next) ? next : undefined;
  }, publishedSchema());
}

const variable = { type: "string", pattern: String.raw`\$\{.+\}` };

describe("the schema for editors", () => {
  test.each([
    ["drain_seconds", { type: "number", minimum: 0, maximum: 3600 }],
    ["providers * kind", { type: "string", enum: ["anthropic", "openai", "gemini", "openai-compatible"] }],
    ["providers * speaks []", { type: "string", enum: ["messages", "chat", "responses", "gemini"] }],
    ["workflows * needs", { type: "string", pattern: String.raw`^\d{1,3}(\.\d+)?%$` }],
  ])("lets a variable stand for %s", (path, rule) => {
    expect(at(path)?.anyOf).toEqual([expect.objectContaining(rule), variable]);
    expect(at(path)?.description).toBeString();
    expect(at(path)?.type).toBeUndefined();
  });

  test("keeps a default beside the alternatives", () => {
    expect(at("drain_seconds")?.default).toBe(25);
  });

  test.each(["listen", "providers * base_url", "providers * keys []"])(
    "leaves plain text as it is: %s",
    (path) => {
      expect(at(path)?.type).toBe("string");
      expect(at(path)?.anyOf).toBeUndefined();
    },
  );

  test("leaves groups and lists as they are", () => {
    expect([at("routes")?.type, at("providers")?.type, at("limits")?.type]).toEqual([
      "array",
      "object",
      "object",
    ]);
  });
});
