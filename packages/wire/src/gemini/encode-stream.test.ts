import { describe, expect, test } from "bun:test";
import type { ReplyContext } from "../dialect.ts";
import { parseJson } from "../json/value.ts";
import type { JsonValue } from "../json/value.ts";
import type { StreamEvent } from "../model/event.ts";
import { createStreamEncoder } from "./encode-stream.ts";

const context: ReplyContext = {
  request: { origin: "gemini", model: "m", isStreamed: true, turns: [] },
  model: "m",
  idSeed: "seed",
  createdAt: 0,
  seal: ({ dialect, value }) => `hf1.${dialect}.${value}`,
  scope: "here",
};

function textFrom(events: readonly StreamEvent[]): string {
  const { encode } = createStreamEncoder(context);
  return events.map((event) => encode(event)).join("");
}

/** The messages; every one has to be there in full. */
function messagesFrom(...events: readonly StreamEvent[]): JsonValue[] {
  const blocks = textFrom(events).split("\n\n");
  expect(blocks.pop()).toBe("");
  return blocks.map((block) => parseJson(block.replace(/^data: /, "")) ?? block);
}

function message(...parts: readonly JsonValue[]): JsonValue {
  return {
    candidates: [{ content: { parts, role: "model" }, index: 0 }],
    modelVersion: "m",
    responseId: "seed",
  };
}

const start: StreamEvent = { kind: "response-start", id: "msg_1", model: "claude" };
const complete: StreamEvent = { kind: "end", reason: "complete" };

function text(index: number, ...deltas: readonly string[]): StreamEvent[] {
  return [
    { kind: "part-start", index, part: { kind: "text" } },
    ...deltas.map((delta): StreamEvent => ({ kind: "text-delta", index, text: delta })),
    { kind: "part-end", index },
  ];
}

test("thinking, text and a call of another provider", () => {
  const messages = messagesFrom(
    start,
    { kind: "part-start", index: 0, part: { kind: "thinking" } },
    { kind: "thinking-delta", index: 0, text: "Hm." },
    { kind: "part-end", index: 0, proof: { dialect: "messages", value: "sig" } },
    ...text(1, "I ", "look."),
    {
      kind: "part-start",
      index: 2,
      part: { kind: "tool-call", id: "toolu_1", name: "run", inputKind: "json" },
    },
    { kind: "input-delta", index: 2, text: '{"x"' },
    { kind: "input-delta", index: 2, text: ":1}" },
    { kind: "part-end", index: 2 },
    { kind: "usage-report", usage: { inputTokens: 3 } },
    { kind: "response-finish", finish: { reason: "tool-calls" } },
    { kind: "usage-report", usage: { outputTokens: 5 } },
    complete,
  );
  expect(messages).toEqual([
    message({ text: "Hm.", thought: true }),
    message({ text: "", thought: true, thoughtSignature: "hf1.messages.sig" }),
    message({ text: "I " }),
    message({ text: "look." }),
    message({ functionCall: { id: "toolu_1", name: "run", args: { x: 1 } } }),
    {
      candidates: [{ content: { parts: [{ text: "" }], role: "model" }, finishReason: "STOP", index: 0 }],
      usageMetadata: { promptTokenCount: 3, candidatesTokenCount: 5, totalTokenCount: 8 },
      modelVersion: "m",
      responseId: "seed",
    },
  ]);
});

test("two texts in a row stay two: the second begins in a message that has both", () => {
  expect(messagesFrom(start, ...text(0, "a"), ...text(1, "b", "c"))).toEqual([
    message({ text: "a" }),
    message({ text: "" }, { text: "b" }),
    message({ text: "c" }),
  ]);
});

test("a signature for the part that follows goes with it", () => {
  const carrier: StreamEvent[] = [
    { kind: "part-start", index: 0, part: { kind: "thinking" } },
    { kind: "part-end", index: 0, proof: { dialect: "gemini", value: "c2ln", isForNext: true } },
  ];
  const call: StreamEvent[] = [
    { kind: "part-start", index: 1, part: { kind: "tool-call", id: "", name: "run", inputKind: "freeform" } },
    { kind: "input-delta", index: 1, text: "ls" },
    { kind: "part-end", index: 1 },
  ];
  expect(messagesFrom(start, ...carrier, ...call)).toEqual([
    message({
      functionCall: { id: "call_seed_1", name: "run", args: { input: "ls" } },
      thoughtSignature: "c2ln",
    }),
  ]);
  expect(messagesFrom(start, ...carrier, ...text(1, "a"))).toEqual([
    message({ text: "a" }),
    message({ text: "", thoughtSignature: "c2ln" }),
  ]);
});

test("citations follow their text", () => {
  const messages = messagesFrom(
    { kind: "part-start", index: 0, part: { kind: "text" } },
    { kind: "citation-add", index: 0, citation: { kind: "url", url: "https://a.example", start: 0, end: 2 } },
    { kind: "text-delta", index: 0, text: "Hé." },
    { kind: "part-end", index: 0 },
  );
  expect(messages[1]).toMatchObject({
    candidates: [
      {
        groundingMetadata: {
          groundingChunks: [{ web: { uri: "https://a.example" } }],
          groundingSupports: [
            { segment: { partIndex: 0, startIndex: 0, endIndex: 3, text: "Hé" }, groundingChunkIndices: [0] },
          ],
        },
      },
    ],
  });
});

test("a part that comes whole is written whole", () => {
  const image = { kind: "image", source: { kind: "base64", mediaType: "image/png", data: "aGk=" } } as const;
  expect(
    messagesFrom(
      { kind: "part-start", index: 0, part: { kind: "whole", part: image } },
      { kind: "part-end", index: 0 },
    ),
  ).toEqual([message({ inlineData: { mimeType: "image/png", data: "aGk=" } })]);
});

describe("no finish is written", () => {
  test.each(["truncated", "failed", "malformed"] as const)("where the stream is %s", (reason) => {
    const finish: StreamEvent = { kind: "response-finish", finish: { reason: "end" } };
    expect(textFrom([start, ...text(0, "a"), finish, { kind: "end", reason }])).not.toContain("finishReason");
  });

  test("behind a call that cannot be told, and the client hears of a failure instead", () => {
    const messages = messagesFrom(
      start,
      { kind: "part-start", index: 0, part: { kind: "tool-call", id: "a", name: "run", inputKind: "json" } },
      { kind: "input-delta", index: 0, text: '{"x":' },
      { kind: "part-end", index: 0 },
      { kind: "response-finish", finish: { reason: "tool-calls" } },
      complete,
    );
    expect(messages).toMatchObject([{ error: { code: 500, status: "INTERNAL" } }]);
  });
});

test("a failure is an error among the messages", () => {
  const failure = { kind: "overloaded", message: "Try again.", retryAfterMs: 2000 } as const;
  expect(messagesFrom(start, { kind: "failure", failure })).toEqual([
    {
      error: {
        code: 503,
        message: "Try again.",
        status: "UNAVAILABLE",
        details: [{ "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: "2s" }],
      },
    },
  ]);
});

test("a comment keeps the connection alive", () => {
  expect(textFrom([{ kind: "keep-alive" }])).toBe(": keep-alive\n\n");
});
