// One answer per case, as a provider of each dialect gives it, and what a client has to read in it, whoever gave it.

import type Anthropic from "@anthropic-ai/sdk";
import { FinishReason } from "@google/genai";
import type { Candidate, GenerateContentResponseUsageMetadata, Part } from "@google/genai";
import type OpenAI from "openai";
import type { DialectName } from "../src/dialect-name.ts";
import type { JsonObject } from "../src/json/value.ts";
import type { Facts } from "./pairs-facts.ts";

export interface AnswerCase {
  readonly given: Readonly<Record<DialectName, JsonObject>>;
  /** What every client reads. */
  readonly heard: Omit<Facts, "stop" | "usage">;
  /** Why it ended, in the client's words. */
  readonly stops: Readonly<Record<DialectName, string>>;
  readonly usage?: Readonly<Record<DialectName, JsonObject>>;
  /** What differs, by `provider>client`. */
  readonly except?: Readonly<Record<string, Partial<Facts>>>;
  /** And what differs further in a stream. */
  readonly exceptStreamed?: Readonly<Record<string, Partial<Facts>>>;
  /** The losses by `provider>client`; none where nothing stands. */
  readonly lost?: Readonly<Record<string, readonly string[]>>;
}

const nothing = { text: "", thinking: "", calls: [], refusal: "", proofs: [] };
const ended = { messages: "end_turn", chat: "stop", responses: "completed", gemini: "STOP" };
const called = { ...ended, messages: "tool_use", chat: "tool_calls" };
const json = '{"city":"Zürich"}';
const zurich = { id: "call_1", name: "weather", input: { city: "Zürich" } };
const geneva = { id: "call_2", name: "weather", input: { city: "Genève" } };

/** To a client of its own dialect a provider's proof goes as it is. */
const bareAtHome = {
  "messages>messages": { proofs: ["c2ln"] },
  "responses>responses": { proofs: ["c2ln"] },
  "gemini>gemini": { proofs: ["c2ln"] },
};
/** Chat has no proofs. Where a client sends its field back, it gets a token that says so. */
const unproven = {
  "chat>messages": { proofs: ["hf1."] },
  "chat>chat": { proofs: [] },
  "chat>responses": { proofs: ["hf1."] },
  "chat>gemini": { proofs: [] },
};

