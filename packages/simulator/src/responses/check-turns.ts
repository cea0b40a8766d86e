import { missing, problemWithName } from "../chat/check-tools.ts";
import { invalid } from "../chat/invalid.ts";
import type { Refusal } from "../encoder.ts";
import { firstOf, objectsOf, textOf } from "../json.ts";
import type { JsonObject } from "../json.ts";
import { verdictOn } from "../proof.ts";

export function problemWithInput(body: JsonObject, account: string): Refusal | undefined {
  const { input, prompt, previous_response_id, conversation } = body;
  const isElsewhere = [prompt, previous_response_id, conversation].some(
    (other) => other !== undefined && other !== null,
  );
  if (input === undefined || input === null) return isElsewhere ? undefined : missing("input");
  if (typeof input === "string") return undefined;
  if (!Array.isArray(input)) {
    return invalid("Invalid type for 'input': expected one of a string or array of input items.", {
      code: "invalid_type",
      param: "input",
    });
  }
  const items = objectsOf(input);
  return (
    firstOf(items, (item, index) => problemWithItem(item, `input[${index}]`, account)) ??
    problemWithPairs(items, isElsewhere ? "elsewhere" : "here")
  );
}

/** Items whose content the vendor alone understands are taken as they are. */
const opaque = new Set(
  `item_reference file_search_call computer_call computer_call_output web_search_call code_interpreter_call
  image_generation_call local_shell_call local_shell_call_output shell_call shell_call_output apply_patch_call
  apply_patch_call_output mcp_list_tools mcp_approval_request mcp_approval_response mcp_call tool_search_call
  tool_search_output compaction compaction_trigger additional_tools configuration_update`.split(/\s+/),
);

type Check = (item: JsonObject, path: string, account: string) => Refusal | undefined;

const checks: Readonly<Record<string, Check>> = {
  message: (item, path) => problemWithMessage(item, path),
  reasoning: problemWithReasoning,
  function_call: (item, path) => {
    const wrong = problemWithId(item["id"], path, "fc") ?? problemWithCallId(item, path);
    if (wrong !== undefined) return wrong;
    if (typeof item["arguments"] !== "string") return wrongType(`${path}.arguments`, "a string");
    return problemWithName(item["name"], `${path}.name`);
  },
  custom_tool_call: (item, path) =>
    problemWithCallId(item, path) ??
    (typeof item["input"] === "string"
      ? problemWithName(item["name"], `${path}.name`)
      : missing(`${path}.input`)),
  function_call_output: problemWithOutput,
  custom_tool_call_output: problemWithOutput,
};

function problemWithItem(item: JsonObject, path: string, account: string): Refusal | undefined {
  // An item that only says who speaks and what is a message.
  const type = textOf(item["type"]) ?? (item["role"] === undefined ? "" : "message");
  const check = checks[type];
  if (check !== undefined) return check(item, path, account);
  if (opaque.has(type)) return undefined;
  const supported = [...Object.keys(checks), ...opaque].map((one) => `'${one}'`).join(", ");
  return invalid(`Invalid value: '${type}'. Supported values are: ${supported}.`, {
    code: "invalid_value",
    param: path,
  });
}

const userParts = ["input_text", "input_image", "input_file", "input_audio"];
const assistantParts = ["output_text", "refusal"];

function problemWithMessage({ id, role, content }: JsonObject, path: string): Refusal | undefined {
  if (!["user", "assistant", "system", "developer"].some((known) => known === role)) {
    return invalid(
      `Invalid value: '${String(role)}'. Supported values are: 'assistant', 'system', 'developer', and 'user'.`,
      { code: "invalid_value", param: path },
    );
  }
  const wrongId = role === "assistant" ? problemWithId(id, path, "msg") : undefined;
  if (wrongId !== undefined || typeof content === "string") return wrongId;
  if (!Array.isArray(content)) return missing(`${path}.content`);
  const known = role === "assistant" ? assistantParts : userParts;
  return firstOf(objectsOf(content), (part, index) =>
    problemWithPart(part, `${path}.content[${index}]`, known),
  );
}

