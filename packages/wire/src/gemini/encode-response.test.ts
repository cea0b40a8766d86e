import { expect, test } from "bun:test";
import type { ReplyContext } from "../dialect.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import type { NeutralResponse } from "../model/response.ts";
import { toolAnswer } from "../../test/gemini-bodies.ts";
import type { WireAnswer } from "../../test/gemini-bodies.ts";
import { decodeResponse } from "./decode-response.ts";
import { encodeResponse } from "./encode-response.ts";

const reply: ReplyContext = {
  request: { origin: "gemini", model: "asked-for", isStreamed: false, turns: [] },
  model: "asked-for",
  idSeed: "seed",
  createdAt: 0,
  seal: ({ dialect, value }) => `hf1.${dialect}.${value}`,
  scope: "here",
};

function responseFrom(body: JsonValue): NeutralResponse {
  const decoded = decodeResponse(body, { scope: "google/key" });
  if (decoded.kind !== "decoded") throw new Error(JSON.stringify(decoded));
  return decoded.value;
}

function answer(candidate: JsonObject, beside: JsonObject = {}): JsonObject {
  return { candidates: [candidate], ...beside };
}

test("an answer goes to a client under the name that it asked for", () => {
  const response = responseFrom(toolAnswer);
  expect(encodeResponse(response, reply)).toEqual({
    body: { ...toolAnswer, modelVersion: "asked-for" },
    losses: [],
  });
});

test("another provider's answer for a client of Gemini's", () => {
  const response: NeutralResponse = {
    origin: "messages",
    id: "msg_1",
    model: "claude",
    parts: [
      { kind: "thinking", text: "Hm.", proof: { dialect: "messages", value: "sig", scope: "a" } },
      { kind: "text", text: "I look." },
      { kind: "tool-call", id: "toolu_1", name: "run", inputKind: "json", input: '{"x":1}' },
    ],
    finish: { reason: "tool-calls" },
    usage: { inputTokens: 10, cacheReadTokens: 5, cacheWriteTokens: 3, outputTokens: 7, reasoningTokens: 2 },
  };
  const { body, losses } = encodeResponse(response, reply);
  const expected = {
    candidates: [
      {
        content: {
          role: "model",
          parts: [
            { text: "Hm.", thought: true, thoughtSignature: "hf1.messages.sig" },
            { text: "I look." },
            { functionCall: { id: "toolu_1", name: "run", args: { x: 1 } } },
          ],
        },
        finishReason: "STOP",
        index: 0,
      },
    ],
    usageMetadata: {
      promptTokenCount: 18,
      cachedContentTokenCount: 5,
      candidatesTokenCount: 5,
      thoughtsTokenCount: 2,
      totalTokenCount: 25,
    },
    modelVersion: "asked-for",
    responseId: "seed",
  } as const satisfies WireAnswer;
  expect(body).toEqual(expected);
  expect(losses.map(({ path, action }) => `${path} ${action}`)).toEqual([
    "usage.cacheWriteTokens dropped",
    "usage.inputTokens approximated",
  ]);
});

test("calls without an id get one, since Gemini's clients send it back", () => {
  const { body } = encodeResponse(
    {
      origin: "chat",
      id: "",
      model: "",
      parts: [{ kind: "tool-call", id: "", name: "run", inputKind: "json", input: "{}" }],
      finish: { reason: "tool-calls" },
    },
    reply,
  );
  expect(body).toMatchObject({
    candidates: [{ content: { parts: [{ functionCall: { id: "call_seed_0" } }] } }],
  });
});

test("further candidates are kept for Gemini's own clients", () => {
  const second = { content: { parts: [{ text: "b" }], role: "model" }, finishReason: "STOP", index: 1 };
  const body = {
    candidates: [
      { content: { parts: [{ text: "a" }], role: "model" }, finishReason: "STOP", index: 0 },
      second,
    ],
    modelVersion: "asked-for",
  };
  const response = responseFrom(body);
  expect(response.parts).toEqual([{ kind: "text", text: "a" }]);
  expect(response.extras).toMatchObject({ gemini: { candidates: [{}, second] } });
  expect(encodeResponse(response, reply).body).toEqual(body);
});

test("a token to go on with stays with its finish", () => {
  const body = answer({
    content: { parts: [{ text: "a" }], role: "model" },
    finishReason: "CONTINUATION",
    continuationToken: "dG9r",
    index: 0,
  });
  const { finish } = responseFrom(body);
  expect(finish).toEqual({ reason: "continuation", extras: { gemini: { continuationToken: "dG9r" } } });
  expect(encodeResponse(responseFrom(body), reply).body["candidates"]).toEqual(body["candidates"] ?? null);
});

test("pages that a text rests on are chunks and supports", () => {
  const { body, losses } = encodeResponse(
    {
      origin: "messages",
      id: "",
      model: "",
      parts: [
        { kind: "refusal", text: "no" },
        {
          kind: "text",
          text: "Es schön. Ja.",
          citations: [
            { kind: "url", url: "https://a.example", title: "A", start: 3, end: 8 },
            { kind: "url", url: "https://a.example", title: "A" },
            { kind: "unknown", origin: "messages", value: {} },
          ],
        },
      ],
      finish: { reason: "end" },
    },
    reply,
  );
  expect(body).toMatchObject({
    candidates: [
      {
        groundingMetadata: {
          groundingChunks: [{ web: { uri: "https://a.example", title: "A" } }],
          groundingSupports: [
            {
              segment: { partIndex: 1, startIndex: 3, endIndex: 9, text: "schön" },
              groundingChunkIndices: [0],
            },
            { segment: { partIndex: 1 }, groundingChunkIndices: [0] },
          ],
        },
      },
    ],
  });
  expect(losses.map(({ path }) => path)).toEqual(["parts[0]", "parts[1].citations[2]"]);
});
