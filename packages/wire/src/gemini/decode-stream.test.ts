import { describe, expect, test } from "bun:test";
import type { JsonObject, JsonValue } from "../json/value.ts";
import type { StreamEvent } from "../model/event.ts";
import { createStreamDecoder } from "./decode-stream.ts";

/** What is heard of messages, one by one; the bytes end behind the last. */
function eventsFrom(...messages: readonly (JsonValue | string)[]): StreamEvent[] {
  const events: StreamEvent[] = [];
  const decoder = createStreamDecoder((event) => events.push(event), { scope: "here" });
  for (const message of messages) {
    decoder.message({ name: "", data: typeof message === "string" ? message : JSON.stringify(message) });
  }
  decoder.end();
  return events;
}

function said(...parts: readonly JsonValue[]): JsonObject {
  return { candidates: [{ content: { parts, role: "model" }, index: 0 }] };
}

function finished(finishReason: string, more: JsonObject = {}): JsonObject {
  return {
    candidates: [{ content: { parts: [{ text: "" }], role: "model" }, finishReason, index: 0, ...more }],
  };
}

/** Kinds and texts, which is what most of a stream is about. */
function outline(events: readonly StreamEvent[]): string[] {
  return events.map((event) => {
    if (event.kind === "part-start") return `start ${event.part.kind}`;
    if ("text" in event) return event.text;
    if (event.kind === "part-end") return event.proof === undefined ? "end" : `end ${event.proof.value}`;
    if (event.kind === "end" || event.kind === "response-finish") {
      return event.kind === "end" ? event.reason : `finish ${event.finish.reason}`;
    }
    return event.kind;
  });
}

const answer = [
  { ...said({ text: "**Think", thought: true }), responseId: "abc", modelVersion: "gemini-3-pro" },
  said({ text: "ing**", thought: true }),
  said({ text: "I " }),
  { ...said({ text: "look." }), usageMetadata: { promptTokenCount: 5, candidatesTokenCount: 2 } },
  said(
    { functionCall: { name: "run", args: { x: 1 } }, thoughtSignature: "c2ln" },
    { functionCall: { name: "now", args: {} } },
  ),
  { ...finished("STOP"), usageMetadata: { promptTokenCount: 5, candidatesTokenCount: 9 } },
];

test("an answer with thoughts, text and calls", () => {
  const proof = { dialect: "gemini", value: "c2ln", scope: "here" } as const;
  expect(eventsFrom(...answer)).toEqual([
    { kind: "response-start", id: "abc", model: "gemini-3-pro" },
    { kind: "part-start", index: 0, part: { kind: "thinking", form: "summary" } },
    { kind: "thinking-delta", index: 0, text: "**Think" },
    { kind: "thinking-delta", index: 0, text: "ing**" },
    { kind: "part-end", index: 0 },
    { kind: "part-start", index: 1, part: { kind: "text" } },
    { kind: "text-delta", index: 1, text: "I " },
    { kind: "usage-report", usage: { inputTokens: 5, outputTokens: 2 } },
    { kind: "text-delta", index: 1, text: "look." },
    { kind: "part-end", index: 1 },
    { kind: "part-start", index: 2, part: { kind: "tool-call", id: "", name: "run", inputKind: "json" } },
    { kind: "input-delta", index: 2, text: '{"x":1}' },
    { kind: "part-end", index: 2, proof },
    { kind: "part-start", index: 3, part: { kind: "tool-call", id: "", name: "now", inputKind: "json" } },
    { kind: "input-delta", index: 3, text: "{}" },
    { kind: "part-end", index: 3 },
    { kind: "usage-report", usage: { inputTokens: 5, outputTokens: 9 } },
    { kind: "response-finish", finish: { reason: "tool-calls" } },
    { kind: "end", reason: "complete" },
  ]);
});

test("cut behind any message it is truncated, with what was open left open", () => {
  for (let count = 0; count < answer.length; count++) {
    const events = eventsFrom(...answer.slice(0, count));
    expect(events.at(-1)).toEqual({ kind: "end", reason: "truncated" });
    expect(outline(events)).not.toContain("finish tool-calls");
    expect(events.filter(({ kind }) => kind === "end")).toHaveLength(1);
  }
  expect(outline(eventsFrom(...answer.slice(0, 1)))).toEqual([
    "response-start",
    "start thinking",
    "**Think",
    "truncated",
  ]);
});

describe("a signature", () => {
  test("in an empty text at the end belongs to the text before", () => {
    const events = eventsFrom(
      said({ text: "Hi" }),
      said({ text: "", thoughtSignature: "c2ln" }),
      finished("STOP"),
    );
    expect(outline(events)).toEqual([
      "response-start",
      "start text",
      "Hi",
      "end c2ln",
      "finish end",
      "complete",
    ]);
  });

  test("closes its text: what follows is another part", () => {
    const events = eventsFrom(
      said({ text: "a", thoughtSignature: "c2ln" }),
      said({ text: "b" }),
      finished("STOP"),
    );
    expect(outline(events).slice(1, 7)).toEqual(["start text", "a", "end c2ln", "start text", "b", "end"]);
  });

  test("behind a call is a part of its own", () => {
    const events = eventsFrom(
      said({ functionCall: { name: "run" } }),
      said({ text: "", thoughtSignature: "c2ln" }),
      finished("STOP"),
    );
    expect(outline(events).slice(1)).toEqual([
      "start tool-call",
      "{}",
      "end",
      "start text",
      "end c2ln",
      "finish tool-calls",
      "complete",
    ]);
  });
});