export const answers: Readonly<Record<string, AnswerCase>> = {
  "a text": {
    given: {
      messages: message([{ type: "text", text: "Grüße 🥐", citations: null }], "end_turn"),
      chat: completion({ content: "Grüße 🥐" }, "stop"),
      responses: response([said({ type: "output_text", text: "Grüße 🥐", annotations: [] })]),
      gemini: generated([{ text: "Grüße 🥐" }], FinishReason.STOP),
    },
    heard: { ...nothing, text: "Grüße 🥐" },
    stops: ended,
  },
  "a tool call": {
    given: {
      messages: message([{ type: "text", text: "I look.", citations: null }, use(zurich)], "tool_use"),
      chat: completion({ content: "I look.", tool_calls: [toolCall(zurich)] }, "tool_calls"),
      responses: response([
        said({ type: "output_text", text: "I look.", annotations: [] }),
        functionCall(zurich),
      ]),
      gemini: generated(
        [{ text: "I look." }, { functionCall: { id: "call_1", name: "weather", args: zurich.input } }],
        FinishReason.STOP,
      ),
    },
    heard: { ...nothing, text: "I look.", calls: [zurich] },
    stops: called,
  },
  "parallel tools": {
    given: {
      messages: message([use(zurich), use(geneva)], "tool_use"),
      chat: completion({ content: null, tool_calls: [toolCall(zurich), toolCall(geneva)] }, "tool_calls"),
      responses: response([functionCall(zurich), functionCall(geneva)]),
      gemini: generated(
        [
          { functionCall: { id: "call_1", name: "weather", args: zurich.input } },
          { functionCall: { id: "call_2", name: "weather", args: geneva.input } },
        ],
        FinishReason.STOP,
      ),
    },
    heard: { ...nothing, calls: [zurich, geneva] },
    stops: called,
  },
  thinking: {
    given: {
      messages: message(
        [
          { type: "thinking", thinking: "Two cities.", signature: "c2ln" },
          { type: "text", text: "Zürich.", citations: null },
        ],
        "end_turn",
      ),
      chat: completion(
        {
          content: "Zürich.",
          reasoning_content: "Two cities.",
        },
        "stop",
      ),
      responses: response([
        {
          type: "reasoning",
          id: "rs_1",
          summary: [{ type: "summary_text", text: "Two cities." }],
          encrypted_content: "c2ln",
        },
        said({ type: "output_text", text: "Zürich.", annotations: [] }),
      ]),
      gemini: generated(
        [
          { text: "Two cities.", thought: true },
          { text: "Zürich.", thoughtSignature: "c2ln" },
        ],
        FinishReason.STOP,
      ),
    },
    heard: { ...nothing, text: "Zürich.", thinking: "Two cities.", proofs: ["hf1.c2ln"] },
    stops: ended,
    except: {
      ...bareAtHome,
      ...unproven,
      // The thinking has no proof of its own: Google gives it with the text.
      "gemini>messages": { proofs: ["hf1.", "hf1.c2ln"] },
      "gemini>responses": { proofs: ["hf1.", "hf1.c2ln"] },
    },
    exceptStreamed: {
      // The proof comes with the last piece of the text, and would have to stand before the first. Google misses none of
      // a text's proofs, only those of calls.
      "gemini>messages": { proofs: ["hf1."] },
      "gemini>responses": { proofs: ["hf1."] },
    },
  },
  "thinking before a tool call": {
    given: {
      messages: message(
        [{ type: "thinking", thinking: "Two cities.", signature: "c2ln" }, use(zurich)],
        "tool_use",
      ),
      chat: completion(
        {
          content: null,
          reasoning_content: "Two cities.",
          tool_calls: [toolCall(zurich)],
        },
        "tool_calls",
      ),
      responses: response([
        {
          type: "reasoning",
          id: "rs_1",
          summary: [{ type: "summary_text", text: "Two cities." }],
          encrypted_content: "c2ln",
        },
        functionCall(zurich),
      ]),
      gemini: generated(
        [
          { text: "Two cities.", thought: true },
          {
            functionCall: { id: "call_1", name: "weather", args: zurich.input },
            thoughtSignature: "c2ln",
          },
        ],
        FinishReason.STOP,
      ),
    },
    heard: { ...nothing, thinking: "Two cities.", calls: [zurich], proofs: ["hf1.c2ln"] },
    stops: called,
    except: {
      ...bareAtHome,
      ...unproven,
      "gemini>messages": { proofs: ["hf1.", "hf1.c2ln"] },
      "gemini>responses": { proofs: ["hf1.", "hf1.c2ln"] },
    },
  },
  "structured output": {
    given: {
      messages: message([{ type: "text", text: json, citations: null }], "end_turn"),
      chat: completion({ content: json }, "stop"),
      responses: response([said({ type: "output_text", text: json, annotations: [] })]),
      gemini: generated([{ text: json }], FinishReason.STOP),
    },
    heard: { ...nothing, text: json },
    stops: ended,
  },
  "a refusal": {
    given: {
      messages: {
        ...message([], "refusal"),
        stop_details: { type: "refusal", category: "cyber", explanation: "I do not help with that." },
      },
      chat: completion({ content: null, refusal: "I do not help with that." }, "stop"),
      responses: response([said({ type: "refusal", refusal: "I do not help with that." })]),
      gemini: generated([], FinishReason.SAFETY, { finishMessage: "I do not help with that." }),
    },
    heard: { ...nothing, refusal: "I do not help with that." },
    stops: { messages: "refusal", chat: "content_filter", responses: "completed", gemini: "SAFETY" },
    except: {
      // OpenAI's own word.
      "chat>chat": { stop: "stop" },
      // What the model said itself is text where there is no part for refusals.
      "chat>messages": { text: "I do not help with that.", refusal: "" },
      "chat>gemini": { text: "I do not help with that.", refusal: "" },
      "responses>messages": { text: "I do not help with that.", refusal: "" },
      "responses>gemini": { text: "I do not help with that.", refusal: "" },
    },
    lost: {
      "messages>chat": ["finish.category dropped", "finish.explanation approximated", "parts approximated"],
      "messages>responses": ["finish.category dropped", "finish.explanation dropped", "parts approximated"],
      "messages>gemini": ["finish.category dropped"],
      "chat>messages": ["parts[0] approximated"],
      "chat>gemini": ["parts[0] approximated"],
      "responses>messages": ["parts[0] approximated"],
      "responses>gemini": ["parts[0] approximated"],
      "gemini>chat": ["finish.explanation approximated", "parts approximated"],
      "gemini>responses": ["finish.explanation dropped", "parts approximated"],
    },
  },
  "max tokens": {
    given: {
      messages: message([{ type: "text", text: "And so", citations: null }], "max_tokens"),
      chat: completion({ content: "And so" }, "length"),
      responses: {
        ...response([said({ type: "output_text", text: "And so", annotations: [] })]),
        status: "incomplete",
        incomplete_details: { reason: "max_output_tokens" },
      },
      gemini: generated([{ text: "And so" }], FinishReason.MAX_TOKENS),
    },
    heard: { ...nothing, text: "And so" },
    stops: { messages: "max_tokens", chat: "length", responses: "max_output_tokens", gemini: "MAX_TOKENS" },
  },
  "usage with cache reads and writes": {
    given: {
      messages: {
        ...message([{ type: "text", text: "Yes.", citations: null }], "end_turn"),
        usage: {
          input_tokens: 10,
          cache_read_input_tokens: 20,
          cache_creation_input_tokens: 30,
          output_tokens: 40,
          output_tokens_details: { thinking_tokens: 15 },
        },
      },
      chat: {
        ...completion({ content: "Yes." }, "stop"),
        usage: {
          prompt_tokens: 60,
          completion_tokens: 40,
          total_tokens: 100,
          prompt_tokens_details: { cached_tokens: 20, cache_write_tokens: 30 },
          completion_tokens_details: { reasoning_tokens: 15 },
        } satisfies OpenAI.CompletionUsage,
      },
      responses: {
        ...response([said({ type: "output_text", text: "Yes.", annotations: [] })]),
        usage: {
          input_tokens: 60,
          input_tokens_details: { cached_tokens: 20, cache_write_tokens: 30 },
          output_tokens: 40,
          output_tokens_details: { reasoning_tokens: 15 },
          total_tokens: 100,
        } satisfies OpenAI.Responses.ResponseUsage,
      },
      gemini: {
        ...generated([{ text: "Yes." }], FinishReason.STOP),
        usageMetadata: {
          promptTokenCount: 60,
          cachedContentTokenCount: 20,
          candidatesTokenCount: 25,
          thoughtsTokenCount: 15,
          totalTokenCount: 100,
        } satisfies GenerateContentResponseUsageMetadata,
      },
    },
    heard: { ...nothing, text: "Yes." },
    stops: ended,
    usage: {
      messages: {
        input_tokens: 10,
        cache_read_input_tokens: 20,
        cache_creation_input_tokens: 30,
        output_tokens: 40,
      },
      chat: {
        prompt_tokens: 60,
        completion_tokens: 40,
        total_tokens: 100,
        prompt_tokens_details: { cached_tokens: 20, cache_write_tokens: 30 },
        completion_tokens_details: { reasoning_tokens: 15 },
      },
      responses: {
        input_tokens: 60,
        input_tokens_details: { cached_tokens: 20, cache_write_tokens: 30 },
        output_tokens: 40,
        output_tokens_details: { reasoning_tokens: 15 },
        total_tokens: 100,
      },
      gemini: {
        promptTokenCount: 60,
        cachedContentTokenCount: 20,
        candidatesTokenCount: 25,
        thoughtsTokenCount: 15,
        totalTokenCount: 100,
      },
    },
    except: {
      // Google tells nothing of what was written to a cache.
      "gemini>messages": {
        usage: {
          input_tokens: 40,
          cache_read_input_tokens: 20,
          cache_creation_input_tokens: 0,
          output_tokens: 40,
        },
      },
      "gemini>chat": {
        usage: {
          prompt_tokens: 60,
          completion_tokens: 40,
          total_tokens: 100,
          prompt_tokens_details: { cached_tokens: 20 },
        },
      },
      "gemini>responses": {
        usage: {
          input_tokens: 60,
          input_tokens_details: { cached_tokens: 20, cache_write_tokens: 0 },
          output_tokens: 40,
          total_tokens: 100,
        },
      },
    },
    lost: {
      "messages>gemini": ["usage.cacheWriteTokens dropped", "usage.inputTokens approximated"],
      "chat>gemini": ["usage.cacheWriteTokens dropped", "usage.inputTokens approximated"],
      "responses>gemini": ["usage.cacheWriteTokens dropped", "usage.inputTokens approximated"],
    },
  },
};

