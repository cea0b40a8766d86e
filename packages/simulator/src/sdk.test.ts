// The vendors' own SDKs read what is told: whole and streamed, with thinking, calls and refusals, and back again.

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import Anthropic from "@anthropic-ai/sdk";
import { FinishReason, GoogleGenAI } from "@google/genai";
import OpenAI from "openai";
import { startProvider } from "./index.ts";
import type { Rule, SimulatedProvider } from "./index.ts";

const text = "Grüße, 🥐 and a\nsecond line.";
const thinking = "Two cities. I ask for both at once.";
const usage = { inputTokens: 11, cacheReadTokens: 3, outputTokens: 17, reasoningTokens: 5 };
const toolCalls = [
  { name: "weather", input: { city: "Zürich", days: [1, 2] } },
  { name: "weather", input: { city: "Genève", days: [] } },
];

const rules: readonly Rule[] = [
  { when: { model: "*-text" }, answer: { kind: "said", text, thinking, usage, pieces: 2 } },
  {
    when: { model: "*-tools" },
    answer: { kind: "said", text: "", thinking, toolCalls, usage },
  },
  { when: { model: "*-busy" }, fault: { kind: "rate-limited", resetMs: 3_000 } },
  {
    when: { model: "*-dies" },
    answer: { kind: "said", text },
    fault: { kind: "error-event", position: "after-content" },
  },
];

let provider: SimulatedProvider;
beforeAll(async () => {
  provider = await startProvider({ script: { rules, keys: ["sk-ours"], strict: true } });
});
afterAll(() => provider.stop());

/** What a stream's pieces come to. */
async function all<Item>(stream: AsyncIterable<Item>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of stream) items.push(item);
  return items;
}

async function thrownBy(promise: PromiseLike<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("Nothing was thrown.");
}

describe("@anthropic-ai/sdk", () => {
  const client = (): Anthropic =>
    new Anthropic({ apiKey: "sk-ours", baseURL: provider.baseUrl, maxRetries: 0 });
  const asking = (model: string): Anthropic.MessageCreateParamsNonStreaming => ({
    model,
    max_tokens: 500,
    messages: [{ role: "user", content: "Which weather?" }],
    tools: [{ name: "weather", input_schema: { type: "object", properties: { city: { type: "string" } } } }],
  });

  test("a message, whole and streamed", async () => {
    const whole = await client().messages.create(asking("claude-text"));
    const streamed = await client().messages.stream(asking("claude-text")).finalMessage();
    expect(whole.content).toMatchObject([
      { type: "thinking", thinking },
      { type: "text", text },
    ]);
    expect(whole.usage).toMatchObject({ input_tokens: 11, cache_read_input_tokens: 3, output_tokens: 17 });
    expect(streamed).toMatchObject({ content: whole.content, stop_reason: "end_turn" });
  });

  test("tools: both calls, and the conversation goes on with their results and the signed thinking", async () => {
    const first = asking("claude-tools");
    const streamed = await client().messages.stream(first).finalMessage();
    const calls = streamed.content.filter((block) => block.type === "tool_use");
    expect(calls.map(({ name, input }) => ({ name, input }))).toEqual(toolCalls);
    const results = calls.map(({ id }) => ({
      type: "tool_result" as const,
      tool_use_id: id,
      content: "sunny",
    }));
    const next = await client().messages.create({
      ...first,
      model: "claude-text",
      messages: [
        ...first.messages,
        { role: "assistant", content: streamed.content },
        { role: "user", content: results },
      ],
    });
    expect(next.content).toMatchObject([
      { type: "thinking", thinking },
      { type: "text", text },
    ]);
  });

  test("models, tokens, and an error with its words", async () => {
    const models = await all(client().models.list());
    expect(models.map(({ id }) => id)).toContain("claude-sonnet-5");
    const { messages, model, tools = [] } = asking("claude-text");
    const counted = await client().messages.countTokens({ messages, model, tools });
    expect(counted.input_tokens).toBeGreaterThan(5);
    expect(await thrownBy(client().messages.create(asking("claude-busy")))).toBeInstanceOf(
      Anthropic.RateLimitError,
    );
    const broken = await thrownBy(client().messages.stream(asking("claude-dies")).finalMessage());
    expect(String(broken)).toContain("overloaded_error");
  });
});

