// One request per case, as a client of each dialect writes it, and what a provider of each dialect has to be asked then,
// whoever the client was.

import type Anthropic from "@anthropic-ai/sdk";
import { ThinkingLevel, Type } from "@google/genai";
import type { Content, GenerationConfig, Tool } from "@google/genai";
import type OpenAI from "openai";
import type { DialectName } from "../src/dialect-name.ts";
import type { JsonObject } from "../src/json/value.ts";

type Messages = Anthropic.MessageCreateParams;
type Chat = OpenAI.ChatCompletionCreateParams;
type Responses = OpenAI.Responses.ResponseCreateParams;
/** The SDK's own parameters are another shape than what it sends. */
interface Gemini {
  readonly systemInstruction?: Content;
  readonly contents: Content[];
  readonly tools?: Tool[];
  readonly generationConfig?: GenerationConfig;
}

export interface RequestCase {
  readonly said: Readonly<Record<DialectName, JsonObject>>;
  /** Fragments: objects may have more fields, lists are complete. */
  readonly arrives: Readonly<Record<DialectName, JsonObject>>;
  /** The losses by `client>provider`; none where nothing stands. */
  readonly lost?: Readonly<Record<string, readonly string[]>>;
}

const png = "iVBORw0KGgo=";
const pdf = "JVBERi0xLjcK";
const model = "asked-for";
const schema = {
  type: "object",
  properties: { city: { type: "string" } },
  required: ["city"],
  additionalProperties: false,
} as const;
const description = "Tells the weather.";

const messagesTool = {
  name: "weather",
  description,
  input_schema: { ...schema, required: [...schema.required] },
} satisfies Anthropic.Tool;
const chatTool = {
  type: "function",
  function: { name: "weather", description, parameters: schema },
} satisfies OpenAI.ChatCompletionTool;
const responsesTool = {
  type: "function",
  name: "weather",
  description,
  parameters: schema,
  strict: false,
} satisfies OpenAI.Responses.FunctionTool;
const geminiTool = {
  functionDeclarations: [
    {
      name: "weather",
      description,
      parameters: {
        type: Type.OBJECT,
        properties: { city: { type: Type.STRING } },
        required: ["city"],
      },
    },
  ],
} satisfies Tool;

/** What has to be there of the schema. Gemini's clients do not say that nothing else is allowed. */
const asked = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };

const arriving = {
  messages: { name: "weather", description, input_schema: asked },
  chat: { type: "function", function: { name: "weather", description, parameters: asked } },
  // Undefined would be strict there, which no client meant.
  responses: { type: "function", name: "weather", description, parameters: asked, strict: false },
  gemini: { name: "weather", description, parametersJsonSchema: asked },
};

