// The JSON Schema of the configuration, for editors.

import { z } from "zod";
import { ConfigSchema } from "../contract/config.ts";

type Schema = z.core.JSONSchema.BaseSchema;

/** What the file may hold before variables are put in: `${VARIABLE}` may stand for any single value. */
export function publishedSchema(): Schema {
  const schema = z.toJSONSchema(ConfigSchema, {
    io: "input",
    override: ({ jsonSchema }) => allowVariable(jsonSchema),
  });
  return { ...schema, title: "Holdfast configuration" };
}

const variable: Schema = { type: "string", pattern: String.raw`\$\{.+\}` };

/** Texts without a rule take a variable as they are. */
function allowVariable(schema: Schema): void {
  const { description: _description, default: _default, ...rule } = schema;
  const isSingle = ["string", "number", "integer", "boolean"].some((type) => type === rule.type);
  const isRuled = rule.type !== "string" || rule.enum !== undefined || rule.pattern !== undefined;
  if (!isSingle || !isRuled) return;
  for (const name of Object.keys(rule)) Reflect.deleteProperty(schema, name);
  schema.anyOf = [rule, variable];
}
