import { describe, expect, test } from "bun:test";
import type { ChatCompletion } from "openai/resources/chat/completions";
import type { ReplyContext } from "../dialect.ts";
import { arrayAt, objectAt } from "../json/decoding.ts";
import type { JsonObject } from "../json/value.ts";
import type { NeutralResponse } from "../model/response.ts";
import type { Part } from "../model/part.ts";
import { decodeResponse } from "./decode-response.ts";
import { encodeResponse } from "./encode-response.ts";

const context: ReplyContext = {
  request: { origin: "chat", model: "my-model", isStreamed: false, turns: [] },
  model: "my-model",
  idSeed: "s33d",
  createdAt: 1_700_000_000,
  seal: ({ dialect, value }) => `hf1.${dialect}.${value}`,
  scope: "there",
};

const plain: NeutralResponse = {
  origin: "messages",
  id: "msg_1",
  model: "claude-opus-5",
  parts: [{ kind: "text", text: "hi" }],
  finish: { reason: "end" },
};

function messageOf(
  parts: readonly Part[],
  more: Partial<NeutralResponse> = {},
): { message: unknown; finish: unknown; lost: string[] } {
  const { body, losses } = encodeResponse({ ...plain, parts, ...more }, context);
  const choice = objectAt(arrayAt(body["choices"], "choices")[0], "choices[0]");
  return {
    message: choice["message"],
    finish: choice["finish_reason"],
    lost: losses.map(({ path, action }) => `${action} ${path}`),
  };
}

