// The schemas of tools and of structured answers, as the provider takes them.

import type { Loss } from "../loss.ts";
import type { JsonValue } from "../json/value.ts";
import type { NeutralRequest, OutputFormat } from "../model/request.ts";
import type { FunctionTool, Tool } from "../model/tool.ts";
import { cleanSchema } from "./clean-schema.ts";
import type { SchemaRules } from "./clean-schema.ts";
import { isEqualJson } from "./equal-json.ts";
import { mapList } from "./map-parts.ts";
import type { FitTarget, Fitted } from "./target.ts";

export function fitSchemas(request: NeutralRequest, target: FitTarget): Fitted {
  const losses: Loss[] = [];
  const tools =
    request.tools &&
    mapList(request.tools, (tool, index) =>
      fittedTool(tool, { request, target, losses, path: `tools[${index}]` }),
    );
  const output = request.output && fittedOutput(request.output, target, losses);
  const isSame = tools === request.tools && output === request.output;
  return {
    request: isSame
      ? request
      : {
          ...request,
          ...(tools === undefined ? {} : { tools }),
          ...(output === undefined ? {} : { output }),
        },
    losses,
  };
}

interface Place {
  readonly request: NeutralRequest;
  readonly target: FitTarget;
  readonly losses: Loss[];
  readonly path: string;
}

function fittedTool(tool: Tool, place: Place): Tool {
  if (tool.kind !== "function") return tool;
  const { target, losses, path } = place;
  const told = withStrict(tool, place);
  // Only messages cannot do without one.
  const schema = told.schema ?? (target.dialect === "messages" ? emptySchema : undefined);
  if (schema === undefined) return told;
  const rules = { style: target.capabilities.schema, isStrict: told.strict === true };
  const cleaned = cleanedAt(`${path}.schema`, schema, rules, losses);
  return isEqualJson(cleaned, told.schema) ? told : { ...told, schema: cleaned };
}

const emptySchema = { type: "object", properties: {} };

/** Silence means another thing in each dialect: in responses strict, elsewhere not. */
function withStrict(tool: FunctionTool, { request, target, losses, path }: Place): FunctionTool {
  const { strict, ...rest } = tool;
  const { dialect, capabilities } = target;
  if (capabilities.strictTools) {
    const isUnsaid = strict === undefined && dialect === "responses" && request.origin !== dialect;
    return isUnsaid ? { ...tool, strict: false } : tool;
  }
  if (strict === undefined) return tool;
  const why = "the provider guarantees no tool's schema";
  if (strict) losses.push({ path: `${path}.strict`, action: "dropped", why });
  return rest;
}

function fittedOutput(output: OutputFormat, target: FitTarget, losses: Loss[]): OutputFormat {
  if (output.kind !== "json-schema" || target.capabilities.structuredOutput !== "schema") return output;
  const style = target.capabilities.schema;
  // Anthropic's answers always keep to the schema.
  const isStrict = output.strict === true || style === "anthropic";
  const schema = cleanedAt("output.schema", output.schema, { style, isStrict }, losses);
  return isEqualJson(schema, output.schema) ? output : { ...output, schema };
}

function cleanedAt(path: string, schema: JsonValue, rules: SchemaRules, losses: Loss[]): JsonValue {
  const { schema: cleaned, changed } = cleanSchema(schema, rules);
  if (changed.length > 0) {
    const names = changed.map((name) => `\`${name}\``).join(", ");
    losses.push({
      path,
      action: "approximated",
      why: `the provider takes less of JSON Schema: changed ${names}`,
    });
  }
  return cleaned;
}
