import { anyOf, firstOf, objectOf, objectsOf, textOf } from "../json.ts";
import type { JsonObject } from "../json.ts";

export const toolName = /^[a-zA-Z0-9_-]{1,128}$/;

/** Tools that the vendor brings along have a type of their own, and no schema. */
export function problemWithTools(body: JsonObject): string | undefined {
  const tools = objectsOf(body["tools"]);
  return firstOf(tools, problemWithTool) ?? duplicate(tools) ?? problemWithChoice(body["tool_choice"], tools);
}

function problemWithTool(tool: JsonObject, index: number): string | undefined {
  const { type = "custom", name, input_schema } = tool;
  if (type !== "custom") {
    if (typeof type === "string" && /_\d{8}$|_toolset$/.test(type)) return undefined;
    return `tools.${index}: Input tag '${String(type)}' found using 'type' does not match any of the expected tags`;
  }
  const place = `tools.${index}.custom`;
  if (name === undefined) return `${place}.name: Field required`;
  if (typeof name !== "string" || !toolName.test(name)) {
    return `${place}.name: String should match pattern '${toolName.source}'`;
  }
  if (input_schema === undefined) return `${place}.input_schema: Field required`;
  if (objectOf(input_schema)["type"] !== "object") {
    return `${place}.input_schema.type: Input should be 'object'`;
  }
  const foreign = anyOf(tool, ["function", "parameters"]);
  return foreign === undefined ? undefined : `${place}.${foreign}: Extra inputs are not permitted`;
}

function duplicate(tools: readonly JsonObject[]): string | undefined {
  const names = tools.map(({ name }) => name).filter((name) => name !== undefined);
  return new Set(names).size === names.length ? undefined : "tools: Tool names must be unique.";
}

function problemWithChoice(choice: unknown, tools: readonly JsonObject[]): string | undefined {
  if (choice === undefined) return undefined;
  const type = textOf(objectOf(choice)["type"]);
  if (type === undefined || !["auto", "any", "tool", "none"].includes(type)) {
    return `tool_choice: Input tag '${type ?? ""}' found using 'type' does not match any of the expected tags: 'auto', 'any', 'tool', 'none'`;
  }
  if (tools.length === 0) return "tool_choice: tool_choice may only be specified while providing tools";
  const { name } = objectOf(choice);
  if (type !== "tool" || tools.some((tool) => tool["name"] === name)) return undefined;
  return `Tool '${String(name)}' not found in provided tools`;
}