describe("an answer for a chat client", () => {
  test("has every field that strict clients want", () => {
    const { body, losses } = encodeResponse(
      { ...plain, usage: { inputTokens: 5, cacheReadTokens: 2, outputTokens: 3 } },
      context,
    );
    const expected = {
      id: "chatcmpl-s33d",
      object: "chat.completion",
      created: 1_700_000_000,
      model: "my-model",
      choices: [
        {
          index: 0,
          message: { role: "assistant", content: "hi", refusal: null },
          logprobs: null,
          finish_reason: "stop",
        },
      ],
      usage: {
        prompt_tokens: 7,
        completion_tokens: 3,
        total_tokens: 10,
        prompt_tokens_details: { cached_tokens: 2 },
      },
    } satisfies ChatCompletion;
    expect(body).toEqual(expected);
    expect(losses).toEqual([]);
  });

  test("keeps the provider's id and time where it speaks the dialect", () => {
    const { body } = encodeResponse({ ...plain, origin: "chat", id: "gen-1", createdAt: 9 }, context);
    expect(body).toMatchObject({ id: "gen-1", created: 9, model: "my-model" });
  });

  test("names calls, gives them ids and objects to parse, and says so in the finish", () => {
    const { message, finish, lost } = messageOf(
      [
        { kind: "text", text: "Let me see." },
        { kind: "tool-call", id: "toolu_1", name: "f", inputKind: "json", input: '{"a":1}' },
        { kind: "tool-call", id: "", name: "g", inputKind: "json", input: "" },
        {
          kind: "tool-call",
          id: "c",
          name: "patch",
          namespace: "n",
          inputKind: "freeform",
          input: "*** Begin",
        },
      ],
      { finish: { reason: "end" } },
    );
    expect(message).toEqual({
      role: "assistant",
      content: "Let me see.",
      refusal: null,
      tool_calls: [
        { id: "toolu_1", type: "function", function: { name: "f", arguments: '{"a":1}' } },
        { id: "call_s33d_1", type: "function", function: { name: "g", arguments: "{}" } },
        { id: "c", type: "custom", custom: { name: "patch", input: "*** Begin" } },
      ],
    });
    expect(finish).toBe("tool_calls");
    expect(lost).toEqual(["dropped parts[3].namespace", "approximated finish.reason"]);
  });

  test("tells thinking, and proofs in tokens of ours", () => {
    const { message } = messageOf([
      { kind: "thinking", text: "hm", proof: { dialect: "messages", value: "sig" } },
      { kind: "thinking", text: "", proof: { dialect: "messages", value: "data", isRedacted: true } },
      { kind: "text", text: "a", proof: { dialect: "gemini", value: "t" } },
      {
        kind: "tool-call",
        id: "c",
        name: "f",
        inputKind: "json",
        input: "{}",
        proof: { dialect: "gemini", value: "s" },
      },
    ]);
    expect(message).toMatchObject({
      reasoning_content: "hm",
      reasoning_details: [
        { type: "reasoning.encrypted", data: "hf1.messages.sig" },
        { type: "reasoning.encrypted", data: "hf1.messages.data" },
        { type: "reasoning.encrypted", data: "hf1.gemini.t" },
      ],
      tool_calls: [{ extra_content: { google: { thought_signature: "hf1.gemini.s" } } }],
    });
  });

  test.each<readonly [string, readonly Part[], Partial<NeutralResponse>, readonly string[]]>([
    [
      "texts between which something stood",
      [
        { kind: "text", text: "a" },
        { kind: "tool-call", id: "c", name: "f", inputKind: "json", input: "{}" },
        { kind: "text", text: "b" },
      ],
      { finish: { reason: "tool-calls" } },
      ["approximated parts"],
    ],
    [
      "two texts in a row",
      [
        { kind: "text", text: "a" },
        { kind: "text", text: "b" },
      ],
      {},
      ["approximated parts"],
    ],
    [
      "what only its dialect knows",
      [{ kind: "unknown", origin: "messages", value: { type: "server_tool_use" } }],
      {},
      ["dropped parts[0]"],
    ],
    [
      "its readable text",
      [{ kind: "unknown", origin: "messages", value: {}, text: "sum" }],
      {},
      ["approximated parts[0]"],
    ],
    ["a phase", [{ kind: "text", text: "a", phase: "commentary" }], {}, ["dropped parts[0].phase"]],
    [
      "a citation without a range",
      [{ kind: "text", text: "a", citations: [{ kind: "url", url: "https://example.org/" }] }],
      {},
      ["approximated parts[0].citations[0]"],
    ],
    [
      "a citation of another kind",
      [{ kind: "text", text: "a", citations: [{ kind: "unknown", origin: "messages", value: {} }] }],
      {},
      ["dropped parts[0].citations[0]"],
    ],
    [
      "the stop sequence",
      plain.parts,
      { finish: { reason: "stop-sequence", stopSequence: "#" } },
      ["approximated finish.reason", "dropped finish.stopSequence"],
    ],
    [
      "that the window was full",
      plain.parts,
      { finish: { reason: "context-window" } },
      ["approximated finish.reason"],
    ],
    [
      "a refusal's reason",
      [],
      { finish: { reason: "refusal", explanation: "Harm.", category: "bio" } },
      ["approximated finish.explanation", "approximated parts", "dropped finish.category"],
    ],
    [
      "another dialect's fields",
      plain.parts,
      { extras: { messages: { container: null } } },
      ["dropped extras.messages.container"],
    ],
  ])("loses %s, and says so", (_what, parts, more, expected) => {
    expect(messageOf(parts, more).lost.toSorted()).toEqual([...expected].toSorted());
  });
});

describe("an answer of several choices", () => {
  const first = {
    index: 0,
    message: { role: "assistant", content: "a", refusal: null, audio: { id: "x" } },
    finish_reason: "stop",
    logprobs: { content: [] },
  };
  const second = { index: 1, message: { role: "assistant", content: "b" }, finish_reason: "stop" };
  const body: JsonObject = {
    id: "1",
    object: "chat.completion",
    created: 1,
    model: "m",
    system_fingerprint: "fp",
    choices: [first, second],
  };

  test("keeps them all, and what it does not know, when something in it was changed", () => {
    const decoded = decodeResponse(body, { scope: "here" });
    if (decoded.kind !== "decoded") throw new Error(JSON.stringify(decoded));
    const changed = { ...decoded.value, parts: [{ kind: "text" as const, text: "c" }] };
    expect(encodeResponse(changed, context).body).toEqual({
      ...body,
      model: "my-model",
      choices: [{ ...first, message: { ...first.message, content: "c" } }, second],
    });
  });
});
