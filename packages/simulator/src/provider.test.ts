import { afterEach, describe, expect, test } from "bun:test";
import { ask, questions } from "../test/http-client.ts";
import { dialects, forms, modelOf, question } from "../test/questions.ts";
import { readEvents } from "../test/sse.ts";
import { parse, understand } from "../test/understood.ts";
import { ScriptError, startProvider } from "./index.ts";
import type { Answer, Dialect, SaidAnswer, SimulatedProvider, StopReason } from "./index.ts";

let provider: SimulatedProvider | undefined;
afterEach(() => provider?.stop());

const text = "Paris — that is: 巴黎 🥐.\nA second line, and\ttabs.";
const rows = dialects.flatMap((dialect) => forms.map((form) => ({ dialect, form })));

/** The port of a provider that gives this answer. */
async function saying(answer: Answer): Promise<number> {
  provider = await startProvider({ script: { rules: [{ answer }] } });
  return provider.port;
}

const usages: Readonly<Record<Dialect, Readonly<Record<string, number>>>> = {
  messages: { input_tokens: 10, cache_read_input_tokens: 200, output_tokens: 40 },
  chat: { prompt_tokens: 3210, completion_tokens: 40, total_tokens: 3250 },
  responses: { input_tokens: 3210, output_tokens: 40, total_tokens: 3250 },
  gemini: { promptTokenCount: 3210, candidatesTokenCount: 25, totalTokenCount: 3250 },
};

const stops: Readonly<Record<StopReason, Readonly<Record<Dialect, string>>>> = {
  end: { messages: "end_turn", chat: "stop", responses: "completed", gemini: "STOP" },
  "max-tokens": {
    messages: "max_tokens",
    chat: "length",
    responses: "max_output_tokens",
    gemini: "MAX_TOKENS",
  },
  "stop-sequence": { messages: "stop_sequence", chat: "stop", responses: "completed", gemini: "STOP" },
  "tool-calls": { messages: "tool_use", chat: "tool_calls", responses: "completed", gemini: "STOP" },
  refusal: { messages: "refusal", chat: "content_filter", responses: "content_filter", gemini: "SAFETY" },
};

const ids: Readonly<Record<Dialect, RegExp>> = {
  messages: /^msg_\w{1,60}$/,
  chat: /^chatcmpl-\w{1,55}$/,
  responses: /^resp_\w{1,59}$/,
  gemini: /^\w{1,64}$/,
};

describe.each(rows)("$dialect, $form", ({ dialect, form }) => {
  const asked = question(dialect, form);
  const read = understand[dialect][form];

  test("without a script the answer repeats the prompt and says that it is simulated", async () => {
    provider = await startProvider();
    const { status, text: body } = await ask(provider.port, asked);
    expect(status).toBe(200);
    expect(read(body).text).toStartWith(
      'You said: "What is the capital of France?". This answer is simulated',
    );
    expect(read(body).model).toBe(modelOf[dialect]);
  });

  test.each<{ how: string; cut: Pick<SaidAnswer, "pieces"> }>([
    { how: "by words", cut: {} },
    { how: "character by character", cut: { pieces: 1 } },
    { how: "by seven characters", cut: { pieces: 7 } },
    { how: "in one piece", cut: { pieces: [text] } },
    { how: "where the script says", cut: { pieces: ["Par", "", text.slice(3)] } },
  ])("the scripted text arrives, cut $how", async ({ cut }) => {
    const port = await saying({ kind: "said", text, ...cut });
    expect(read((await ask(port, asked)).text).text).toBe(text);
  });

  test("the scripted usage arrives in the dialect's arithmetic", async () => {
    const usage = {
      inputTokens: 10,
      cacheReadTokens: 200,
      cacheWriteTokens: 3000,
      outputTokens: 40,
      reasoningTokens: 15,
    };
    const port = await saying({ kind: "said", text, usage });
    expect(read((await ask(port, asked)).text).usage).toEqual(usages[dialect]);
  });

  test("thinking arrives before the text, and apart from it", async () => {
    const port = await saying({ kind: "said", text, thinking: "The capital… of France." });
    const heard = read((await ask(port, asked)).text);
    expect(heard).toMatchObject({ thinking: "The capital… of France.", text });
  });

  test("several tool calls arrive with their input, in order, after the text", async () => {
    const toolCalls = [
      { name: "weather", input: { city: "Paris", days: [1, 2], note: 'a "quoted" word' } },
      { name: "time", input: {} },
      { name: "weather", input: { city: "Rome" } },
    ];
    const port = await saying({ kind: "said", text, toolCalls });
    const heard = read((await ask(port, asked)).text);
    expect(heard).toMatchObject({ text, toolCalls, stop: stops["tool-calls"][dialect] });
  });

  test.each(["end", "max-tokens", "stop-sequence", "refusal"] as const)(
    "the stop %s is told in the dialect's word",
    async (stop) => {
      const port = await saying({ kind: "said", text, stop });
      expect(read((await ask(port, asked)).text).stop).toBe(stops[stop][dialect]);
    },
  );

  test("a refusal says why", async () => {
    const port = await saying({ kind: "said", text: "", refusal: "I would rather not." });
    const heard = read((await ask(port, asked)).text);
    expect(heard).toMatchObject({ text: "", refusal: "I would rather not." });
  });

  test("an answer without any text or call is complete", async () => {
    const heard = read((await ask(await saying({ kind: "said", text: "" }), asked)).text);
    expect(heard).toMatchObject({ text: "", toolCalls: [], stop: stops.end[dialect] });
  });

  test("a structured answer is its value as JSON", async () => {
    const value = { city: "Paris", people: [2, null], naïve: true };
    const heard = read((await ask(await saying({ kind: "structured", value, pieces: 3 }), asked)).text);
    expect(parse(heard.text)).toEqual(value);
  });

  test("every answer has an identifier of its own in the vendor's manner", async () => {
    provider = await startProvider();
    const first = read((await ask(provider.port, asked)).text);
    const second = read((await ask(provider.port, asked)).text);
    expect(String(first.id)).toMatch(ids[dialect]);
    expect(second.id).not.toBe(first.id);
  });

  test("the vendor's own fields come with the answer", async () => {
    provider = await startProvider();
    const { headers } = await ask(provider.port, asked);
    expect(headers["content-type"]).toBe(
      form === "whole" ? "application/json" : "text/event-stream; charset=utf-8",
    );
    const vendors = {
      messages: { "request-id": expect.stringMatching(/^req_/) },
      chat: { "x-request-id": expect.stringMatching(/^req_/), "x-ratelimit-remaining-requests": "9999" },
      responses: { "x-request-id": expect.stringMatching(/^req_/), "openai-version": "2020-10-01" },
      gemini: { "x-content-type-options": "nosniff" },
    };
    expect(headers).toMatchObject(vendors[dialect]);
  });
});

