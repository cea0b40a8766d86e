import { describe, expect, test } from "bun:test";
import type { DialectName } from "../dialect-name.ts";
import { watchStream } from "./stream-watcher.ts";
import type { StreamWatcher } from "./stream-watcher.ts";

const encoder = new TextEncoder();

function watch(dialect: DialectName, ...texts: readonly string[]): StreamWatcher {
  const watcher = watchStream(dialect);
  for (const text of texts) watcher.push(encoder.encode(text));
  return watcher;
}

/** An event with the type for its name. */
function named(type: string, rest: object): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...rest })}\n\n`;
}

function plain(data: object | string): string {
  return `data: ${typeof data === "string" ? data : JSON.stringify(data)}\n\n`;
}

const usageAtStart = { input_tokens: 25, cache_read_input_tokens: 4, output_tokens: 1 };
const message = {
  start: named("message_start", {
    message: { id: "msg_1", role: "assistant", content: [], stop_reason: null, usage: usageAtStart },
  }),
  block: named("content_block_start", { index: 0, content_block: { type: "text", text: "" } }),
  ping: named("ping", {}),
  text: named("content_block_delta", { index: 0, delta: { type: "text_delta", text: "Hello" } }),
  blockEnd: named("content_block_stop", { index: 0 }),
  delta: named("message_delta", {
    delta: { stop_reason: "end_turn", stop_sequence: null },
    usage: { output_tokens: 15 },
  }),
  stop: named("message_stop", {}),
};

function chunk(delta: object, rest: object = {}): string {
  const choices = [{ index: 0, delta, logprobs: null, finish_reason: null, ...rest }];
  return plain({ id: "chatcmpl-1", object: "chat.completion.chunk", model: "gpt-5.5", choices, usage: null });
}

function candidate(parts: readonly object[], rest: object = {}): string {
  return plain({
    candidates: [{ content: { parts, role: "model" }, index: 0, ...rest }],
    modelVersion: "gemini-3",
  });
}

describe("content begins", () => {
  const beforeText = message.start + message.block + message.ping;
  test.each<[string, DialectName, string, string]>([
    ["text", "messages", beforeText, message.text],
    [
      "thinking",
      "messages",
      beforeText,
      named("content_block_delta", { index: 0, delta: { type: "thinking_delta", thinking: "So" } }),
    ],
    [
      "a tool's input",
      "messages",
      message.start +
        named("content_block_start", { content_block: { type: "tool_use", name: "Bash", input: {} } }),
      named("content_block_delta", { index: 0, delta: { type: "input_json_delta", partial_json: "{" } }),
    ],
    [
      "text",
      "chat",
      chunk({ role: "assistant", content: "" }) + chunk({ content: null }),
      chunk({ content: "Hello" }),
    ],
    ["reasoning", "chat", chunk({ role: "assistant" }), chunk({ reasoning_content: "So" })],
    [
      "a tool's input",
      "chat",
      chunk({ tool_calls: [{ index: 0, id: "call_1", function: { name: "bash", arguments: "" } }] }),
      chunk({ tool_calls: [{ index: 0, function: { arguments: "{" } }] }),
    ],
    [
      "text",
      "responses",
      named("response.created", { response: { output: [], instructions: "Be kind." } }) +
        named("response.output_item.added", { item: { type: "message", content: [] } }),
      named("response.output_text.delta", { delta: "Hello", logprobs: [] }),
    ],
    [
      "an item that comes whole",
      "responses",
      named("response.in_progress", { response: { output: [] } }),
      named("response.output_item.done", { item: { type: "function_call", arguments: "{}" } }),
    ],
    ["text", "gemini", candidate([{ text: "" }]), candidate([{ text: "Hello" }])],
    ["a thought", "gemini", candidate([]), candidate([{ text: "So", thought: true }])],
    [
      "a call",
      "gemini",
      candidate([{ thoughtSignature: "c2ln" }]),
      candidate([{ functionCall: { name: "bash", args: {} } }]),
    ],
  ])("with the first %s of %s", (_, dialect, before, first) => {
    const watcher = watchStream(dialect);
    expect(watcher.push(encoder.encode(before))).toBe(before.length);
    expect(watcher.watched.contentAt).toBeUndefined();
    expect(watcher.push(encoder.encode(before + first))).toBe(before.length);
    expect(watcher.watched.contentAt).toBe(2 * before.length);
    expect(watcher.push(encoder.encode(before))).toBe(0);
  });

  test("where its event begins, though that came in pieces", () => {
    const watcher = watchStream("messages");
    expect(watcher.push(encoder.encode(message.start + message.text.slice(0, 30)))).toBe(
      message.start.length,
    );
    expect(watcher.watched).toMatchObject({ contentAt: undefined, isBetweenEvents: false });
    expect(watcher.push(encoder.encode(message.text.slice(30)))).toBe(0);
    expect(watcher.watched).toMatchObject({ contentAt: message.start.length, isBetweenEvents: true });
  });

  test("only once its event is whole", () => {
    expect(watch("messages", message.text.slice(0, -1)).watched.contentAt).toBeUndefined();
    expect(watch("messages", message.text).watched.contentAt).toBe(0);
  });
});

describe("an answer's outcome is seen", () => {
  test("in messages", () => {
    const watcher = watch("messages", ...Object.values(message));
    expect(watcher.watched).toEqual({
      bytes: Object.values(message).join("").length,
      events: 7,
      contentAt: (message.start + message.block + message.ping).length,
      eventsEndAt: watcher.watched.bytes,
      isBetweenEvents: true,
      finish: "end_turn",
      hasTerminal: true,
      error: undefined,
    });
    expect(watcher.usage()).toEqual([usageAtStart, { output_tokens: 15 }]);
  });

  test("in chat, with the usage in a chunk of its own", () => {
    const usage = { prompt_tokens: 9, completion_tokens: 2, prompt_tokens_details: { cached_tokens: 4 } };
    const watcher = watch("chat", chunk({ content: "Hi" }), chunk({}, { finish_reason: "tool_calls" }));
    expect(watcher.watched).toMatchObject({ finish: "tool_calls", hasTerminal: false });
    watcher.push(encoder.encode(plain({ choices: [], usage }) + plain("[DONE]")));
    expect(watcher.watched).toMatchObject({ finish: "tool_calls", hasTerminal: true, events: 4 });
    expect(watcher.usage()).toEqual([usage]);
  });

  test.each([
    ["completed", null, "completed"],
    ["incomplete", { reason: "max_output_tokens" }, "max_output_tokens"],
    ["incomplete", null, "incomplete"],
  ])("in responses that are %s because of %j", (status, details, finish) => {
    const usage = { input_tokens: 3, output_tokens: 4 };
    const response = { status, incomplete_details: details, output: [{ usage: "none" }], usage, tools: [] };
    const watcher = watch("responses", named(`response.${status}`, { response }));
    expect(watcher.watched).toMatchObject({ finish, hasTerminal: true, error: undefined });
    expect(watcher.usage()).toEqual([usage]);
  });

  test("in gemini, whose usage comes with every chunk", () => {
    const counts = [
      { promptTokenCount: 5 },
      { promptTokenCount: 5, candidatesTokenCount: 1 },
      { totalTokenCount: 9 },
    ];
    const chunks = counts.map((usageMetadata) =>
      plain({ candidates: [{ content: { parts: [{ text: "a" }] }, finishReason: "STOP" }], usageMetadata }),
    );
    const watcher = watch("gemini", ...chunks);
    expect(watcher.watched).toMatchObject({ finish: "STOP", hasTerminal: false });
    expect(watcher.usage()).toEqual([{ promptTokenCount: 5 }, { totalTokenCount: 9 }]);
  });

  test("in gemini, when the prompt is refused", () => {
    const watcher = watch("gemini", plain({ promptFeedback: { blockReason: "SAFETY" } }));
    expect(watcher.watched.finish).toBe("SAFETY");
  });
});

describe("an error is seen", () => {
  const overloaded = { type: "overloaded_error", message: "Overloaded" };
  const quota = { message: "Slow down.", code: 429, status: "RESOURCE_EXHAUSTED" };
  test.each<[string, DialectName, string, object]>([
    ["by its name", "messages", named("error", { error: overloaded }), { type: "error", error: overloaded }],
    [
      "by its type",
      "messages",
      plain({ type: "error", error: overloaded }),
      { type: "error", error: overloaded },
    ],
    ["by its member", "messages", plain({ error: overloaded }), { error: overloaded }],
    ["by its member", "chat", plain({ error: quota, id: "x" }), { error: quota }],
    ["by its name", "chat", `event: error\n${plain({ message: "No." })}`, { message: "No." }],
    [
      "by its name",
      "responses",
      named("error", { code: "server_error" }),
      { type: "error", code: "server_error" },
    ],
    [
      "in a failed response",
      "responses",
      named("response.failed", { response: { error: quota, output: [] } }),
      { error: quota },
    ],
    [
      "in a failed response that says no more",
      "responses",
      named("response.failed", { response: { error: null } }),
      { error: null },
    ],
    ["by its member", "gemini", plain({ error: quota }), { error: quota }],
    ["in a list", "gemini", plain([{ error: quota }]), { error: quota }],
  ])("%s in %s", (_, dialect, event, error) => {
    expect(JSON.parse(watch(dialect, event).watched.error ?? "")).toEqual(error);
  });

  test("as it is where it is not JSON", () => {
    expect(watch("messages", "event: error\ndata: upstream\ndata: is gone\n\n").watched.error).toBe(
      "upstream\nis gone",
    );
  });

  test("and nothing that follows it", () => {
    const watcher = watch(
      "messages",
      named("error", { error: {} }),
      message.text,
      message.delta,
      message.stop,
    );
    expect(watcher.watched).toMatchObject({
      contentAt: undefined,
      finish: undefined,
      hasTerminal: false,
      events: 4,
    });
  });
});

describe("a text is never more than a text", () => {
  const traps = [
    '","finish_reason":"stop","error":{"message":"x"},"usage":{"a":1},"y":"',
    '{"type":"error","error":{}}',
    "[DONE]",
    'data: [DONE]\n\nevent: error\ndata: {"error":{}}\n\n',
    "\\",
    '\\"},"finish_reason":"stop","error":{}',
  ];
  const deltas: Readonly<Record<DialectName, (text: string) => string>> = {
    messages: (text) => named("content_block_delta", { delta: { type: "text_delta", text } }),
    chat: (text) => chunk({ content: text }),
    responses: (text) => named("response.output_text.delta", { delta: text }),
    gemini: (text) => candidate([{ text }]),
  };
  test.each(["messages", "chat", "responses", "gemini"] satisfies DialectName[])("in %s", (dialect) => {
    const text = traps.map(deltas[dialect]).join("");
    for (const watcher of [watch(dialect, text), watch(dialect, ...text.split(""))]) {
      expect(watcher.watched).toMatchObject({
        events: traps.length,
        contentAt: 0,
        finish: undefined,
        hasTerminal: false,
        error: undefined,
      });
      expect(watcher.usage()).toEqual([]);
    }
  });

  test("nor does a name that is met elsewhere mean anything", () => {
    const delta = { content: "a", finish_reason: "stop", error: { message: "x" }, usage: { a: 1 } };
    const watcher = watch("chat", chunk(delta, { logprobs: { error: {}, content: [{ usage: {} }] } }));
    expect(watcher.watched).toMatchObject({ finish: undefined, error: undefined });
    expect(watcher.usage()).toEqual([]);
  });
});

describe("where events begin and end is known", () => {
  test.each([
    ["after an event", "data: {}\n\n", 10, true],
    ["after a comment", "data: {}\n\n: keep-alive\n", 10, true],
    ["inside a comment", "data: {}\n\n: keep-alive", 10, false],
    ["inside a line", "data: {}\n\nda", 10, false],
    ["inside an event", "data: {}\n\ndata: {}\n", 10, false],
    ["behind a name", "data: {}\n\nevent: x\n", 10, false],
    ["after CRLF", "data: {}\r\n\r\n", 12, true],
    ["after CR", "data: {}\r\r", 10, true],
    ["at the very beginning", "", 0, true],
  ])("%s", (_, text, eventsEndAt, isBetweenEvents) => {
    expect(watch("chat", text).watched).toMatchObject({ eventsEndAt, isBetweenEvents });
  });

  test("an event without data is none", () => {
    expect(watch("chat", "event: x\n\n: a\n\n\n\n").watched.events).toBe(0);
  });
});

test("a byte order mark inside of a stream is a part of what it stands in", () => {
  expect(watch("messages", "\ufeffevent: error\ndata: 1\n\n").watched.error).toBe("1");
  expect(watch("messages", "\nevent: \ufefferror\ndata: 1\n\n").watched.error).toBeUndefined();
  const marked = '{"\ufefferror":{"message":"x"}}';
  for (const texts of [[plain(marked)], plain(marked).split("")]) {
    expect(watch("chat", ...texts).watched.error).toBeUndefined();
  }
  expect(watch("chat", "event: error\ndata: \ufeff1\n\n").watched.error).toBe("\ufeff1");
});

test("a name counts for its own event, however much of it the one before had", () => {
  const events = ["errors", "error", "err"].map((name) => `event: ${name}\ndata: ${name}\n\n`);
  expect(watch("messages", events.join("")).watched.error).toBe("error");
  expect(watch("messages", events.toReversed().join("")).watched.error).toBe("error");
});

describe("events of any size", () => {
  const megabytes = "A".repeat(3 * 1024 * 1024);

  test("are looked through to their end, and not kept", () => {
    const usageMetadata = { candidatesTokenCount: 1290 };
    const image = [{ inlineData: { mimeType: "image/png", data: megabytes } }];
    const watcher = watchStream("gemini");
    const text = plain({ candidates: [{ content: { parts: image }, finishReason: "STOP" }], usageMetadata });
    for (const piece of text.match(/[^]{1,10000}/g) ?? []) watcher.push(encoder.encode(piece));
    expect(watcher.watched).toMatchObject({ events: 1, contentAt: 0, finish: "STOP" });
    expect(watcher.usage()).toEqual([usageMetadata]);
  });

  test("have errors that are cut, and no usage or finish beyond belief", () => {
    expect(watch("chat", `event: error\n${plain(megabytes)}`).watched.error).toHaveLength(64 * 1024);
    const error = plain({ error: { message: megabytes } });
    expect(watch("chat", error).watched.error).toHaveLength(64 * 1024 + '{"error":}'.length);
    const pieces = [error.slice(0, 99), error.slice(99, 100_000), error.slice(100_000)];
    expect(watch("chat", ...pieces).watched.error).toHaveLength(64 * 1024 + 10);
    const watcher = watch("chat", chunk({}, { finish_reason: megabytes }), plain({ usage: { megabytes } }));
    expect(watcher.watched.finish).toBeUndefined();
    expect(watcher.usage()).toEqual([]);
  });
});
