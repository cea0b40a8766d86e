import type { Refusal } from "../encoder.ts";
import { firstOf, isJsonObject, objectOf, objectsOf, textOf } from "../json.ts";
import type { JsonObject } from "../json.ts";
import { missing, problemWithName } from "./check-tools.ts";
import { invalid } from "./invalid.ts";

export function problemWithTurns(list: unknown): Refusal | undefined {
  const messages = objectsOf(list);
  if (messages.length === 0) {
    return invalid(
      "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.",
      { code: "empty_array", param: "messages" },
    );
  }
  return firstOf(messages, problemWithMessage) ?? problemWithPairs(messages);
}

const parts: Readonly<Record<string, readonly string[]>> = {
  system: ["text"],
  developer: ["text"],
  user: ["text", "image_url", "input_audio", "file"],
  assistant: ["text", "refusal"],
  tool: ["text"],
  function: ["text"],
};

function problemWithMessage(message: JsonObject, index: number): Refusal | undefined {
  const path = `messages[${index}]`;
  const role = textOf(message["role"]) ?? "";
  const known = parts[role];
  if (known === undefined) {
    return invalid(
      `Invalid value: '${role}'. Supported values are: 'system', 'assistant', 'user', 'function', 'tool', and 'developer'.`,
      { code: "invalid_value", param: `${path}.role` },
    );
  }
  if (role === "tool" && typeof message["tool_call_id"] !== "string") return missing(`${path}.tool_call_id`);
  return problemWithContent(message, path, known) ?? problemWithCallsOf(message, path);
}

function problemWithContent(
  { role, content, tool_calls, refusal, function_call, audio }: JsonObject,
  path: string,
  known: readonly string[],
): Refusal | undefined {
  if (typeof content === "string") return undefined;
  if (Array.isArray(content)) {
    return firstOf(objectsOf(content), (part, index) =>
      problemWithPart(part, `${path}.content[${index}]`, known),
    );
  }
  const isElsewhere = [tool_calls, refusal, function_call, audio].some(
    (other) => other !== undefined && other !== null,
  );
  const isEmpty = content === undefined || content === null;
  if (isEmpty && role === "assistant" && isElsewhere) return undefined;
  const got = isJsonObject(content) ? "an object" : isEmpty ? "null" : `a ${typeof content}`;
  return invalid(`Invalid value for 'content': expected a string, got ${got}.`, { param: `${path}.content` });
}

function problemWithPart(part: JsonObject, path: string, known: readonly string[]): Refusal | undefined {
  const type = textOf(part["type"]) ?? "";
  if (!known.includes(type)) {
    const supported = known.map((one) => `'${one}'`).join(", ");
    return invalid(`Invalid value: '${type}'. Supported values are: ${supported}.`, {
      code: "invalid_value",
      param: `${path}.type`,
    });
  }
  if (type === "text" && typeof part["text"] !== "string") return missing(`${path}.text`);
  if (type === "image_url" && typeof objectOf(part["image_url"])["url"] !== "string") {
    return missing(`${path}.image_url.url`);
  }
  return undefined;
}

function problemWithCallsOf({ tool_calls: calls }: JsonObject, message: string): Refusal | undefined {
  if (calls === undefined || calls === null) return undefined;
  const path = `${message}.tool_calls`;
  if (!Array.isArray(calls) || calls.length === 0) {
    return invalid(
      `Invalid '${path}': empty array. Expected an array with minimum length 1, but got an empty array instead.`,
      { code: "empty_array", param: path },
    );
  }
  return firstOf(objectsOf(calls), (call, index) => problemWithCall(call, `${path}[${index}]`));
}

function problemWithCall(call: JsonObject, path: string): Refusal | undefined {
  const { id, type } = call;
  if (typeof id !== "string") return missing(`${path}.id`);
  if (id.length > 64) {
    return invalid(
      `Invalid '${path}.id': string too long. Expected a string with maximum length 64, but got a string with length ${id.length} instead.`,
      { code: "string_above_max_length", param: `${path}.id` },
    );
  }
  if (type === "custom") return undefined;
  if (type !== "function") return missing(`${path}.type`);
  const called = objectOf(call["function"]);
  if (typeof called["arguments"] !== "string") {
    return invalid(
      `Invalid type for '${path}.function.arguments': expected a string, but got an object instead.`,
      { code: "invalid_type", param: `${path}.function.arguments` },
    );
  }
  return problemWithName(called["name"], `${path}.function.name`);
}

/** The answers to a message's calls follow it at once, one message a call. */
function problemWithPairs(messages: readonly JsonObject[]): Refusal | undefined {
  let open = new Set<unknown>();
  for (const [index, { role, tool_calls, tool_call_id }] of messages.entries()) {
    if (role === "tool") {
      if (open.delete(tool_call_id)) continue;
      return invalid(
        "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.",
        { param: `messages.[${index}].role` },
      );
    }
    if (open.size > 0) return unanswered(open, index);
    open = new Set(objectsOf(tool_calls).map(({ id }) => id));
  }
  return open.size > 0 ? unanswered(open, messages.length) : undefined;
}

function unanswered(open: ReadonlySet<unknown>, index: number): Refusal {
  return invalid(
    `An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: ${[...open].join(", ")}`,
    { param: `messages.[${index}].role` },
  );
}
