import { describe, expect, test } from "bun:test";
import type { ReplyContext } from "../dialect.ts";
import { arrayAt, objectAt } from "../json/decoding.ts";
import { parseJson } from "../json/value.ts";
import type { JsonValue } from "../json/value.ts";
import type { StreamEvent } from "../model/event.ts";
import { createStreamEncoder } from "./encode-stream.ts";

const context: ReplyContext = {
  request: { origin: "chat", model: "my-model", isStreamed: true, turns: [] },
  model: "my-model",
  idSeed: "s33d",
  createdAt: 1_700_000_000,
  seal: ({ dialect, value, isForNext }) => `hf1.${dialect}.${value}${isForNext === true ? ".next" : ""}`,
  scope: "there",
};

function written(events: readonly StreamEvent[], more: Partial<ReplyContext> = {}): string {
  const encoder = createStreamEncoder({ ...context, ...more });
  return events.map((event) => encoder.encode(event)).join("");
}

/** The data of every message, JSON read. */
function said(stream: string): (JsonValue | undefined)[] {
  return stream
    .split("\n\n")
    .filter((message) => message.startsWith("data: "))
    .map((message) => parseJson(message.slice("data: ".length)) ?? message.slice("data: ".length));
}

/** The deltas of the first choice, without the first one, which names the role. */
function deltas(events: readonly StreamEvent[]): unknown[] {
  const chunks = said(written([start, ...events]));
  return chunks.slice(1).map((chunk) => {
    const choice = arrayAt(objectAt(chunk, "chunk")["choices"], "choices")[0];
    return objectAt(choice, "choices[0]")["delta"];
  });
}

const start: StreamEvent = { kind: "response-start", id: "msg_1", model: "claude-opus-5" };
const end: StreamEvent = { kind: "end", reason: "complete" };
const stop: StreamEvent = { kind: "response-finish", finish: { reason: "end" } };
const hello: readonly StreamEvent[] = [
  { kind: "part-start", index: 0, part: { kind: "text" } },
  { kind: "text-delta", index: 0, text: 'He said "hi"\n' },
  { kind: "part-end", index: 0 },
];

describe("a chat stream", () => {
  test("tells a text in chunks of the same head, then the finish, then `[DONE]`", () => {
    const head = {
      id: "chatcmpl-s33d",
      object: "chat.completion.chunk",
      created: 1_700_000_000,
      model: "my-model",
    };
    const choice = { index: 0, logprobs: null, finish_reason: null };
    expect(said(written([start, ...hello, stop, end]))).toEqual([
      { ...head, choices: [{ ...choice, delta: { role: "assistant", content: "", refusal: null } }] },
      { ...head, choices: [{ ...choice, delta: { content: 'He said "hi"\n' } }] },
      { ...head, choices: [{ ...choice, delta: {}, finish_reason: "stop" }] },
      "[DONE]",
    ]);
  });

  test("tells the usage to those who asked for it, and that it is not known before", () => {
    const usage: StreamEvent = { kind: "usage-report", usage: { inputTokens: 3, outputTokens: 2 } };
    const more: StreamEvent = { kind: "usage-report", usage: { cacheReadTokens: 4 } };
    const asked = { request: { ...context.request, includeUsage: true } };
    const chunks = said(written([start, usage, ...hello, stop, more, end], asked));
    expect(chunks.at(-2)).toMatchObject({
      choices: [],
      usage: {
        prompt_tokens: 7,
        completion_tokens: 2,
        total_tokens: 9,
        prompt_tokens_details: { cached_tokens: 4 },
      },
    });
    expect(chunks.slice(0, -2).every((chunk) => JSON.stringify(chunk).includes('"usage":null'))).toBe(true);
    expect(written([start, usage, ...hello, stop, more, end])).not.toContain("usage");
  });

  test("keeps an id of OpenAI's own, and the time", () => {
    const own: StreamEvent = { kind: "response-start", id: "chatcmpl-9", model: "m", createdAt: 5 };
    expect(said(written([own]))).toMatchObject([{ id: "chatcmpl-9", created: 5, model: "my-model" }]);
  });

  test("has no terminal for anything but a whole answer", () => {
    for (const reason of ["truncated", "failed", "malformed"] as const) {
      expect(written([start, ...hello, { kind: "end", reason }])).not.toContain("[DONE]");
    }
  });

  test("tells a failure as OpenAI does, and nothing after it", () => {
    const failure: StreamEvent = { kind: "failure", failure: { kind: "overloaded", message: "Busy." } };
    const chunks = said(written([start, failure, { kind: "end", reason: "failed" }]));
    expect(chunks.slice(1)).toEqual([
      { error: { message: "Busy.", type: "server_error", param: null, code: "service_unavailable" } },
    ]);
  });

  test("keeps the line open with a comment", () => {
    expect(written([{ kind: "keep-alive" }])).toBe(": keep-alive\n\n");
  });

  test("begins by itself where nothing has begun it, and finishes where nothing has finished it", () => {
    const chunks = said(written([...hello, end]));
    expect(chunks).toMatchObject([
      { choices: [{ delta: { role: "assistant" } }] },
      { choices: [{ delta: { content: 'He said "hi"\n' } }] },
      { choices: [{ finish_reason: "stop" }] },
      "[DONE]",
    ]);
  });
});

