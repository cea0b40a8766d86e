// Says typed tools as functions, their calls and results as those of functions, and calls the other way round.

import { arrayOf, isObject, numberOf, objectOf, parseJson, textOf } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import { withNote } from "../model/extras.ts";
import type { Part, ToolCallPart, UnknownPart } from "../model/part.ts";
import type { FunctionTool, ServerTool } from "../model/tool.ts";
import { messagesTools, responsesTools } from "./typed-tools.data.ts";
import type { TypedTool } from "./typed-tools.data.ts";
import { nativeTools } from "./tool-names.ts";
import type { NativeTool } from "./tool-names.ts";

/** The function that a typed tool amounts to; undefined where it is none that the client runs. */
export function functionFrom(tool: ServerTool): FunctionTool | undefined {
  const type = textOf(tool.value["type"]) ?? "";
  if (tool.origin === "messages") return messagesFunction(type, tool);
  const native = tool.origin === "responses" ? nativeFrom(type, tool.value) : undefined;
  if (native === undefined) return undefined;
  // So that the calls are made items again: see `rename-tools.ts`.
  return withNote(asFunction(responsesTools[native], native, tool), "responses", { $native: native });
}

function messagesFunction(type: string, tool: ServerTool): FunctionTool | undefined {
  const typed = messagesTools.get(type.replace(/_\d{8}$/, ""));
  return (
    typed && asFunction(typed, tool.name === "" ? (textOf(tool.value["name"]) ?? type) : tool.name, tool)
  );
}

/** A shell in a container of the provider's is not the client's to run. */
function nativeFrom(type: string, value: JsonObject): NativeTool | undefined {
  const environment = textOf(objectOf(value["environment"])?.["type"]);
  if (type === "shell" && environment !== undefined && environment !== "local") return undefined;
  return nativeTools.find((name) => name === type);
}

function asFunction({ description, schema }: TypedTool, name: string, { cache }: ServerTool): FunctionTool {
  return { kind: "function", name, description, schema, ...(cache === undefined ? {} : { cache }) };
}

/** A call or a result of one of responses' own tools as that of a function; undefined for any other item. */
export function functionPartFrom({ origin, value }: UnknownPart): Part | undefined {
  if (origin !== "responses") return undefined;
  const type = textOf(value["type"]) ?? "";
  const native = nativeTools.find((name) => type === `${name}_call` || type === `${name}_call_output`);
  if (native === undefined) return undefined;
  const id = textOf(value["call_id"]) ?? textOf(value["id"]);
  if (id === undefined) return undefined;
  if (type.endsWith("_output")) {
    return { kind: "tool-result", callId: id, inputKind: "json", ...resultFrom(native, value) };
  }
  const input =
    native === "apply_patch" ? { operation: value["operation"] ?? null } : (value["action"] ?? null);
  return {
    kind: "tool-call",
    id,
    name: native,
    inputKind: "json",
    input: JSON.stringify(withoutExec(input)),
  };
}

/** `type: "exec"` is all that an action of the local shell can be. */
function withoutExec(input: JsonValue): JsonValue {
  if (!isObject(input) || input["type"] !== "exec") return input;
  const { type: _type, ...rest } = input;
  return rest;
}

function resultFrom(
  native: NativeTool,
  value: JsonObject,
): { readonly content: readonly Part[]; readonly isError?: true } {
  const output = value["output"];
  const said = native === "shell" ? arrayOf(output)?.map(shellOutput).join("\n") : textOf(output);
  const text = said ?? (output === undefined ? "" : JSON.stringify(output));
  return {
    content: text === "" ? [] : [{ kind: "text", text }],
    ...(value["status"] === "failed" ? { isError: true } : {}),
  };
}

function shellOutput(value: JsonValue): string {
  const output = objectOf(value) ?? {};
  const outcome = objectOf(output["outcome"]);
  const exitCode = numberOf(outcome?.["exit_code"]);
  const end =
    exitCode === undefined ? textOf(outcome?.["type"]) : exitCode === 0 ? undefined : `exit code ${exitCode}`;
  return [textOf(output["stdout"]), textOf(output["stderr"]), end]
    .filter((text) => text !== undefined && text !== "")
    .join("\n");
}

/** The item for a function's call; undefined where the input is not what the tool takes. */
export function nativeCallFrom(
  native: NativeTool,
  call: Pick<ToolCallPart, "id" | "itemId" | "input">,
): UnknownPart | undefined {
  const input = objectOf(parseJson(call.input));
  const body = input && nativeBody(native, input);
  if (body === undefined) return undefined;
  return {
    kind: "unknown",
    origin: "responses",
    value: {
      type: `${native}_call`,
      id: call.itemId ?? call.id,
      call_id: call.id,
      ...body,
      status: "completed",
    },
  };
}

function nativeBody(native: NativeTool, input: JsonObject): JsonObject | undefined {
  switch (native) {
    case "apply_patch": {
      const operation = objectOf(input["operation"]);
      return textOf(operation?.["path"]) === undefined || operation === undefined ? undefined : { operation };
    }
    case "shell": {
      if (arrayOf(input["commands"]) === undefined) return undefined;
      const { timeout_ms: timeout = null, max_output_length: length = null } = input;
      return { action: { ...input, timeout_ms: timeout, max_output_length: length }, environment: null };
    }
    case "local_shell":
      return arrayOf(input["command"]) === undefined
        ? undefined
        : { action: { type: "exec", env: {}, ...input } };
  }
}