test("two texts in one message are two parts", () => {
  const events = eventsFrom(said({ text: "a" }), said({ text: "b" }, { text: "c" }), finished("STOP"));
  expect(outline(events).slice(1, 8)).toEqual(["start text", "a", "b", "end", "start text", "c", "end"]);
});

test("an image comes whole", () => {
  const events = eventsFrom(said({ inlineData: { mimeType: "image/png", data: "aGk=" } }), finished("STOP"));
  expect(events.slice(1, 3)).toEqual([
    {
      kind: "part-start",
      index: 0,
      part: {
        kind: "whole",
        part: { kind: "image", source: { kind: "base64", mediaType: "image/png", data: "aGk=" } },
      },
    },
    { kind: "part-end", index: 0 },
  ]);
});

test("servers that tell STOP with every message are not believed before the end", () => {
  const stop = (text: string): JsonObject => ({
    candidates: [{ content: { parts: [{ text }] }, finishReason: "STOP" }],
  });
  expect(outline(eventsFrom(stop("a"), stop("b")))).toEqual([
    "response-start",
    "start text",
    "a",
    "b",
    "end",
    "finish end",
    "complete",
  ]);
});

test("further candidates are left out", () => {
  const second = { candidates: [{ content: { parts: [{ text: "other" }] }, index: 1 }] };
  expect(outline(eventsFrom(said({ text: "a" }), second, finished("STOP")))).not.toContain("other");
});

test("a token to go on with comes with the finish", () => {
  const events = eventsFrom(said({ text: "a" }), finished("CONTINUATION", { continuationToken: "dG9r" }));
  expect(events.at(-2)).toEqual({
    kind: "response-finish",
    finish: { reason: "continuation", extras: { gemini: { continuationToken: "dG9r" } } },
  });
});

test("pages that a text rests on are citations, each told once", () => {
  const groundingMetadata = {
    groundingChunks: [{ web: { uri: "https://a.example", title: "A" } }],
    groundingSupports: [{ segment: { endIndex: 3, text: "Hé" }, groundingChunkIndices: [0] }],
  };
  const events = eventsFrom(
    said({ text: "Hé " }),
    finished("STOP", { groundingMetadata }),
    finished("STOP", { groundingMetadata }),
  );
  expect(events.filter(({ kind }) => kind === "citation-add")).toEqual([
    {
      kind: "citation-add",
      index: 0,
      citation: { kind: "url", url: "https://a.example", title: "A", start: 0, end: 2 },
    },
  ]);
});

describe("arguments in pieces, as Vertex streams them", () => {
  const piece = (call: JsonObject): JsonObject => said({ functionCall: call });

  test("are one call with one input", () => {
    const events = eventsFrom(
      piece({ name: "run", id: "a", willContinue: true }),
      piece({
        partialArgs: [{ jsonPath: "$.path", stringValue: "src", willContinue: true }],
        willContinue: true,
      }),
      piece({ partialArgs: [{ jsonPath: "$.path", stringValue: "/a.ts" }], willContinue: true }),
      piece({ partialArgs: [{ jsonPath: "$.deep[0].on", boolValue: true }], willContinue: true }),
      piece({}),
      finished("STOP"),
    );
    expect(events.slice(1, 4)).toEqual([
      { kind: "part-start", index: 0, part: { kind: "tool-call", id: "a", name: "run", inputKind: "json" } },
      { kind: "input-delta", index: 0, text: '{"path":"src/a.ts","deep":[{"on":true}]}' },
      { kind: "part-end", index: 0 },
    ]);
  });

  test("that stop in the middle are no call, and the answer is not whole", () => {
    const events = eventsFrom(piece({ name: "run", willContinue: true }), finished("STOP"));
    expect(outline(events)).toEqual(["response-start", "truncated"]);
  });

  test("that lead nowhere end the stream", () => {
    const events = eventsFrom(piece({ name: "run", partialArgs: [{ jsonPath: "$[9]", numberValue: 1 }] }));
    expect(events.at(-1)).toMatchObject({ kind: "end", reason: "malformed" });
  });
});

describe("a failure", () => {
  const error = { error: { code: 503, message: "Overloaded.", status: "UNAVAILABLE" } };

  test.each<[what: string, message: JsonValue, kind: string]>([
    ["an error", error, "overloaded"],
    ["an error in a list", [error], "overloaded"],
    ["a blocked prompt", { promptFeedback: { blockReason: "PROHIBITED_CONTENT" } }, "content-policy"],
    ["a fault told as a finish", finished("MALFORMED_FUNCTION_CALL"), "provider-error"],
    ["a reason that is not told", finished("OTHER"), "provider-error"],
  ])("%s ends the stream, and nothing behind it is heard", (_what, message, kind) => {
    const events = eventsFrom(said({ text: "a" }), message, said({ text: "b" }), finished("STOP"));
    expect(events.slice(-2)).toMatchObject([
      { kind: "failure", failure: { kind } },
      { kind: "end", reason: "failed" },
    ]);
    expect(outline(events)).not.toContain("b");
  });

  test("can be the first thing that is said", () => {
    expect(outline(eventsFrom(error))).toEqual(["failure", "failed"]);
  });
});

test("a filter that takes the answer away is a finish", () => {
  const events = eventsFrom({ candidates: [{ finishReason: "SAFETY", index: 0 }] });
  expect(outline(events)).toEqual(["response-start", "finish refusal", "complete"]);
});

test.each<[message: JsonValue | string]>([["<html>"], ["{"], ["[1]"], ["7"], [said(7)]])(
  "%j ends the stream as malformed",
  (message) => {
    const events = eventsFrom(said({ text: "a" }), message, said({ text: "b" }));
    expect(events.at(-1)).toMatchObject({ kind: "end", reason: "malformed" });
    expect(outline(events)).not.toContain("b");
  },
);