describe("parts in a chat stream", () => {
  test("calls are numbered, named once, and their input comes in pieces", () => {
    const call = { kind: "tool-call", name: "f", inputKind: "json" } as const;
    expect(
      deltas([
        { kind: "part-start", index: 0, part: { ...call, id: "toolu_1" } },
        { kind: "input-delta", index: 0, text: '{"a"' },
        { kind: "input-delta", index: 0, text: ":1}" },
        { kind: "part-end", index: 0 },
        { kind: "part-start", index: 1, part: { ...call, id: "" } },
        { kind: "part-end", index: 1 },
      ]),
    ).toEqual([
      { tool_calls: [{ index: 0, id: "toolu_1", type: "function", function: { name: "f", arguments: "" } }] },
      { tool_calls: [{ index: 0, function: { arguments: '{"a"' } }] },
      { tool_calls: [{ index: 0, function: { arguments: ":1}" } }] },
      {
        tool_calls: [
          { index: 1, id: "call_s33d_1", type: "function", function: { name: "f", arguments: "" } },
        ],
      },
      // Whoever parses the input of a call without any wants an object.
      { tool_calls: [{ index: 1, function: { arguments: "{}" } }] },
    ]);
  });

  test("a call's presence is what the finish tells", () => {
    const call: StreamEvent = {
      kind: "part-start",
      index: 0,
      part: { kind: "tool-call", id: "a", name: "f", inputKind: "json" },
    };
    expect(said(written([start, call, { kind: "part-end", index: 0 }, stop])).at(-1)).toMatchObject({
      choices: [{ finish_reason: "tool_calls" }],
    });
  });

  test("a custom tool's input is told as such", () => {
    expect(
      deltas([
        {
          kind: "part-start",
          index: 0,
          part: { kind: "tool-call", id: "a", name: "patch", inputKind: "freeform" },
        },
        { kind: "input-delta", index: 0, text: "*** Begin" },
        { kind: "part-end", index: 0 },
      ]),
    ).toEqual([
      { tool_calls: [{ index: 0, id: "a", type: "custom", custom: { name: "patch", input: "" } }] },
      { tool_calls: [{ index: 0, custom: { input: "*** Begin" } }] },
    ]);
  });

  test("thinking is told with its proof in a token of ours", () => {
    expect(
      deltas([
        { kind: "part-start", index: 0, part: { kind: "thinking" } },
        { kind: "thinking-delta", index: 0, text: "hm" },
        { kind: "part-end", index: 0, proof: { dialect: "messages", value: "sig" } },
      ]),
    ).toEqual([
      { reasoning_content: "hm" },
      { reasoning_details: [{ type: "reasoning.encrypted", data: "hf1.messages.sig" }] },
    ]);
  });

  test("a proof of the dialect's own goes as it came", () => {
    const own = '[{"type":"reasoning.text","text":"hm","signature":"s"}]';
    expect(
      deltas([
        { kind: "part-start", index: 0, part: { kind: "thinking" } },
        { kind: "part-end", index: 0, proof: { dialect: "chat", value: own } },
      ]),
    ).toEqual([{ reasoning_details: [{ type: "reasoning.text", text: "hm", signature: "s" }] }]);
  });

  test("thinking without a proof gets none", () => {
    expect(
      deltas([
        { kind: "part-start", index: 0, part: { kind: "thinking" } },
        { kind: "part-end", index: 0, proof: { dialect: "responses", value: "" } },
      ]),
    ).toEqual([]);
  });

  test("a text's proof says that it is for the text, and a call's stands in the call", () => {
    expect(
      deltas([
        { kind: "part-start", index: 0, part: { kind: "text" } },
        { kind: "part-end", index: 0, proof: { dialect: "gemini", value: "t" } },
        {
          kind: "part-start",
          index: 1,
          part: { kind: "tool-call", id: "a", name: "f", inputKind: "freeform" },
        },
        { kind: "part-end", index: 1, proof: { dialect: "gemini", value: "c" } },
      ]),
    ).toMatchObject([
      { reasoning_details: [{ data: "hf1.gemini.t.next" }] },
      { tool_calls: [{ id: "a" }] },
      { tool_calls: [{ index: 0, extra_content: { google: { thought_signature: "hf1.gemini.c" } } }] },
    ]);
  });

  test("citations come with the text's end, counted from where the texts began", () => {
    const text = (index: number, words: string): StreamEvent[] => [
      { kind: "part-start", index, part: { kind: "text" } },
      { kind: "citation-add", index, citation: { kind: "url", url: `https://example.org/${index}` } },
      { kind: "text-delta", index, text: words },
      { kind: "part-end", index },
    ];
    const annotation = (index: number, range: object): object => ({
      annotations: [
        { type: "url_citation", url_citation: { url: `https://example.org/${index}`, title: "", ...range } },
      ],
    });
    expect(deltas([...text(0, "abc"), ...text(1, "de")])).toEqual([
      { content: "abc" },
      annotation(0, { start_index: 0, end_index: 3 }),
      { content: "de" },
      annotation(1, { start_index: 3, end_index: 5 }),
    ]);
  });

  test("a citation's own range is moved by what stands before its text", () => {
    const events: StreamEvent[] = [
      ...hello,
      { kind: "part-start", index: 1, part: { kind: "text" } },
      { kind: "text-delta", index: 1, text: "abcdef" },
      { kind: "citation-add", index: 1, citation: { kind: "url", url: "u", title: "t", start: 1, end: 3 } },
      { kind: "part-end", index: 1 },
    ];
    const before = 'He said "hi"\n'.length;
    expect(deltas(events).at(-1)).toEqual({
      annotations: [
        {
          type: "url_citation",
          url_citation: { url: "u", title: "t", start_index: before + 1, end_index: before + 3 },
        },
      ],
    });
  });

  test("pictures go where OpenRouter puts them; of what nobody knows, its text is told", () => {
    expect(
      deltas([
        {
          kind: "part-start",
          index: 0,
          part: {
            kind: "whole",
            part: { kind: "image", source: { kind: "base64", mediaType: "image/png", data: "AA" } },
          },
        },
        { kind: "part-end", index: 0 },
        {
          kind: "part-start",
          index: 1,
          part: { kind: "whole", part: { kind: "unknown", origin: "messages", value: {}, text: "summary" } },
        },
        { kind: "part-end", index: 1 },
        {
          kind: "part-start",
          index: 2,
          part: { kind: "whole", part: { kind: "unknown", origin: "messages", value: {} } },
        },
        { kind: "part-end", index: 2 },
      ]),
    ).toEqual([
      { images: [{ type: "image_url", image_url: { url: "data:image/png;base64,AA" } }] },
      { content: "summary" },
    ]);
  });

  test("a refusal has a field of its own, in which one that was only explained stands too", () => {
    const refusal: readonly StreamEvent[] = [
      { kind: "part-start", index: 0, part: { kind: "refusal" } },
      { kind: "text-delta", index: 0, text: "No." },
      { kind: "part-end", index: 0 },
    ];
    const finish: StreamEvent = {
      kind: "response-finish",
      finish: { reason: "refusal", explanation: "Harm." },
    };
    expect(deltas([...refusal, finish])).toEqual([{ refusal: "No." }, {}]);
    expect(deltas([finish])).toEqual([{ refusal: "Harm." }, {}]);
    expect(said(written([start, finish])).at(-1)).toMatchObject({
      choices: [{ finish_reason: "content_filter" }],
    });
  });
});