describe("openai", () => {
  const client = (): OpenAI =>
    new OpenAI({ apiKey: "sk-ours", baseURL: `${provider.baseUrl}/v1`, maxRetries: 0 });
  const parameters = {
    type: "object",
    properties: { city: { type: "string" } },
    required: ["city"],
    additionalProperties: false,
  };

  test("chat, whole and streamed", async () => {
    const asking = { model: "gpt-text", messages: [{ role: "user" as const, content: "Hello" }] };
    const whole = await client().chat.completions.create(asking);
    expect(whole.choices[0]?.message).toMatchObject({ content: text, refusal: null });
    expect(whole.usage).toMatchObject({ prompt_tokens: 14, completion_tokens: 17, total_tokens: 31 });
    const chunks = await all(
      await client().chat.completions.create({
        ...asking,
        stream: true,
        stream_options: { include_usage: true },
      }),
    );
    expect(chunks.map(({ choices: [choice] }) => choice?.delta.content ?? "").join("")).toBe(text);
    expect(chunks.at(-1)?.usage).toEqual(whole.usage ?? null);
  });

  test("chat with tools, and back", async () => {
    const tools = [{ type: "function" as const, function: { name: "weather", parameters, strict: true } }];
    const messages: OpenAI.ChatCompletionMessageParam[] = [{ role: "user", content: "Which weather?" }];
    const runner = client().chat.completions.stream({ model: "chat-tools", messages, tools });
    const { message } = (await runner.finalChatCompletion()).choices[0] ?? {};
    const calls = message?.tool_calls ?? [];
    expect(calls.map((call): unknown => JSON.parse(call.function.arguments))).toEqual(
      toolCalls.map(({ input }) => input),
    );
    messages.push({ role: "assistant", content: null, tool_calls: calls });
    messages.push(...calls.map(({ id }) => ({ role: "tool" as const, tool_call_id: id, content: "sunny" })));
    const next = await client().chat.completions.create({ model: "chat-text", messages, tools });
    expect(next.choices[0]?.message.content).toBe(text);
  });

  test("responses, whole and streamed, with reasoning that is taken back", async () => {
    const asking = { model: "gpt-text", input: "Hello" };
    const whole = await client().responses.create(asking);
    expect(whole.output_text).toBe(text);
    expect(whole.output[0]).toMatchObject({ type: "reasoning", summary: [{ text: thinking }] });
    const events = await all(await client().responses.create({ ...asking, stream: true }));
    expect(events.map((event) => event.sequence_number)).toEqual(events.map((_, index) => index));
    expect(events.at(-1)).toMatchObject({
      type: "response.completed",
      response: { output: whole.output.map(withoutIds) },
    });
    const again = [
      { role: "user" as const, content: "Hello" },
      ...sentBack(whole.output),
      { role: "user" as const, content: "And?" },
    ];
    expect((await client().responses.create({ model: "gpt-text", input: again })).output_text).toBe(text);
  });

  test("responses with tools, and back", async () => {
    const tools = [{ type: "function" as const, name: "weather", parameters, strict: true }];
    const asking = {
      model: "resp-tools",
      input: [{ role: "user" as const, content: "Which weather?" }],
      tools,
    };
    const first = await client().responses.stream(asking).finalResponse();
    const calls = first.output.filter((item) => item.type === "function_call");
    expect(calls.map(({ name, arguments: json }) => ({ name, input: JSON.parse(json) as unknown }))).toEqual(
      toolCalls,
    );
    const outputs = calls.map(({ call_id }) => ({
      type: "function_call_output" as const,
      call_id,
      output: "sunny",
    }));
    // Without what the SDK's own parser has added.
    const echoed = sentBack(first.output.map((item) => ({ ...item, parsed_arguments: undefined })));
    const input: OpenAI.Responses.ResponseInput = [...asking.input, ...echoed, ...outputs];
    const next = await client().responses.create({ model: "resp-text", input, tools });
    expect(next.output_text).toBe(text);
  });

  test("input tokens, models, embeddings, and errors in a stream", async () => {
    const counted = await client().responses.inputTokens.count({ model: "gpt-text", input: "Hello there" });
    expect(counted).toMatchObject({ object: "response.input_tokens", input_tokens: 3 });
    expect((await all(client().models.list())).map(({ id }) => id)).toContain("gpt-5.5");
    const embedded = await client().embeddings.create({ model: "e", input: ["one", "two"], dimensions: 4 });
    const plain = await client().embeddings.create({
      model: "e",
      input: "one",
      dimensions: 4,
      encoding_format: "float",
    });
    expect(embedded.data.map(({ embedding }) => embedding.length)).toEqual([4, 4]);
    expect(Array.from(embedded.data[0]?.embedding ?? [])).toEqual(plain.data[0]?.embedding ?? []);
    const dying = await client().responses.create({ model: "gpt-dies", input: "Hello", stream: true });
    expect((await all(dying)).at(-1)).toMatchObject({
      type: "response.failed",
      response: { status: "failed" },
    });
    expect(await thrownBy(client().responses.create({ model: "gpt-busy", input: "Hello" }))).toMatchObject({
      status: 429,
      code: "rate_limit_exceeded",
    });
    const chat = {
      model: "gpt-dies",
      messages: [{ role: "user" as const, content: "Hello" }],
      stream: true as const,
    };
    const broken = await thrownBy(client().chat.completions.create(chat).then(all));
    expect(broken).toBeInstanceOf(OpenAI.APIError);
  });
});

