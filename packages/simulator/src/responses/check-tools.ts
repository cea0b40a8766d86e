import { missing, problemWithName } from "../chat/check-tools.ts";
import { invalid } from "../chat/invalid.ts";
import type { Refusal } from "../encoder.ts";
import { firstOf, isJsonObject, objectOf, objectsOf, textOf } from "../json.ts";
import type { JsonObject } from "../json.ts";
import { problemWithSchema } from "../strict-schema.ts";

const known = new Set(
  `function custom namespace tool_search file_search web_search web_search_preview computer computer_use_preview
  code_interpreter image_generation mcp local_shell shell apply_patch programmatic_tool_calling`.split(/\s+/),
);

export function problemWithTools(body: JsonObject): Refusal | undefined {
  const tools = objectsOf(body["tools"]);
  return (
    firstOf(tools, (tool, index) => problemWithTool(tool, `tools[${index}]`)) ??
    problemWithChoice(body, tools)
  );
}

function problemWithTool(tool: JsonObject, path: string): Refusal | undefined {
  const type = textOf(tool["type"]) ?? "";
  // The vendor dates the versions of some of its tools.
  if (!known.has(type.replace(/_\d{4}_\d\d_\d\d$/, ""))) {
    const supported = [...known].map((one) => `'${one}'`).join(", ");
    return invalid(`Invalid value: '${type}'. Supported values are: ${supported}.`, {
      code: "invalid_value",
      param: `${path}.type`,
    });
  }
  if (type === "namespace") {
    return firstOf(objectsOf(tool["tools"]), (inner, index) =>
      problemWithTool(inner, `${path}.tools[${index}]`),
    );
  }
  if (type !== "function" && type !== "custom") return undefined;
  const wrongName = problemWithName(tool["name"], `${path}.name`);
  if (wrongName !== undefined || tool["strict"] !== true) return wrongName;
  const problem = problemWithSchema(objectOf(tool["parameters"]));
  if (problem === undefined) return undefined;
  return invalid(`Invalid schema for function '${String(tool["name"])}': ${problem}`, {
    code: "invalid_function_parameters",
    param: `${path}.parameters`,
  });
}

function problemWithChoice(
  { tool_choice: choice }: JsonObject,
  tools: readonly JsonObject[],
): Refusal | undefined {
  if (!isJsonObject(choice) || choice["type"] !== "function") return undefined;
  const { name } = choice;
  if (typeof name !== "string") return missing("tool_choice.name");
  if (tools.some((tool) => tool["name"] === name)) return undefined;
  return invalid(`Tool choice 'function' not found in 'tools' parameter.`, { param: "tool_choice" });
}