test("a stream of messages has the vendor's sequence of events, one block after the other", async () => {
  const port = await saying({
    kind: "said",
    text: "ab",
    pieces: 1,
    toolCalls: [{ name: "f", input: { a: 1 } }],
  });
  const events = readEvents((await ask(port, questions.messages({ stream: true }))).text);
  const sequence = events.map(({ name, data }) => `${name} ${JSON.stringify(parse(data)["index"] ?? "")}`);
  expect(sequence.map((line) => line.replace(' ""', ""))).toEqual([
    "message_start",
    "content_block_start 0",
    "ping",
    "content_block_delta 0",
    "content_block_delta 0",
    "content_block_stop 0",
    "content_block_start 1",
    "content_block_delta 1",
    "content_block_delta 1",
    "content_block_stop 1",
    "message_delta",
    "message_stop",
  ]);
});

test("a stream of chat tells usage only to whoever asked for it", async () => {
  provider = await startProvider();
  const asked = questions.chat({ stream: true, stream_options: { include_usage: true } });
  expect((await ask(provider.port, asked)).text).toContain('"total_tokens"');
  const { text: stream } = await ask(provider.port, questions.chat({ stream: true }));
  expect(stream).not.toContain("usage");
  expect(stream).toEndWith("data: [DONE]\n\n");
});

test("a stream cuts between characters, never through one", async () => {
  const port = await saying({ kind: "said", text: "🥐é🥐", pieces: 1 });
  const { text: stream } = await ask(port, questions.chat({ stream: true }));
  expect(Array.from(stream.matchAll(/"content":"([^"]+)"/g), ([, piece]) => piece)).toEqual([
    "🥐",
    "é",
    "🥐",
  ]);
});

test("the first chunk of chat names the role, and one chunk the reason to finish", async () => {
  const port = await saying({ kind: "said", text: "one two", pieces: ["one", " two"] });
  const { text: stream } = await ask(port, questions.chat({ stream: true }));
  const deltas = readEvents(stream)
    .slice(0, -1)
    .map(({ data }) => parse(data)["choices"]);
  expect(deltas).toMatchObject([
    [{ delta: { role: "assistant", content: "" }, finish_reason: null }],
    [{ delta: { content: "one" }, finish_reason: null }],
    [{ delta: { content: " two" }, finish_reason: null }],
    [{ delta: {}, finish_reason: "stop" }],
  ]);
});

test("the list of models has the shape of the vendor whose version field is sent", async () => {
  provider = await startProvider({ script: { models: ["first", "second"] } });
  const list = (headers: Record<string, string>): ReturnType<typeof ask> =>
    ask(provider?.port ?? 0, { method: "GET", path: "/v1/models?limit=1000", headers });
  expect(parse((await list({ "anthropic-version": "2023-06-01" })).text)).toMatchObject({
    data: [
      { type: "model", id: "first" },
      { type: "model", id: "second" },
    ],
    has_more: false,
    first_id: "first",
    last_id: "second",
  });
  expect(parse((await list({})).text)).toMatchObject({
    object: "list",
    data: [
      { object: "model", id: "first" },
      { object: "model", id: "second" },
    ],
  });
});

test("a script that cannot be played is refused before anything listens", async () => {
  const script = { rules: [{ answer: { kind: "said", text: "ab", pieces: ["a"] } }] } as const;
  const refusal = await startProvider({ script }).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(ScriptError);
  expect(refusal).toMatchObject({ code: "script-invalid", details: { path: "rules[0].answer.pieces" } });
});

test("an address that is taken is an error", async () => {
  provider = await startProvider();
  const refusal = await startProvider({ port: provider.port }).catch((error: unknown) => error);
  expect(refusal).toMatchObject({ code: "EADDRINUSE" });
});