export const requests: Readonly<Record<string, RequestCase>> = {
  "a text": {
    said: {
      messages: {
        model,
        max_tokens: 1000,
        system: "Be brief.",
        messages: [
          { role: "user", content: "Hello" },
          { role: "assistant", content: "Hi." },
          { role: "user", content: "Grüße 🥐" },
        ],
      } satisfies Messages,
      chat: {
        model,
        messages: [
          { role: "system", content: "Be brief." },
          { role: "user", content: "Hello" },
          { role: "assistant", content: "Hi." },
          { role: "user", content: "Grüße 🥐" },
        ],
      } satisfies Chat,
      responses: {
        model,
        instructions: "Be brief.",
        input: [
          { role: "user", content: "Hello" },
          { role: "assistant", content: "Hi." },
          { role: "user", content: [{ type: "input_text", text: "Grüße 🥐" }] },
        ],
      } satisfies Responses,
      gemini: {
        systemInstruction: { parts: [{ text: "Be brief." }] },
        contents: [
          { role: "user", parts: [{ text: "Hello" }] },
          { role: "model", parts: [{ text: "Hi." }] },
          { role: "user", parts: [{ text: "Grüße 🥐" }] },
        ],
      } satisfies Gemini,
    },
    arrives: {
      messages: {
        system: [{ type: "text", text: "Be brief." }],
        messages: [
          { role: "user", content: [{ type: "text", text: "Hello" }] },
          { role: "assistant", content: [{ type: "text", text: "Hi." }] },
          { role: "user", content: [{ type: "text", text: "Grüße 🥐" }] },
        ],
      },
      chat: {
        messages: [
          { role: "system", content: "Be brief." },
          { role: "user", content: "Hello" },
          { role: "assistant", content: "Hi." },
          { role: "user", content: "Grüße 🥐" },
        ],
      },
      responses: {
        instructions: "Be brief.",
        input: [
          { type: "message", role: "user", content: [{ type: "input_text", text: "Hello" }] },
          { type: "message", role: "assistant", content: [{ type: "output_text", text: "Hi." }] },
          { type: "message", role: "user", content: [{ type: "input_text", text: "Grüße 🥐" }] },
        ],
      },
      gemini: {
        systemInstruction: { parts: [{ text: "Be brief." }] },
        contents: [
          { role: "user", parts: [{ text: "Hello" }] },
          { role: "model", parts: [{ text: "Hi." }] },
          { role: "user", parts: [{ text: "Grüße 🥐" }] },
        ],
      },
    },
  },
  "a tool loop": {
    said: {
      messages: {
        model,
        max_tokens: 1000,
        tools: [messagesTool],
        messages: [
          { role: "user", content: "Weather?" },
          {
            role: "assistant",
            content: [{ type: "tool_use", id: "call_1", name: "weather", input: { city: "Zürich" } }],
          },
          { role: "user", content: [{ type: "tool_result", tool_use_id: "call_1", content: "sunny" }] },
        ],
      } satisfies Messages,
      chat: {
        model,
        tools: [chatTool],
        messages: [
          { role: "user", content: "Weather?" },
          {
            role: "assistant",
            content: null,
            tool_calls: [
              {
                type: "function",
                id: "call_1",
                function: { name: "weather", arguments: '{"city":"Zürich"}' },
              },
            ],
          },
          { role: "tool", tool_call_id: "call_1", content: "sunny" },
        ],
      } satisfies Chat,
      responses: {
        model,
        tools: [responsesTool],
        input: [
          { role: "user", content: "Weather?" },
          { type: "function_call", call_id: "call_1", name: "weather", arguments: '{"city":"Zürich"}' },
          { type: "function_call_output", call_id: "call_1", output: "sunny" },
        ],
      } satisfies Responses,
      gemini: {
        tools: [geminiTool],
        contents: [
          { role: "user", parts: [{ text: "Weather?" }] },
          {
            role: "model",
            parts: [{ functionCall: { id: "call_1", name: "weather", args: { city: "Zürich" } } }],
          },
          {
            role: "user",
            parts: [{ functionResponse: { id: "call_1", name: "weather", response: { output: "sunny" } } }],
          },
        ],
      } satisfies Gemini,
    },
    arrives: {
      messages: {
        tools: [arriving.messages],
        messages: [
          { role: "user", content: [{ type: "text", text: "Weather?" }] },
          {
            role: "assistant",
            content: [{ type: "tool_use", id: "call_1", name: "weather", input: { city: "Zürich" } }],
          },
          {
            role: "user",
            content: [
              { type: "tool_result", tool_use_id: "call_1", content: [{ type: "text", text: "sunny" }] },
            ],
          },
        ],
      },
      chat: {
        tools: [arriving.chat],
        messages: [
          { role: "user", content: "Weather?" },
          {
            role: "assistant",
            content: null,
            tool_calls: [
              {
                id: "call_1",
                type: "function",
                function: { name: "weather", arguments: '{"city":"Zürich"}' },
              },
            ],
          },
          { role: "tool", tool_call_id: "call_1", content: "sunny" },
        ],
      },
      responses: {
        tools: [arriving.responses],
        input: [
          { type: "message", role: "user", content: [{ type: "input_text", text: "Weather?" }] },
          { type: "function_call", call_id: "call_1", name: "weather", arguments: '{"city":"Zürich"}' },
          { type: "function_call_output", call_id: "call_1", output: "sunny" },
        ],
      },
      gemini: {
        tools: [{ functionDeclarations: [arriving.gemini] }],
        contents: [
          { role: "user", parts: [{ text: "Weather?" }] },
          {
            role: "model",
            parts: [{ functionCall: { id: "call_1", name: "weather", args: { city: "Zürich" } } }],
          },
          {
            role: "user",
            parts: [{ functionResponse: { id: "call_1", name: "weather", response: { output: "sunny" } } }],
          },
        ],
      },
    },
    lost: {
      // Gemini says the tool's name with its result, and the others go by the call's id.
      "gemini>responses": ["turns[2].parts[0].name dropped"],
    },
  },
  "parallel tools": {
    said: {
      messages: {
        model,
        max_tokens: 1000,
        tools: [messagesTool],
        tool_choice: { type: "any" },
        messages: [
          { role: "user", content: "Weather?" },
          {
            role: "assistant",
            content: [
              { type: "text", text: "Both." },
              { type: "tool_use", id: "call_1", name: "weather", input: { city: "Zürich" } },
              { type: "tool_use", id: "call_2", name: "weather", input: { city: "Genève" } },
            ],
          },
          {
            role: "user",
            content: [
              { type: "tool_result", tool_use_id: "call_1", content: "sunny" },
              { type: "tool_result", tool_use_id: "call_2", content: "foggy" },
            ],
          },
        ],
      } satisfies Messages,
      chat: {
        model,
        tools: [chatTool],
        tool_choice: "required",
        messages: [
          { role: "user", content: "Weather?" },
          {
            role: "assistant",
            content: "Both.",
            tool_calls: [
              {
                type: "function",
                id: "call_1",
                function: { name: "weather", arguments: '{"city":"Zürich"}' },
              },
              {
                type: "function",
                id: "call_2",
                function: { name: "weather", arguments: '{"city":"Genève"}' },
              },
            ],
          },
          { role: "tool", tool_call_id: "call_1", content: "sunny" },
          { role: "tool", tool_call_id: "call_2", content: "foggy" },
        ],
      } satisfies Chat,
      responses: {
        model,
        tools: [responsesTool],
        tool_choice: "required",
        input: [
          { role: "user", content: "Weather?" },
          { role: "assistant", content: "Both." },
          { type: "function_call", call_id: "call_1", name: "weather", arguments: '{"city":"Zürich"}' },
          { type: "function_call", call_id: "call_2", name: "weather", arguments: '{"city":"Genève"}' },
          { type: "function_call_output", call_id: "call_1", output: "sunny" },
          { type: "function_call_output", call_id: "call_2", output: "foggy" },
        ],
      } satisfies Responses,
      gemini: {
        tools: [geminiTool],
        toolConfig: { functionCallingConfig: { mode: "ANY" } },
        contents: [
          { role: "user", parts: [{ text: "Weather?" }] },
          {
            role: "model",
            parts: [
              { text: "Both." },
              { functionCall: { id: "call_1", name: "weather", args: { city: "Zürich" } } },
              { functionCall: { id: "call_2", name: "weather", args: { city: "Genève" } } },
            ],
          },
          {
            role: "user",
            parts: [
              { functionResponse: { id: "call_1", name: "weather", response: { output: "sunny" } } },
              { functionResponse: { id: "call_2", name: "weather", response: { output: "foggy" } } },
            ],
          },
        ],
      },
    },
    arrives: {
      messages: {
        tools: [arriving.messages],
        tool_choice: { type: "any" },
        messages: [
          { role: "user", content: [{ type: "text", text: "Weather?" }] },
          {
            role: "assistant",
            content: [
              { type: "text", text: "Both." },
              { type: "tool_use", id: "call_1", name: "weather", input: { city: "Zürich" } },
              { type: "tool_use", id: "call_2", name: "weather", input: { city: "Genève" } },
            ],
          },
          {
            role: "user",
            content: [
              { type: "tool_result", tool_use_id: "call_1", content: [{ type: "text", text: "sunny" }] },
              { type: "tool_result", tool_use_id: "call_2", content: [{ type: "text", text: "foggy" }] },
            ],
          },
        ],
      },
      chat: {
        tools: [arriving.chat],
        tool_choice: "required",
        messages: [
          { role: "user", content: "Weather?" },
          {
            role: "assistant",
            content: "Both.",
            tool_calls: [
              {
                id: "call_1",
                type: "function",
                function: { name: "weather", arguments: '{"city":"Zürich"}' },
              },
              {
                id: "call_2",
                type: "function",
                function: { name: "weather", arguments: '{"city":"Genève"}' },
              },
            ],
          },
          { role: "tool", tool_call_id: "call_1", content: "sunny" },
          { role: "tool", tool_call_id: "call_2", content: "foggy" },
        ],
      },
      responses: {
        tools: [arriving.responses],
        tool_choice: "required",
        input: [
          { type: "message", role: "user", content: [{ type: "input_text", text: "Weather?" }] },
          { type: "message", role: "assistant", content: [{ type: "output_text", text: "Both." }] },
          { type: "function_call", call_id: "call_1", name: "weather", arguments: '{"city":"Zürich"}' },
          { type: "function_call", call_id: "call_2", name: "weather", arguments: '{"city":"Genève"}' },
          { type: "function_call_output", call_id: "call_1", output: "sunny" },
          { type: "function_call_output", call_id: "call_2", output: "foggy" },
        ],
      },
      gemini: {
        tools: [{ functionDeclarations: [arriving.gemini] }],
        toolConfig: { functionCallingConfig: { mode: "ANY" } },
        contents: [
          { role: "user", parts: [{ text: "Weather?" }] },
          {
            role: "model",
            parts: [
              { text: "Both." },
              { functionCall: { id: "call_1", name: "weather", args: { city: "Zürich" } } },
              { functionCall: { id: "call_2", name: "weather", args: { city: "Genève" } } },
            ],
          },
          {
            role: "user",
            parts: [
              { functionResponse: { id: "call_1", name: "weather", response: { output: "sunny" } } },
              { functionResponse: { id: "call_2", name: "weather", response: { output: "foggy" } } },
            ],
          },
        ],
      },
    },
    lost: {
      "gemini>responses": ["turns[2].parts[0].name dropped", "turns[2].parts[1].name dropped"],
    },
  },
  "an image": {
    said: {
      messages: {
        model,
        max_tokens: 1000,
        messages: [
          {
            role: "user",
            content: [
              { type: "text", text: "What is it?" },
              { type: "image", source: { type: "base64", media_type: "image/png", data: png } },
            ],
          },
        ],
      } satisfies Messages,
      chat: {
        model,
        messages: [
          {
            role: "user",
            content: [
              { type: "text", text: "What is it?" },
              { type: "image_url", image_url: { url: `data:image/png;base64,${png}` } },
            ],
          },
        ],
      } satisfies Chat,
      responses: {
        model,
        input: [
          {
            role: "user",
            content: [
              { type: "input_text", text: "What is it?" },
              { type: "input_image", image_url: `data:image/png;base64,${png}`, detail: "auto" },
            ],
          },
        ],
      } satisfies Responses,
      gemini: {
        contents: [
          {
            role: "user",
            parts: [{ text: "What is it?" }, { inlineData: { mimeType: "image/png", data: png } }],
          },
        ],
      } satisfies Gemini,
    },
    arrives: {
      messages: {
        messages: [
          {
            role: "user",
            content: [
              { type: "text", text: "What is it?" },
              { type: "image", source: { type: "base64", media_type: "image/png", data: png } },
            ],
          },
        ],
      },
      chat: {
        messages: [
          {
            role: "user",
            content: [
              { type: "text", text: "What is it?" },
              { type: "image_url", image_url: { url: `data:image/png;base64,${png}` } },
            ],
          },
        ],
      },
      responses: {
        input: [
          {
            type: "message",
            role: "user",
            content: [
              { type: "input_text", text: "What is it?" },
              { type: "input_image", image_url: `data:image/png;base64,${png}` },
            ],
          },
        ],
      },
      gemini: {
        contents: [
          {
            role: "user",
            parts: [{ text: "What is it?" }, { inlineData: { mimeType: "image/png", data: png } }],
          },
        ],
      },
    },
    lost: {
      "responses>messages": ["turns[0].parts[1].detail dropped"],
      "responses>gemini": ["turns[0].parts[1].detail dropped"],
    },
  },
  "a PDF": {
    said: {
      messages: {
        model,
        max_tokens: 1000,
        messages: [
          {
            role: "user",
            content: [
              {
                type: "document",
                source: { type: "base64", media_type: "application/pdf", data: pdf },
                title: "a.pdf",
              },
              { type: "text", text: "Sum it up." },
            ],
          },
        ],
      } satisfies Messages,
      chat: {
        model,
        messages: [
          {
            role: "user",
            content: [
              { type: "file", file: { filename: "a.pdf", file_data: `data:application/pdf;base64,${pdf}` } },
              { type: "text", text: "Sum it up." },
            ],
          },
        ],
      } satisfies Chat,
      responses: {
        model,
        input: [
          {
            role: "user",
            content: [
              { type: "input_file", filename: "a.pdf", file_data: `data:application/pdf;base64,${pdf}` },
              { type: "input_text", text: "Sum it up." },
            ],
          },
        ],
      } satisfies Responses,
      gemini: {
        contents: [
          {
            role: "user",
            parts: [{ inlineData: { mimeType: "application/pdf", data: pdf } }, { text: "Sum it up." }],
          },
        ],
      } satisfies Gemini,
    },
    arrives: {
      messages: {
        messages: [
          {
            role: "user",
            content: [
              { type: "document", source: { type: "base64", media_type: "application/pdf", data: pdf } },
              { type: "text", text: "Sum it up." },
            ],
          },
        ],
      },
      chat: {
        messages: [
          {
            role: "user",
            content: [
              { type: "file", file: { file_data: `data:application/pdf;base64,${pdf}` } },
              { type: "text", text: "Sum it up." },
            ],
          },
        ],
      },
      responses: {
        input: [
          {
            type: "message",
            role: "user",
            content: [
              { type: "input_file", file_data: `data:application/pdf;base64,${pdf}` },
              { type: "input_text", text: "Sum it up." },
            ],
          },
        ],
      },
      gemini: {
        contents: [
          {
            role: "user",
            parts: [{ inlineData: { mimeType: "application/pdf", data: pdf } }, { text: "Sum it up." }],
          },
        ],
      },
    },
    lost: {
      "messages>gemini": ["turns[0].parts[0].title dropped"],
      "chat>gemini": ["turns[0].parts[0].title dropped"],
      "responses>gemini": ["turns[0].parts[0].title dropped"],
    },
  },
  thinking: {
    said: {
      messages: {
        model,
        max_tokens: 20_000,
        thinking: { type: "enabled", budget_tokens: 8000 },
        messages: [{ role: "user", content: "Think." }],
      } satisfies Messages,
      chat: {
        model,
        reasoning_effort: "medium",
        messages: [{ role: "user", content: "Think." }],
      } satisfies Chat,
      responses: {
        model,
        reasoning: { effort: "medium", summary: "auto" },
        input: "Think.",
      } satisfies Responses,
      gemini: {
        generationConfig: { thinkingConfig: { thinkingLevel: ThinkingLevel.MEDIUM, includeThoughts: true } },
        contents: [{ role: "user", parts: [{ text: "Think." }] }],
      } satisfies Gemini,
    },
    arrives: {
      messages: { thinking: { type: "adaptive" }, output_config: { effort: "medium" } },
      chat: { reasoning_effort: "medium" },
      responses: { reasoning: { effort: "medium" } },
      gemini: { generationConfig: { thinkingConfig: { thinkingLevel: "MEDIUM" } } },
    },
    lost: {
      // None of these models takes a budget.
      "messages>messages": ["reasoning.budgetTokens approximated", "reasoning.mode approximated"],
      "messages>chat": ["reasoning.budgetTokens approximated", "reasoning.mode approximated"],
      "messages>responses": ["reasoning.budgetTokens approximated", "reasoning.mode approximated"],
      "messages>gemini": ["reasoning.budgetTokens approximated", "reasoning.mode approximated"],
      // Claude thinks when it is told that it may.
      "chat>messages": ["reasoning.mode approximated"],
      "responses>messages": ["reasoning.mode approximated"],
      "gemini>messages": ["reasoning.mode approximated"],
      "responses>chat": ["reasoning.show dropped"],
      "gemini>chat": ["reasoning.show dropped"],
    },
  },
  "structured output": {
    said: {
      messages: {
        model,
        max_tokens: 1000,
        output_config: { format: { type: "json_schema", schema } },
        messages: [{ role: "user", content: "Which city?" }],
      } satisfies Messages,
      chat: {
        model,
        response_format: { type: "json_schema", json_schema: { name: "place", schema, strict: true } },
        messages: [{ role: "user", content: "Which city?" }],
      } satisfies Chat,
      responses: {
        model,
        text: { format: { type: "json_schema", name: "place", schema, strict: true } },
        input: "Which city?",
      } satisfies Responses,
      gemini: {
        generationConfig: {
          responseMimeType: "application/json",
          responseSchema: {
            type: Type.OBJECT,
            properties: { city: { type: Type.STRING } },
            required: ["city"],
          },
        },
        contents: [{ role: "user", parts: [{ text: "Which city?" }] }],
      } satisfies Gemini,
    },
    arrives: {
      messages: { output_config: { format: { type: "json_schema", schema: asked } } },
      chat: { response_format: { type: "json_schema", json_schema: { schema: asked } } },
      responses: { text: { format: { type: "json_schema", schema: asked } } },
      gemini: { generationConfig: { responseMimeType: "application/json", responseJsonSchema: asked } },
    },
    lost: {
      "chat>messages": ["output.name dropped", "output.strict dropped"],
      "chat>gemini": ["output.name dropped", "output.strict dropped"],
      "responses>messages": ["output.name dropped", "output.strict dropped"],
      "responses>gemini": ["output.name dropped", "output.strict dropped"],
      // Anthropic takes no object that is open to further properties.
      "gemini>messages": ["output.schema approximated"],
    },
  },
  "max tokens": {
    said: {
      messages: {
        model,
        max_tokens: 100,
        messages: [{ role: "user", content: "Go on." }],
      } satisfies Messages,
      chat: {
        model,
        max_completion_tokens: 100,
        messages: [{ role: "user", content: "Go on." }],
      } satisfies Chat,
      responses: { model, max_output_tokens: 100, input: "Go on." } satisfies Responses,
      gemini: {
        generationConfig: { maxOutputTokens: 100 },
        contents: [{ role: "user", parts: [{ text: "Go on." }] }],
      } satisfies Gemini,
    },
    arrives: {
      messages: {
        max_tokens: 100,
        messages: [{ role: "user", content: [{ type: "text", text: "Go on." }] }],
      },
      chat: { max_completion_tokens: 100, messages: [{ role: "user", content: "Go on." }] },
      responses: {
        max_output_tokens: 100,
        input: [{ type: "message", role: "user", content: [{ type: "input_text", text: "Go on." }] }],
      },
      gemini: {
        generationConfig: { maxOutputTokens: 100 },
        contents: [{ role: "user", parts: [{ text: "Go on." }] }],
      },
    },
  },
};