function problemWithPart(part: JsonObject, path: string, known: readonly string[]): Refusal | undefined {
  const type = textOf(part["type"]) ?? "";
  if (!known.includes(type)) {
    const supported = known.map((one) => `'${one}'`).join(" and ");
    return invalid(`Invalid value: '${type}'. Supported values are: ${supported}.`, {
      code: "invalid_value",
      param: path,
    });
  }
  const isText = type === "input_text" || type === "output_text";
  return isText && typeof part["text"] !== "string" ? missing(`${path}.text`) : undefined;
}

function problemWithReasoning(item: JsonObject, path: string, account: string): Refusal | undefined {
  const { id, summary, encrypted_content: proof } = item;
  const wrongId = problemWithId(id, path, "rs");
  if (wrongId !== undefined) return wrongId;
  if (!Array.isArray(summary)) return missing(`${path}.summary`);
  if (typeof proof !== "string") {
    // Without it the item is only a name, and a provider keeps nothing.
    return {
      status: 404,
      message: `Item with id '${String(id)}' not found. Items are not persisted when \`store\` is set to false. Try again with \`store\` set to true, or remove this item from your input.`,
      param: "input",
      code: null,
    };
  }
  const verdict = verdictOn(proof, { dialect: "responses", account, text: "" });
  if (verdict === "good") return undefined;
  const why =
    verdict === "altered"
      ? "Encrypted content could not be decrypted or parsed."
      : "Encrypted content organization_id did not match the target organization.";
  return invalid(`The encrypted content for item ${String(id)} could not be verified. Reason: ${why}`, {
    code: "invalid_encrypted_content",
  });
}

function problemWithOutput(item: JsonObject, path: string): Refusal | undefined {
  const wrong = problemWithCallId(item, path);
  if (wrong !== undefined) return wrong;
  const { output } = item;
  if (typeof output === "string") return undefined;
  if (!Array.isArray(output)) return wrongType(`${path}.output`, "one of a string or array of content parts");
  return firstOf(objectsOf(output), (part, index) =>
    problemWithPart(part, `${path}.output[${index}]`, userParts),
  );
}

function problemWithId(id: unknown, path: string, prefix: string): Refusal | undefined {
  if (id === undefined || id === null) return undefined;
  if (typeof id === "string" && id.startsWith(prefix)) {
    return id.length > 64 ? tooLong(`${path}.id`, id) : undefined;
  }
  return invalid(
    `Invalid '${path}.id': '${typeof id === "string" ? id : JSON.stringify(id)}'. Expected an ID that begins with '${prefix}'.`,
    {
      code: "invalid_value",
      param: `${path}.id`,
    },
  );
}

function problemWithCallId({ call_id: id }: JsonObject, path: string): Refusal | undefined {
  if (typeof id !== "string") return missing(`${path}.call_id`);
  return id.length > 64 ? tooLong(`${path}.call_id`, id) : undefined;
}

function tooLong(path: string, text: string): Refusal {
  return invalid(
    `Invalid '${path}': string too long. Expected a string with maximum length 64, but got a string with length ${text.length} instead.`,
    { code: "string_above_max_length", param: path },
  );
}

function wrongType(path: string, expected: string): Refusal {
  return invalid(`Invalid type for '${path}': expected ${expected}.`, { code: "invalid_type", param: path });
}

/** Calls and outputs belong together by name, in any order of items. With earlier turns elsewhere, calls may be there. */
function problemWithPairs(items: readonly JsonObject[], calls: "here" | "elsewhere"): Refusal | undefined {
  const kinds = [
    ["function_call", "function_call_output", "function call"],
    ["custom_tool_call", "custom_tool_call_output", "custom tool call"],
  ] as const;
  return firstOf(kinds, ([call, output, words]) => {
    const called = new Set(idsOf(items, call));
    const answered = new Set(idsOf(items, output));
    const open = [...called].find((id) => !answered.has(id));
    if (open !== undefined) return invalid(`No tool output found for ${words} ${open}.`, { param: "input" });
    const orphan = calls === "elsewhere" ? undefined : [...answered].find((id) => !called.has(id));
    if (orphan === undefined) return undefined;
    return invalid(`No tool call found for ${words} output with call_id ${orphan}.`, { param: "input" });
  });
}

function idsOf(items: readonly JsonObject[], type: string): string[] {
  return items.filter((item) => item["type"] === type).map(({ call_id }) => textOf(call_id) ?? "");
}
