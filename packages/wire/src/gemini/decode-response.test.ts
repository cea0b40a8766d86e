import { describe, expect, test } from "bun:test";
import type { JsonObject, JsonValue } from "../json/value.ts";
import type { NeutralResponse } from "../model/response.ts";
import { toolAnswer } from "../../test/gemini-bodies.ts";
import { decodeResponse } from "./decode-response.ts";
import { withoutNotes } from "./spelling.ts";

function responseFrom(body: JsonValue): NeutralResponse {
  const decoded = decodeResponse(body, { scope: "google/key" });
  if (decoded.kind !== "decoded") throw new Error(JSON.stringify(decoded));
  return { ...withoutNotes(decoded.value), parts: decoded.value.parts.map((part) => withoutNotes(part)) };
}

function answer(candidate: JsonObject, beside: JsonObject = {}): JsonObject {
  return { candidates: [candidate], ...beside };
}

test("a provider's answer with thoughts and a call", () => {
  expect(responseFrom(toolAnswer)).toEqual({
    origin: "gemini",
    id: "abc",
    model: "gemini-3-pro",
    parts: [
      { kind: "thinking", text: "**Looking**", form: "summary" },
      {
        kind: "tool-call",
        id: "",
        name: "bash",
        inputKind: "json",
        input: '{"command":"ls"}',
        proof: { dialect: "gemini", value: "c2ln", scope: "google/key" },
      },
    ],
    finish: { reason: "tool-calls" },
    usage: {
      inputTokens: 60,
      cacheReadTokens: 40,
      outputTokens: 15,
      reasoningTokens: 5,
      extras: { gemini: { promptTokensDetails: [{ modality: "TEXT", tokenCount: 100 }] } },
    },
    extras: {
      gemini: {
        candidates: [
          { safetyRatings: [{ category: "HARM_CATEGORY_HARASSMENT", probability: "NEGLIGIBLE" }] },
        ],
      },
    },
  });
});

describe("web pages that an answer rests on", () => {
  const grounded = answer({
    content: { role: "model", parts: [{ text: "Hm.", thought: true }, { text: "Es schön. Ja." }] },
    finishReason: "STOP",
    index: 0,
    groundingMetadata: {
      webSearchQueries: ["wetter"],
      groundingChunks: [
        { web: { uri: "https://a.example", title: "A", domain: "a.example" } },
        { maps: { uri: "https://maps.example" } },
        { web: { uri: "https://unused.example" } },
      ],
      groundingSupports: [
        // In bytes: the ö has two.
        { segment: { partIndex: 1, endIndex: 10, text: "Es schön." }, groundingChunkIndices: [0] },
        {
          segment: { partIndex: 1, startIndex: 99, endIndex: 102, text: "Ja." },
          groundingChunkIndices: [0, 1],
        },
      ],
    },
  });

  test("are citations of the text, by its own count", () => {
    expect(responseFrom(grounded).parts[1]).toEqual({
      kind: "text",
      text: "Es schön. Ja.",
      citations: [
        {
          kind: "url",
          url: "https://a.example",
          title: "A",
          start: 0,
          end: 9,
          extras: { gemini: { domain: "a.example" } },
        },
        {
          kind: "url",
          url: "https://a.example",
          title: "A",
          start: 10,
          end: 13,
          extras: { gemini: { domain: "a.example" } },
        },
        { kind: "unknown", origin: "gemini", value: { maps: { uri: "https://maps.example" } } },
        { kind: "url", url: "https://unused.example" },
      ],
    });
  });
});

test("a stretch behind a character of two units and four bytes is where it is", () => {
  const body = answer({
    content: { role: "model", parts: [{ text: "😀 ok" }] },
    groundingMetadata: {
      groundingChunks: [{ web: { uri: "https://a.example" } }],
      groundingSupports: [{ segment: { startIndex: 5, endIndex: 7 }, groundingChunkIndices: [0] }],
    },
  });
  expect(responseFrom(body).parts).toMatchObject([{ citations: [{ start: 3, end: 5 }] }]);
});

describe("a failure under a good status", () => {
  test.each<[what: string, body: JsonValue, kind: string, code: string]>([
    ["a blocked prompt", { promptFeedback: { blockReason: "SAFETY" } }, "content-policy", "SAFETY"],
    [
      "a fault told as a finish",
      answer({ content: {}, finishReason: "MALFORMED_FUNCTION_CALL" }),
      "provider-error",
      "MALFORMED_FUNCTION_CALL",
    ],
    [
      "a signature that is gone",
      answer({ finishReason: "MISSING_THOUGHT_SIGNATURE" }),
      "bad-request",
      "MISSING_THOUGHT_SIGNATURE",
    ],
    ["an error", { error: { code: 503, status: "UNAVAILABLE", message: "" } }, "overloaded", "UNAVAILABLE"],
    ["an error in a list", [{ error: { code: 503, status: "UNAVAILABLE" } }], "overloaded", "UNAVAILABLE"],
  ])("%s", (_what, body, kind, code) => {
    expect(decodeResponse(body, { scope: "" })).toMatchObject({ kind: "failed", failure: { kind, code } });
  });

  test("says what the provider says", () => {
    const body = { promptFeedback: { blockReason: "OTHER", blockReasonMessage: "Not this." } };
    expect(decodeResponse(body, { scope: "" })).toMatchObject({ failure: { message: "Not this." } });
  });
});

test.each<[body: JsonValue, path: string]>([
  [null, ""],
  [[], ""],
  [{}, "candidates"],
  [{ candidates: [] }, "candidates"],
  [{ candidates: ["x"] }, "candidates"],
  [answer({ content: { parts: [null] } }), "candidates[0].content.parts[0]"],
])("%j is no answer", (body, path) => {
  expect(decodeResponse(body, { scope: "" })).toMatchObject({ kind: "fault", path });
});
