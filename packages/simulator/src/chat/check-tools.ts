import type { Refusal } from "../encoder.ts";
import { anyOf, firstOf, isJsonObject, objectOf, objectsOf } from "../json.ts";
import type { JsonObject } from "../json.ts";
import { problemWithSchema } from "../strict-schema.ts";
import { invalid } from "./invalid.ts";

export function problemWithTools(body: JsonObject): Refusal | undefined {
  const tools = objectsOf(body["tools"]);
  if (tools.length === 0) {
    const orphan = anyOf(body, ["tool_choice", "parallel_tool_calls"]);
    if (orphan === undefined || body[orphan] === null || body[orphan] === "none") return undefined;
    return invalid(`Invalid value for '${orphan}': '${orphan}' is only allowed when 'tools' are specified.`, {
      param: orphan,
    });
  }
  return firstOf(tools, problemWithTool) ?? problemWithChoice(body["tool_choice"], tools);
}

function problemWithTool(tool: JsonObject, index: number): Refusal | undefined {
  const path = `tools[${index}]`;
  const { type } = tool;
  if (type === "custom") return undefined;
  if (type !== "function") {
    return invalid(`Invalid value: '${String(type)}'. Supported values are: 'function' and 'custom'.`, {
      code: "invalid_value",
      param: `${path}.type`,
    });
  }
  const declared = tool["function"];
  if (!isJsonObject(declared)) return missing(`${path}.function`);
  const wrongName = problemWithName(declared["name"], `${path}.function.name`);
  if (wrongName !== undefined || declared["strict"] !== true) return wrongName;
  const problem = problemWithSchema(objectOf(declared["parameters"]));
  if (problem === undefined) return undefined;
  return invalid(`Invalid schema for function '${String(declared["name"])}': ${problem}`, {
    code: "invalid_function_parameters",
    param: `${path}.function.parameters`,
  });
}

export function problemWithName(name: unknown, path: string): Refusal | undefined {
  if (typeof name !== "string") return missing(path);
  if (name.length > 64) {
    return invalid(
      `Invalid '${path}': string too long. Expected a string with maximum length 64, but got a string with length ${name.length} instead.`,
      { code: "string_above_max_length", param: path },
    );
  }
  if (/^[a-zA-Z0-9_-]+$/.test(name)) return undefined;
  return invalid(
    `Invalid '${path}': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.`,
    { code: "invalid_value", param: path },
  );
}

export function missing(path: string): Refusal {
  return invalid(`Missing required parameter: '${path}'.`, {
    code: "missing_required_parameter",
    param: path,
  });
}

function problemWithChoice(choice: unknown, tools: readonly JsonObject[]): Refusal | undefined {
  if (!isJsonObject(choice)) {
    if (choice === undefined || choice === null) return undefined;
    if (choice === "auto" || choice === "none" || choice === "required") return undefined;
    return invalid(
      `Invalid value: '${JSON.stringify(choice)}'. Supported values are: 'none', 'auto', and 'required'.`,
      { code: "invalid_value", param: "tool_choice" },
    );
  }
  const { type } = choice;
  if (type !== "function") return undefined;
  const { name } = objectOf(choice["function"]);
  if (typeof name !== "string") return missing("tool_choice.function");
  if (tools.some((tool) => objectOf(tool["function"])["name"] === name)) return undefined;
  return invalid(
    `Invalid value for 'tool_choice': no function named '${name}' was specified in the 'tools' parameter.`,
    {
      param: "tool_choice",
    },
  );
}