describe("@google/genai", () => {
  const client = (): GoogleGenAI =>
    new GoogleGenAI({ apiKey: "sk-ours", httpOptions: { baseUrl: provider.baseUrl } });
  const tools = [{ functionDeclarations: [{ name: "weather", parametersJsonSchema: { type: "object" } }] }];

  test("an answer, whole and streamed", async () => {
    const asking = { model: "gemini-3-text", contents: "Hello" };
    const whole = await client().models.generateContent(asking);
    expect(whole.text).toBe(text);
    expect(whole.usageMetadata).toMatchObject({
      promptTokenCount: 14,
      candidatesTokenCount: 12,
      thoughtsTokenCount: 5,
      totalTokenCount: 31,
    });
    const chunks = await all(await client().models.generateContentStream(asking));
    expect(chunks.map((chunk) => chunk.text ?? "").join("")).toBe(text);
    expect(chunks.at(-1)?.candidates?.[0]?.finishReason).toBe(FinishReason.STOP);
  });

  test("calls, and the conversation goes on with their results and signatures", async () => {
    const asked = [{ role: "user", parts: [{ text: "Which weather?" }] }];
    const first = await client().models.generateContent({
      model: "gemini-3-tools",
      contents: asked,
      config: { tools },
    });
    const calls = first.functionCalls ?? [];
    expect(calls.map(({ name, args }) => ({ name, input: args }))).toEqual(toolCalls);
    const parts = calls.map(({ id, name }) => ({
      functionResponse: { id, name, response: { output: "sunny" } },
    }));
    const content = first.candidates?.[0]?.content;
    if (content === undefined) throw new Error("There is no content.");
    const contents = sentBack([...asked, content, { role: "user", parts }]);
    const next = await client().models.generateContent({
      model: "gemini-3-text",
      contents,
      config: { tools },
    });
    expect(next.text).toBe(text);
  });

  test("tokens, models, and an error with its words", async () => {
    const counted = await client().models.countTokens({ model: "gemini-3-text", contents: "Hello there" });
    expect(counted.totalTokens).toBe(3);
    const models = await all(await client().models.list());
    expect(models.map(({ name }) => name)).toContain("models/gemini-3-pro");
    const busy = client().models.generateContent({ model: "gemini-3-busy", contents: "Hello" });
    expect(String(await thrownBy(busy))).toContain("RESOURCE_EXHAUSTED");
  });
});

/** What an SDK has read, on its way back: its types tell input and output apart, the wire does not. */
function sentBack(items: readonly object[]): never[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as said above
  return [...items] as never[];
}

/** Two answers differ in their identifiers. */
function withoutIds(item: object): object {
  return { ...item, id: expect.any(String) };
}