function message(content: JsonObject[], stop_reason: Anthropic.StopReason): JsonObject {
  return {
    id: "msg_1",
    type: "message",
    role: "assistant",
    model: "claude-opus-5",
    content,
    stop_reason,
    stop_sequence: null,
    usage: { input_tokens: 10, output_tokens: 5 },
  };
}

function use({ id, name, input }: Facts["calls"][number]): JsonObject {
  return { type: "tool_use", id, name, input };
}

/** Servers have more fields than OpenAI. */
type Spoken = Pick<OpenAI.ChatCompletionMessage, "content"> & {
  readonly refusal?: string;
  readonly reasoning_content?: string;
  readonly tool_calls?: readonly JsonObject[];
};

function completion(
  spoken: Spoken,
  finish_reason: OpenAI.ChatCompletion.Choice["finish_reason"],
): JsonObject {
  return {
    id: "chatcmpl-1",
    object: "chat.completion",
    created: 1_700_000_000,
    model: "gpt-5.5",
    choices: [
      { index: 0, message: { role: "assistant", refusal: null, ...spoken }, finish_reason, logprobs: null },
    ],
    usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
  };
}

function toolCall({ id, name, input }: Facts["calls"][number]): JsonObject {
  return { id, type: "function", function: { name, arguments: JSON.stringify(input) } };
}

