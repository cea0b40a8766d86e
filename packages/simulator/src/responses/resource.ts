// The `response` object of OpenAI's Responses API: what it holds, and the settings of the request that it repeats.

import { idFrom } from "../encoder.ts";
import type { Telling } from "../encoder.ts";
import { hexOf } from "../hash.ts";
import { isJsonObject, objectOf, objectsOf } from "../json.ts";
import type { JsonObject } from "../json.ts";
import type { Message } from "../message.ts";
import type { Usage } from "../said.ts";

export interface Progress {
  readonly status: "in_progress" | "completed" | "incomplete" | "failed";
  readonly output: readonly object[];
  readonly error?: object;
}

/** Every field is there, as the vendor's own clients expect, null where nothing stands for it. */
export function resource(telling: Telling, { status, output, error }: Progress): JsonObject {
  const { message, stamp, asked, account } = telling;
  const isDone = status === "completed";
  return {
    id: responseId(account, stamp.serial),
    object: "response",
    created_at: Math.floor(stamp.at / 1000),
    completed_at: isDone ? Math.floor(stamp.at / 1000) : null,
    status,
    error: error ?? null,
    incomplete_details: status === "incomplete" ? { reason: incompleteReason(message) } : null,
    model: message.model,
    output,
    usage: status === "in_progress" || status === "failed" ? null : usageOf(message.usage),
    ...settings(asked.body ?? {}),
  };
}

/** Says who made it, so that a provider knows its own again. */
function responseId(account: string, serial: number): string {
  return idFrom(`resp_${hexOf(account)}`, serial);
}

export function isOwnResponse(account: string, id: string): boolean {
  return id.startsWith(`resp_${hexOf(account)}`);
}

/** How an answer is called that was ended like this. */
export function finalStatus({ stop, refusal }: Message): "completed" | "incomplete" {
  return stop === "max-tokens" || (stop === "refusal" && refusal === undefined) ? "incomplete" : "completed";
}

function incompleteReason({ stop }: Message): string {
  return stop === "max-tokens" ? "max_output_tokens" : "content_filter";
}

function settings(body: JsonObject): JsonObject {
  const given = (name: string, usual: unknown): unknown => body[name] ?? usual;
  const text = objectOf(body["text"]);
  const reasoning = objectOf(body["reasoning"]);
  return {
    background: given("background", false),
    frequency_penalty: given("frequency_penalty", 0),
    instructions: given("instructions", null),
    max_output_tokens: given("max_output_tokens", null),
    max_tool_calls: given("max_tool_calls", null),
    metadata: given("metadata", {}),
    parallel_tool_calls: given("parallel_tool_calls", true),
    presence_penalty: given("presence_penalty", 0),
    previous_response_id: given("previous_response_id", null),
    prompt_cache_key: given("prompt_cache_key", null),
    reasoning: { effort: reasoning["effort"] ?? null, summary: reasoning["summary"] ?? null },
    safety_identifier: given("safety_identifier", null),
    service_tier: "default",
    store: given("store", true),
    temperature: given("temperature", 1),
    text: { verbosity: "medium", ...text, format: formatOf(text["format"]) },
    tool_choice: given("tool_choice", "auto"),
    tools: objectsOf(body["tools"]).map((tool) => toolOf(tool)),
    top_logprobs: given("top_logprobs", 0),
    top_p: given("top_p", 1),
    truncation: given("truncation", "disabled"),
  };
}

function formatOf(format: unknown): unknown {
  if (!isJsonObject(format)) return { type: "text" };
  return format["type"] === "json_schema" ? { description: null, strict: false, ...format } : format;
}

/** With what counts where a function says nothing about it. */
function toolOf(tool: JsonObject): JsonObject {
  if (tool["type"] !== "function") return tool;
  return { description: null, parameters: null, ...tool, strict: tool["strict"] ?? true };
}

/** Input counts include what was read from the cache or written to it. */
function usageOf(usage: Required<Usage>): JsonObject {
  const input = usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens;
  return {
    input_tokens: input,
    input_tokens_details: {
      cached_tokens: usage.cacheReadTokens,
      cache_write_tokens: usage.cacheWriteTokens,
    },
    output_tokens: usage.outputTokens,
    output_tokens_details: { reasoning_tokens: usage.reasoningTokens },
    total_tokens: input + usage.outputTokens,
  };
}
