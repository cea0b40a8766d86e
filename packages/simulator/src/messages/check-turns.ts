import { firstOf, objectsOf, textOf } from "../json.ts";
import type { JsonObject } from "../json.ts";
import { problemWithBlock } from "./check-blocks.ts";

export interface Terms {
  readonly account: string;
  readonly version: string;
  readonly prefill: "accepted" | "rejected";
}

/** Messages of the same role that follow each other are one turn; `at` is where it begins. */
interface Turn {
  readonly role: "user" | "assistant";
  readonly at: number;
  readonly blocks: readonly Placed[];
}

interface Placed {
  readonly block: JsonObject;
  readonly path: string;
}

export function problemWithTurns(body: JsonObject, terms: Terms): string | undefined {
  const messages = objectsOf(body["messages"]);
  if (messages.length === 0) return "messages: at least one message is required";
  const wrong = firstOf(messages, (message, index) => problemWithMessage(message, index, messages.length));
  if (wrong !== undefined) return wrong;
  const turns = turnsOf(messages);
  if (turns[0]?.role === "assistant") return 'messages: first message must use the "user" role';
  return (
    firstOf(messages, (message, at) => problemWithBlocks(message, at, terms)) ??
    firstOf(
      turns,
      (turn, index) => problemWithCalls(turn, turns[index + 1]) ?? problemWithResults(turn, turns[index - 1]),
    ) ??
    problemWithThinking(body, turns) ??
    problemWithLast(messages, terms)
  );
}

function problemWithMessage({ role, content }: JsonObject, index: number, count: number): string | undefined {
  if (role !== "user" && role !== "assistant" && role !== "system") {
    return `messages: Unexpected role "${String(role)}". Allowed roles are "user", "assistant" or "system".`;
  }
  if (typeof content !== "string" && !Array.isArray(content)) {
    return content === undefined
      ? `messages.${index}.content: Field required`
      : `messages.${index}.content: Input should be a valid list`;
  }
  if (content.length > 0 || (role === "assistant" && index === count - 1)) return undefined;
  return `messages.${index}: all messages must have non-empty content except for the optional final assistant message`;
}

function problemWithBlocks({ role, content }: JsonObject, at: number, terms: Terms): string | undefined {
  const place = { role: textOf(role) ?? "", ...terms };
  return firstOf(objectsOf(content), (block, index) =>
    problemWithBlock(block, `messages.${at}.content.${index}`, place),
  );
}

function turnsOf(messages: readonly JsonObject[]): Turn[] {
  const turns: { role: Turn["role"]; at: number; blocks: Placed[] }[] = [];
  for (const [at, { role, content }] of messages.entries()) {
    // What the system says in between does not part a result from its call.
    if (role !== "user" && role !== "assistant") continue;
    const blocks = blocksOf(content).map((block, index) => ({
      block,
      path: `messages.${at}.content.${index}`,
    }));
    const last = turns.at(-1);
    if (last?.role === role) last.blocks.push(...blocks);
    else turns.push({ role, at, blocks });
  }
  return turns;
}

function blocksOf(content: unknown): JsonObject[] {
  return typeof content === "string" ? [{ type: "text", text: content }] : objectsOf(content);
}

/** Every call is answered at once, and results come before anything else. */
function problemWithCalls({ role, blocks, at }: Turn, next: Turn | undefined): string | undefined {
  if (role !== "assistant") return undefined;
  const ids = blocks
    .filter(({ block }) => block["type"] === "tool_use")
    .map(({ block }) => textOf(block["id"]) ?? "");
  if (new Set(ids).size < ids.length) return `messages.${at}: \`tool_use\` ids must be unique`;
  const others = next?.blocks.findIndex(({ block }) => block["type"] !== "tool_result") ?? 0;
  const first = others === -1 ? (next?.blocks ?? []) : (next?.blocks.slice(0, others) ?? []);
  const answered = new Set(first.map(({ block }) => block["tool_use_id"]));
  const missing = ids.filter((id) => !answered.has(id));
  if (missing.length === 0) return undefined;
  return `messages.${at}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${missing.join(", ")}. Each \`tool_use\` block must have a corresponding \`tool_result\` block in the next message.`;
}

function problemWithResults({ blocks }: Turn, previous: Turn | undefined): string | undefined {
  const called = new Set(
    previous?.blocks.filter(({ block }) => block["type"] === "tool_use").map(({ block }) => block["id"]),
  );
  const seen = new Set<unknown>();
  return firstOf(blocks, ({ block, path }) => {
    if (block["type"] !== "tool_result") return undefined;
    const id = block["tool_use_id"];
    if (!called.has(id)) {
      return `${path}: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${String(id)}. Each \`tool_result\` block must have a corresponding \`tool_use\` block in the previous message.`;
    }
    if (seen.has(id)) {
      return `${path}: each tool_use must have a single result. Found multiple \`tool_result\` blocks with id: ${String(id)}`;
    }
    seen.add(id);
    return undefined;
  });
}

/** With a budget for thinking, a turn that goes on after tools begins with the thinking that led to them. */
function problemWithThinking({ thinking }: JsonObject, turns: readonly Turn[]): string | undefined {
  if (objectsOf([thinking])[0]?.["type"] !== "enabled") return undefined;
  const last = turns.findLast(({ role }) => role === "assistant");
  const first = last?.blocks[0];
  const hasCalls = last?.blocks.some(({ block }) => block["type"] === "tool_use") === true;
  const isLoop = turns.at(-1)?.blocks[0]?.block["type"] === "tool_result";
  if (!hasCalls || !isLoop || first === undefined) return undefined;
  const { type } = first.block;
  if (type === "thinking" || type === "redacted_thinking") return undefined;
  return `${first.path}.type: Expected \`thinking\` or \`redacted_thinking\`, but found \`${String(type)}\`. When \`thinking\` is enabled, a final \`assistant\` message must start with a thinking block (preceeding the lastmost set of \`tool_use\` and \`tool_result\` blocks).`;
}

function problemWithLast(messages: readonly JsonObject[], { prefill }: Terms): string | undefined {
  const last = messages.at(-1);
  if (last?.["role"] !== "assistant") return undefined;
  if (prefill === "rejected") {
    return "This model does not support assistant message prefill. The conversation must end with a user message.";
  }
  const end = blocksOf(last["content"]).at(-1);
  const isTrailing = end?.["type"] === "text" && /\s$/.test(textOf(end["text"]) ?? "");
  return isTrailing ? "messages: final assistant content cannot end with trailing whitespace" : undefined;
}