function response(output: JsonObject[]): JsonObject {
  return {
    id: "resp_1",
    object: "response",
    created_at: 1_700_000_000,
    model: "gpt-5.5",
    status: "completed",
    error: null,
    incomplete_details: null,
    output,
    usage: { input_tokens: 10, output_tokens: 5, total_tokens: 15 },
  };
}

type Content =
  | (Pick<OpenAI.Responses.ResponseOutputText, "type" | "text"> & { readonly annotations: readonly never[] })
  | Pick<OpenAI.Responses.ResponseOutputRefusal, "type" | "refusal">;

function said(content: Content): JsonObject {
  return { type: "message", id: "msg_1", role: "assistant", status: "completed", content: [content] };
}

function functionCall({ id, name, input }: Facts["calls"][number]): JsonObject {
  return {
    type: "function_call",
    id: `fc_${id}`,
    call_id: id,
    name,
    arguments: JSON.stringify(input),
    status: "completed",
  };
}

function generated(
  parts: (Part & JsonObject)[],
  finishReason: FinishReason,
  more: Pick<Candidate, "finishMessage"> & JsonObject = {},
): JsonObject {
  return {
    responseId: "gen_1",
    modelVersion: "gemini-3.8-flash",
    candidates: [{ index: 0, content: { role: "model", parts }, finishReason, ...more }],
    usageMetadata: { promptTokenCount: 10, candidatesTokenCount: 5, totalTokenCount: 15 },
  };
}
