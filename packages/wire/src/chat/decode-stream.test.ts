import { describe, expect, test } from "bun:test";
import type { ChatCompletionChunk } from "openai/resources/chat/completions";
import { answer, delta, done, endOf, finish, head, heard } from "../../test/chat-stream.ts";
import type { Said } from "../../test/chat-stream.ts";

/** As OpenAI answers, with a call beside the text. */
const openai = [
  {
    ...head,
    choices: [
      {
        index: 0,
        delta: { role: "assistant", content: "", refusal: null },
        logprobs: null,
        finish_reason: null,
      },
    ],
    usage: null,
  },
  {
    ...head,
    choices: [{ index: 0, delta: { content: "It is" }, logprobs: null, finish_reason: null }],
    usage: null,
  },
  {
    ...head,
    choices: [{ index: 0, delta: { content: " raining." }, logprobs: null, finish_reason: null }],
    usage: null,
  },
  {
    ...head,
    choices: [
      {
        index: 0,
        delta: {
          tool_calls: [
            { index: 0, id: "call_1", type: "function", function: { name: "umbrella", arguments: "" } },
          ],
        },
        finish_reason: null,
      },
    ],
    usage: null,
  },
  {
    ...head,
    choices: [
      {
        index: 0,
        delta: { tool_calls: [{ index: 0, function: { arguments: '{"open":' } }] },
        finish_reason: null,
      },
    ],
    usage: null,
  },
  {
    ...head,
    choices: [
      {
        index: 0,
        delta: { tool_calls: [{ index: 0, function: { arguments: "true}" } }] },
        finish_reason: null,
      },
    ],
    usage: null,
  },
  { ...head, choices: [{ index: 0, delta: {}, logprobs: null, finish_reason: "tool_calls" }], usage: null },
  {
    ...head,
    choices: [],
    usage: {
      prompt_tokens: 20,
      completion_tokens: 9,
      total_tokens: 29,
      prompt_tokens_details: { cached_tokens: 8 },
      completion_tokens_details: { reasoning_tokens: 4 },
    },
  },
] satisfies ChatCompletionChunk[];

describe("OpenAI's own stream", () => {
  test("tells parts one after the other, the finish and then the usage", () => {
    const events = heard([...openai, done]);
    expect(events.filter(({ kind }) => kind !== "usage-report")).toEqual([
      { kind: "response-start", id: "chatcmpl-1", model: "gpt-5.5", createdAt: 1_700_000_000 },
      { kind: "part-start", index: 0, part: { kind: "text" } },
      { kind: "text-delta", index: 0, text: "It is" },
      { kind: "text-delta", index: 0, text: " raining." },
      { kind: "part-end", index: 0 },
      {
        kind: "part-start",
        index: 1,
        part: { kind: "tool-call", id: "call_1", name: "umbrella", inputKind: "json" },
      },
      { kind: "input-delta", index: 1, text: '{"open":' },
      { kind: "input-delta", index: 1, text: "true}" },
      { kind: "part-end", index: 1 },
      { kind: "response-finish", finish: { reason: "tool-calls" } },
      { kind: "end", reason: "complete" },
    ]);
    expect(answer([...openai, done]).usage).toMatchObject({
      inputTokens: 12,
      cacheReadTokens: 8,
      outputTokens: 9,
      reasoningTokens: 4,
    });
  });

  test("is truncated wherever it stops before the finish, and tells no part's end that was not there", () => {
    for (let length = 0; length < 7; length++) {
      const events = heard(openai.slice(0, length));
      expect(events.at(-1)).toEqual({ kind: "end", reason: "truncated" });
      expect(events.filter(({ kind }) => kind === "end")).toHaveLength(1);
      expect(events.some(({ kind }) => kind === "response-finish")).toBe(false);
      const starts = events.filter(({ kind }) => kind === "part-start").length;
      const ends = events.filter(({ kind }) => kind === "part-end").length;
      // The text has ended where the call begins; what was last open stays open.
      expect(ends).toBe(Math.max(0, starts - 1));
    }
  });

  test("is whole without `[DONE]`: many servers leave it out", () => {
    expect(endOf(openai)).toEqual({ kind: "end", reason: "complete" });
    expect(endOf(openai.slice(0, 7))).toEqual({ kind: "end", reason: "complete" });
  });

  test("is not whole with `[DONE]` alone: proxies say it when the provider broke off", () => {
    expect(endOf([...openai.slice(0, 3), done])).toMatchObject({ kind: "end", reason: "truncated" });
    expect(heard([done])).toMatchObject([{ kind: "end", reason: "truncated" }]);
  });

  test("is over with `[DONE]`, whatever follows", () => {
    const events = heard([
      ...openai,
      done,
      delta({ content: "more" }),
      done,
      "rubbish",
      { error: { message: "late" } },
    ]);
    expect(events).toEqual(heard([...openai, done]));
  });
});

