import { firstOf, isJsonObject, objectOf, objectsOf, textOf } from "../json.ts";
import type { JsonObject } from "../json.ts";
import { verdictOn } from "../proof.ts";
import { toolName } from "./check-tools.ts";

/** Whose message a block stands in, and whose proofs are good. */
export interface BlockPlace {
  readonly role: string;
  readonly account: string;
  readonly version: string;
}

const known = new Set(
  `text image document search_result thinking redacted_thinking tool_use tool_result server_tool_use
  web_search_tool_result web_fetch_tool_result code_execution_tool_result bash_code_execution_tool_result
  text_editor_code_execution_tool_result tool_search_tool_result mcp_tool_use mcp_tool_result container_upload
  compaction fallback tool_addition tool_removal tool_reference`.split(/\s+/),
);

export function problemWithBlock(block: JsonObject, path: string, place: BlockPlace): string | undefined {
  const type = textOf(block["type"]);
  if (type === undefined) return `${path}.type: Field required`;
  if (!known.has(type)) {
    return `${path}: Input tag '${type}' found using 'type' does not match any of the expected tags`;
  }
  const mayOnlyBe = homes[type];
  if (mayOnlyBe !== undefined && mayOnlyBe !== place.role) {
    return `${path}: \`${type}\` blocks can only be in \`${mayOnlyBe}\` messages`;
  }
  return checks[type]?.(block, path, place);
}

const homes: Readonly<Record<string, string>> = {
  tool_result: "user",
  image: "user",
  tool_use: "assistant",
  thinking: "assistant",
  redacted_thinking: "assistant",
};

type Check = (block: JsonObject, path: string, place: BlockPlace) => string | undefined;

const checks: Readonly<Record<string, Check>> = {
  text: ({ text, citations }, path, { role, version }) => {
    if (typeof text !== "string") return `${path}.text: Field required`;
    if (text === "") return "messages: text content blocks must be non-empty";
    if (text.trim() === "") return "messages: text content blocks must contain non-whitespace text";
    const isCited = Array.isArray(citations) && citations.length > 0;
    if (!isCited || role !== "user" || version === "2023-06-01") return undefined;
    return `${path}.text.citations: citations are not permitted in user messages`;
  },
  image: ({ source }, path) => problemWithSource(source, `${path}.image.source`, ["base64", "url", "file"]),
  document: ({ source }, path, { role, version }) => {
    if (role === "assistant" && version !== "2023-06-01") {
      return `${path}: \`document\` blocks can only be in \`user\` messages`;
    }
    return problemWithSource(source, `${path}.document.source`, ["base64", "text", "content", "url", "file"]);
  },
  thinking: ({ thinking, signature }, path, { account }) => {
    if (typeof thinking !== "string") return `${path}.thinking.thinking: Field required`;
    if (typeof signature !== "string") return `${path}.thinking.signature: Field required`;
    const verdict = verdictOn(signature, { dialect: "messages", account, text: thinking });
    return verdict === "good" ? undefined : `${path}: Invalid \`signature\` in \`thinking\` block`;
  },
  redacted_thinking: ({ data }, path, { account }) => {
    if (typeof data !== "string") return `${path}.redacted_thinking.data: Field required`;
    const verdict = verdictOn(data, { dialect: "messages", account, text: "" });
    return verdict === "good" ? undefined : `${path}: Invalid \`data\` in \`redacted_thinking\` block`;
  },
  tool_use: ({ id, name, input }, path) => {
    const place = `${path}.tool_use`;
    const wrongId = problemWithId(id, `${place}.id`);
    if (wrongId !== undefined) return wrongId;
    if (typeof name !== "string") return `${place}.name: Field required`;
    if (!toolName.test(name)) return `${place}.name: String should match pattern '${toolName.source}'`;
    return isJsonObject(input) ? undefined : `${place}.input: Input should be a valid dictionary`;
  },
  tool_result: ({ tool_use_id, content }, path, place) => {
    const wrongId = problemWithId(tool_use_id, `${path}.tool_result.tool_use_id`);
    if (wrongId !== undefined || content === undefined || typeof content === "string") return wrongId;
    if (!Array.isArray(content)) return `${path}.tool_result.content: Input should be a valid list`;
    return firstOf(objectsOf(content), (inner, index) =>
      problemWithBlock(inner, `${path}.tool_result.content.${index}`, place),
    );
  },
};

function problemWithId(id: unknown, path: string): string | undefined {
  if (typeof id !== "string") return `${path}: Field required`;
  if (!/^[a-zA-Z0-9_-]+$/.test(id)) return `${path}: String should match pattern '^[a-zA-Z0-9_-]+$'`;
  return id.length > 64 ? `${path}: String should have at most 64 characters` : undefined;
}

function problemWithSource(source: unknown, path: string, types: readonly string[]): string | undefined {
  if (!isJsonObject(source)) return `${path}: Field required`;
  const type = textOf(source["type"]) ?? "";
  if (!types.includes(type)) {
    return `${path}: Input tag '${type}' found using 'type' does not match any of the expected tags: ${types.map((one) => `'${one}'`).join(", ")}`;
  }
  const { data, media_type } = objectOf(source);
  if (type !== "base64") return undefined;
  if (typeof media_type !== "string") return `${path}.base64.media_type: Field required`;
  return typeof data === "string" && /^[A-Za-z0-9+/]+=*$/.test(data)
    ? undefined
    : `${path}.base64: invalid base64 data`;
}
