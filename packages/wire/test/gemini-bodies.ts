// Bodies as real clients of generateContent send them, checked against the types of Google's SDK.

import type {
  Content,
  GenerateContentResponse,
  GenerationConfig,
  SafetySetting,
  Tool,
  ToolConfig,
} from "@google/genai";
import type { JsonObject } from "../src/json/value.ts";

/** An SDK type as it travels: enums are their texts, and there are no methods. */
export type Wire<Type> = Type extends string
  ? `${Type}`
  : Type extends readonly (infer Element)[]
    ? readonly Wire<Element>[]
    : Type extends object
      ? { readonly [Key in keyof Type]: Wire<Type[Key]> }
      : Type;

export interface WireRequest {
  readonly contents: readonly Wire<Content>[];
  readonly systemInstruction?: Wire<Content>;
  readonly tools?: readonly Wire<Tool>[];
  readonly toolConfig?: Wire<ToolConfig>;
  readonly generationConfig?: Wire<GenerationConfig>;
  readonly safetySettings?: readonly Wire<SafetySetting>[];
  readonly cachedContent?: string;
}

export type WireAnswer = Wire<
  Omit<
    GenerateContentResponse,
    "text" | "data" | "functionCalls" | "executableCode" | "codeExecutionResult" | "initialPromptTokenCount"
  >
>;

/** Gemini CLI asks a small model first which model to take: two user contents, and types in upper case. */
export const geminiCliRouter = {
  contents: [
    { role: "user", parts: [{ text: "This is the Gemini CLI. We are setting up the context." }] },
    { role: "user", parts: [{ text: "list the files" }] },
  ],
  systemInstruction: { role: "user", parts: [{ text: "You are a task router." }] },
  generationConfig: {
    temperature: 0,
    topP: 1,
    maxOutputTokens: 1024,
    responseMimeType: "application/json",
    responseJsonSchema: {
      type: "OBJECT",
      properties: { reasoning: { type: "STRING" }, model_choice: { type: "STRING", enum: ["flash", "pro"] } },
      required: ["reasoning", "model_choice"],
    },
    thinkingConfig: { thinkingBudget: 512 },
  },
} as const satisfies WireRequest;

/** Gemini CLI in the middle of a tool loop: ids that it made up itself, and a step that nobody has signed. */
export const geminiCliTurn = {
  contents: [
    { role: "user", parts: [{ text: "list the files" }] },
    {
      role: "model",
      parts: [
        { text: "**Listing**", thought: true },
        {
          functionCall: { id: "ls-17", name: "list_directory", args: { path: "." } },
          thoughtSignature: "skip_thought_signature_validator",
        },
        { functionCall: { id: "ls-18", name: "list_directory", args: { path: "src" } } },
      ],
    },
    {
      role: "user",
      parts: [
        { functionResponse: { id: "ls-17", name: "list_directory", response: { output: "a.ts" } } },
        { functionResponse: { id: "ls-18", name: "list_directory", response: { error: "no such folder" } } },
      ],
    },
  ],
  systemInstruction: { role: "user", parts: [{ text: "You are an agent." }] },
  tools: [
    {
      functionDeclarations: [
        {
          name: "list_directory",
          description: "Lists a folder.",
          parametersJsonSchema: {
            type: "object",
            properties: { path: { type: "string" } },
            required: ["path"],
          },
        },
      ],
    },
  ],
  generationConfig: {
    temperature: 1,
    topP: 0.95,
    topK: 64,
    thinkingConfig: { includeThoughts: true, thinkingLevel: "HIGH" },
  },
} as const satisfies WireRequest;

/** opencode (AI SDK): results without ids, and with the name in the result. */
export const opencodeTurn = {
  systemInstruction: { parts: [{ text: "You are opencode." }] },
  contents: [
    { role: "user", parts: [{ text: "run it" }] },
    {
      role: "model",
      parts: [{ functionCall: { name: "bash", args: { command: "ls" } }, thoughtSignature: "c2ln" }],
    },
    {
      role: "user",
      parts: [{ functionResponse: { name: "bash", response: { name: "bash", content: "a.ts\nb.ts" } } }],
    },
  ],
  tools: [
    {
      functionDeclarations: [
        {
          name: "bash",
          description: "Runs a command.",
          parameters: {
            type: "OBJECT",
            properties: { command: { type: "STRING", nullable: true } },
            required: ["command"],
          },
        },
      ],
    },
  ],
  toolConfig: { functionCallingConfig: { mode: "AUTO" } },
  generationConfig: { maxOutputTokens: 32_000, thinkingConfig: { includeThoughts: true } },
} as const satisfies WireRequest;

/** Out of Google's own examples for curl: snake case, single objects where lists are usual, no roles. */
export const curlExample: JsonObject = {
  system_instruction: { parts: { text: "You are a cat." } },
  contents: { parts: { text: "Hello there" } },
  tools: { google_search: {} },
  generation_config: {
    max_output_tokens: 800,
    stop_sequences: ["Title"],
    thinking_config: { thinking_budget: 0 },
  },
};

export const toolAnswer = {
  candidates: [
    {
      content: {
        role: "model",
        parts: [
          { text: "**Looking**", thought: true },
          { functionCall: { name: "bash", args: { command: "ls" } }, thoughtSignature: "c2ln" },
        ],
      },
      finishReason: "STOP",
      index: 0,
      safetyRatings: [{ category: "HARM_CATEGORY_HARASSMENT", probability: "NEGLIGIBLE" }],
    },
  ],
  usageMetadata: {
    promptTokenCount: 100,
    cachedContentTokenCount: 40,
    candidatesTokenCount: 10,
    thoughtsTokenCount: 5,
    totalTokenCount: 115,
    promptTokensDetails: [{ modality: "TEXT", tokenCount: 100 }],
  },
  modelVersion: "gemini-3-pro",
  responseId: "abc",
} as const satisfies WireAnswer;