describe("odd ways to begin and to end", () => {
  test.each<readonly [string, readonly Said[]]>([
    [
      "Azure's chunk about the prompt",
      [{ id: "", model: "", created: 0, object: "", choices: [], prompt_filter_results: [] }, ...openai],
    ],
    ["empty messages", ["", " ", ...openai]],
    ["obfuscation", openai.map((chunk) => ({ ...chunk, obfuscation: "aB3" }))],
    [
      "a second finish, and content after it",
      [...openai.slice(0, 7), finish("stop"), delta({ content: "late" }), ...openai.slice(7)],
    ],
    [
      "another answer beside the first",
      [
        ...openai.slice(0, 2),
        { ...head, choices: [{ index: 1, delta: { content: "or so" } }] },
        ...openai.slice(2),
      ],
    ],
    ["an `error` of null, and an empty finish reason", openai.map((chunk) => ({ ...chunk, error: null }))],
  ])("%s changes nothing", (_what, messages) => {
    expect(answer([...messages, done])).toEqual(answer([...openai, done]));
  });

  test("a stream of content alone gets a start of its own", () => {
    const events = heard([
      { choices: [{ delta: { content: "hi" } }] },
      { choices: [{ delta: {}, finish_reason: "stop" }] },
    ]);
    expect(events[0]).toEqual({ kind: "response-start", id: "", model: "" });
    expect(events.at(-1)).toEqual({ kind: "end", reason: "complete" });
  });

  test("content in the finishing chunk is not lost", () => {
    const messages = [
      delta({ content: "a" }),
      { ...head, choices: [{ index: 0, delta: { content: "b" }, finish_reason: "stop" }] },
    ];
    expect(answer(messages).parts).toEqual([{ kind: "text", text: "ab" }]);
  });

  test("a whole message in a chunk is read like a delta", () => {
    const messages = [
      {
        ...head,
        choices: [{ index: 0, message: { role: "assistant", content: "all" }, finish_reason: "stop" }],
      },
    ];
    expect(answer(messages).parts).toEqual([{ kind: "text", text: "all" }]);
  });

  test.each<readonly [string, object]>([
    ["the finishing chunk", { ...finish("stop"), usage: { prompt_tokens: 3, completion_tokens: 2 } }],
    ["Groq's field", { ...finish("stop"), x_groq: { usage: { prompt_tokens: 3, completion_tokens: 2 } } }],
    ["Moonshot's choice", finish("stop", { usage: { prompt_tokens: 3, completion_tokens: 2 } })],
  ])("usage is read from %s", (_where, chunk) => {
    expect(answer([delta({ content: "a" }), chunk]).usage).toMatchObject({ inputTokens: 3, outputTokens: 2 });
  });

  test("a message of another event's name is passed over, unless it is a chunk all the same", () => {
    const messages = ["not JSON", delta({ content: "a" }), finish("stop"), done];
    const events = heard(messages, ["ping", "completion"]);
    expect(events.at(-1)).toEqual({ kind: "end", reason: "complete" });
    expect(events.filter(({ kind }) => kind === "text-delta")).toHaveLength(1);
  });

  test.each(["{", "null", "[]", '"text"', "<html>"])(
    "%s is no chunk, and nothing is heard after it",
    (data) => {
      const events = heard([delta({ content: "a" }), data, delta({ content: "b" }), finish("stop"), done]);
      expect(events.at(-1)).toEqual({
        kind: "end",
        reason: "malformed",
        detail: "a chunk, as a JSON object",
      });
      expect(events.filter(({ kind }) => kind === "text-delta")).toHaveLength(1);
    },
  );
});

describe("failures in mid-stream", () => {
  test.each<readonly [string, Said, string]>([
    ["an error object", { error: { message: "Overloaded", type: "overloaded_error" } }, "overloaded"],
    ["an error text", { error: "CUDA out of memory" }, "provider-error"],
    [
      "OpenRouter's, with a code for a status",
      {
        ...head,
        error: { code: 429, message: "Slow down" },
        choices: [{ index: 0, delta: { content: "" }, finish_reason: "error" }],
      },
      "rate-limited",
    ],
    [
      "one in the choice",
      { ...head, choices: [{ index: 0, error: { code: 502, message: "Gone" } }] },
      "provider-error",
    ],
    [
      "vLLM's",
      { object: "error", message: "The engine died", type: "InternalServerError", code: 500 },
      "provider-error",
    ],
    ["a finish that is one", finish("error"), "provider-error"],
    ["DeepSeek's finish", finish("insufficient_system_resource"), "overloaded"],
  ])("%s is a failure and the end", (_what, message, kind) => {
    const events = heard([delta({ content: "a" }), message, delta({ content: "b" }), finish("stop"), done]);
    expect(events.slice(-2)).toMatchObject([
      { kind: "failure", failure: { kind } },
      { kind: "end", reason: "failed" },
    ]);
    expect(events.filter((event) => event.kind === "text-delta")).toHaveLength(1);
  });

  test("an event called `error` is one, whatever it holds", () => {
    const events = heard(["upstream gone"], ["error"]);
    expect(events).toMatchObject([
      { kind: "failure", failure: { kind: "provider-error" } },
      { kind: "end", reason: "failed" },
    ]);
  });
});
