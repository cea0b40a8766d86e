import { describe, expect, test } from "bun:test";
import { z } from "zod";
import { ConfigSchema } from "./config.ts";

const schema = z.toJSONSchema(ConfigSchema, { io: "input" });

/** The paths of fields, list items and mapping values for which `isLacking` holds. */
function lacking(node: z.core.JSONSchema._JSONSchema, path: string): string[] {
  if (typeof node === "boolean") return [];
  const children = [
    ...Object.entries(node.properties ?? {}).map(([key, child]) => [`${path}.${key}`, child] as const),
    ...(node.additionalProperties === undefined ? [] : [[`${path}.*`, node.additionalProperties] as const]),
    ...(node.items === undefined || Array.isArray(node.items) ? [] : [[`${path}[]`, node.items] as const]),
  ];
  const inside = children.flatMap(([where, child]) => lacking(child, where));
  return node.description === undefined ? [path, ...inside] : inside;
}

describe("the published schema", () => {
  test("describes every field in a sentence", () => {
    expect(lacking(schema, "config")).toEqual([]);
  });

  test("notices a field without description", () => {
    const bare = z.toJSONSchema(z.strictObject({ a: z.array(z.string()) }).describe("d"));
    expect(lacking(bare, "config")).toEqual(["config.a", "config.a[]"]);
  });

  test("asks only for providers and routes", () => {
    expect(schema.required).toEqual(["providers", "routes"]);
  });

  test("refuses unknown keys everywhere", () => {
    const objects = JSON.stringify(schema).match(/"properties":/g)?.length;
    expect(JSON.stringify(schema).match(/"additionalProperties":false/g)).toHaveLength(objects ?? 0);
  });
});
