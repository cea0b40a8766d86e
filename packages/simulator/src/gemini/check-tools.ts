import type { Refusal } from "../encoder.ts";
import { firstOf, isJsonObject, objectOf } from "../json.ts";
import type { JsonObject } from "../json.ts";
import { stringsOf } from "../wishes.ts";
import { unknownField, unknownName } from "./payload.ts";
import { field, listField, objectField, snakeCase } from "./spelling.ts";

export const functionName = /^[a-zA-Z_][a-zA-Z0-9_.:-]{0,127}$/;

export function problemWithTools(body: JsonObject): Refusal | undefined {
  const tools = listField(body, "tools");
  return firstOf(tools, problemWithTool) ?? problemWithChoice(body, tools) ?? problemWithFormat(body);
}

function problemWithTool(tool: JsonObject, index: number): Refusal | undefined {
  return firstOf(listField(tool, "functionDeclarations"), (declared, at) =>
    problemWithDeclaration(declared, `tools[${index}].function_declarations[${at}]`),
  );
}

function problemWithDeclaration(declared: JsonObject, path: string): Refusal | undefined {
  const { name, parameters } = declared;
  if (typeof name !== "string" || !functionName.test(name)) {
    return {
      status: 400,
      message: `* GenerateContentRequest.${path}.name: Invalid function name. Must start with a letter or an underscore. Must be alphanumeric (a-z, A-Z, 0-9), underscores (_), dots (.), colons (:), or dashes (-), with a maximum length of 128.\n`,
    };
  }
  if (isJsonObject(parameters) && field(declared, "parametersJsonSchema") !== undefined) {
    return {
      status: 400,
      message: `* GenerateContentRequest.${path}: parameters and parameters_json_schema must not be set at the same time.\n`,
    };
  }
  return isJsonObject(parameters) ? problemWithSchema(parameters, `${path}.parameters`, 0) : undefined;
}

/** `parameters` and `responseSchema` are messages of their own, not JSON schemas: one unknown word fails them. */
const schemaFields =
  `type format title description nullable enum maxItems minItems properties required minProperties
  maxProperties minimum maximum minLength maxLength pattern example anyOf propertyOrdering default items
  additionalProperties defs ref`.split(/\s+/);

const DEEPEST = 16;

function problemWithSchema(schema: JsonObject, path: string, depth: number): Refusal | undefined {
  const unknown = unknownField(schema, schemaFields);
  if (unknown !== undefined) return unknownName(unknown, path);
  if (depth > DEEPEST) {
    return {
      status: 400,
      message: "A schema in GenerateContentConfig in the request exceeds the maximum allowed nesting depth.",
    };
  }
  const properties = Object.entries(objectField(schema, "properties")).map(
    ([name, property]) => [objectOf(property), `${path}.properties[${name}].value`] as const,
  );
  const items = field(schema, "items");
  const single = isJsonObject(items) ? [[items, `${path}.items`] as const] : [];
  const choices = listField(schema, "anyOf").map(
    (choice, index) => [choice, `${path}.any_of[${index}]`] as const,
  );
  return firstOf([...properties, ...single, ...choices], ([inner, place]) =>
    problemWithSchema(inner, place, depth + 1),
  );
}

function problemWithFormat(body: JsonObject): Refusal | undefined {
  const config = objectField(body, "generationConfig");
  const schema = field(config, "responseSchema");
  if (isJsonObject(schema)) {
    const problem = problemWithSchema(schema, "generation_config.response_schema", 0);
    if (problem !== undefined) return problem;
  }
  const isSchema = schema !== undefined || field(config, "responseJsonSchema") !== undefined;
  if (!isSchema || field(config, "responseMimeType") === "application/json") return undefined;
  return {
    status: 400,
    message:
      "* GenerateContentRequest.generation_config.response_schema: only allowed with response_mime_type 'application/json'.\n",
  };
}

function problemWithChoice(body: JsonObject, tools: readonly JsonObject[]): Refusal | undefined {
  const config = objectField(objectField(body, "toolConfig"), "functionCallingConfig");
  const allowed = stringsOf(field(config, "allowedFunctionNames"));
  const { mode } = config;
  if (
    mode !== undefined &&
    !["MODE_UNSPECIFIED", "AUTO", "ANY", "NONE", "VALIDATED"].some((one) => one === mode)
  ) {
    const path = snakeCase("toolConfig.functionCallingConfig.mode");
    return {
      status: 400,
      message: `Invalid value at '${path}' (type.googleapis.com/google.ai.generativelanguage.v1beta.FunctionCallingConfig.Mode), ${JSON.stringify(mode)}`,
    };
  }
  if (allowed.length === 0) return undefined;
  if (mode !== "ANY" && mode !== "VALIDATED") {
    return {
      status: 400,
      message:
        "Function calling config is set without mode ANY or VALIDATED; allowed_function_names should only be set when the mode is ANY or VALIDATED.",
    };
  }
  const names = tools.flatMap((tool) => listField(tool, "functionDeclarations").map(({ name }) => name));
  const unknown = allowed.find((name) => !names.includes(name));
  if (unknown === undefined) return undefined;
  return {
    status: 400,
    message: `Function calling config allowed_function_names contains '${unknown}', which is not declared.`,
  };
}
