import { describe, expect, test } from "bun:test";
import type { ReplyContext } from "../dialect.ts";
import type { JsonObject } from "../json/value.ts";
import type { Part } from "../model/part.ts";
import type { Finish, NeutralResponse } from "../model/response.ts";
import { encodeResponse } from "./encode-response.ts";

const context: ReplyContext = {
  request: { origin: "messages", model: "claude-opus-5", isStreamed: false, turns: [] },
  model: "claude-opus-5",
  idSeed: "seed",
  createdAt: 0,
  seal: ({ dialect, value, scope, isForNext }) =>
    `hf1.${[dialect, value, scope, isForNext === true ? "next" : ""].join(".")}`,
  scope: "here",
};

function write(response: Partial<NeutralResponse>): { body: JsonObject; losses: string[] } {
  const whole = {
    origin: "chat",
    id: "chatcmpl-1",
    model: "gpt-6",
    parts: [],
    finish: { reason: "end" },
  } as const;
  const { body, losses } = encodeResponse({ ...whole, ...response }, context);
  return { body, losses: losses.map(({ path, action }) => `${action} ${path}`) };
}

test("an answer has every field that Anthropic's clients look for, and the model that was asked for", () => {
  expect(
    write({ parts: [{ kind: "text", text: "Hi" }], usage: { inputTokens: 3, outputTokens: 1 } }),
  ).toEqual({
    body: {
      id: "msg_seed",
      type: "message",
      role: "assistant",
      model: "claude-opus-5",
      content: [{ type: "text", text: "Hi" }],
      stop_reason: "end_turn",
      stop_sequence: null,
      stop_details: null,
      usage: {
        input_tokens: 3,
        cache_creation_input_tokens: 0,
        cache_read_input_tokens: 0,
        output_tokens: 1,
      },
    },
    losses: [],
  });
});

test("an answer of Anthropic's own keeps its id", () => {
  expect(write({ origin: "messages", id: "msg_bdrk_1" }).body["id"]).toBe("msg_bdrk_1");
});

describe("parts", () => {
  const call = { kind: "tool-call", id: "c1", name: "f", inputKind: "json", input: "{}" } as const;
  const use = { type: "tool_use", id: "c1", name: "f", input: {} };

  test.each<[string, Part, JsonObject[], string[]]>([
    [
      "thinking of another provider carries its proof in our token",
      { kind: "thinking", text: "Hm", proof: { dialect: "responses", value: "gA", scope: "there" } },
      [{ type: "thinking", thinking: "Hm", signature: "hf1.responses.gA.there." }],
      [],
    ],
    [
      "thinking without a proof gets a token for it",
      { kind: "thinking", text: "Hm" },
      [{ type: "thinking", thinking: "Hm", signature: "hf1.chat..here." }],
      [],
    ],
    [
      "a proof of a call stands before it",
      { ...call, proof: { dialect: "gemini", value: "Cg", scope: "there" } },
      [{ type: "redacted_thinking", data: "hf1.gemini.Cg.there.next" }, use],
      [],
    ],
    [
      "and so does one of text",
      { kind: "text", text: "Hi", proof: { dialect: "gemini", value: "Cg", scope: "there" } },
      [
        { type: "redacted_thinking", data: "hf1.gemini.Cg.there.next" },
        { type: "text", text: "Hi" },
      ],
      [],
    ],
    ["a call without an id gets one", { ...call, id: "" }, [{ ...use, id: "toolu_seed_0" }], []],
    [
      "an input that is no object is refused, and never repaired",
      { ...call, input: '{"a":' },
      [use],
      ["refused parts[0].input"],
    ],
    [
      "a citation of a web page",
      {
        kind: "text",
        text: "So",
        citations: [{ kind: "url", url: "https://a.example", title: "A", start: 0, end: 2 }],
      },
      [
        {
          type: "text",
          text: "So",
          citations: [
            {
              type: "web_search_result_location",
              url: "https://a.example",
              title: "A",
              cited_text: "",
              encrypted_index: "",
            },
          ],
        },
      ],
      ["dropped parts[0].citations[0].start", "dropped parts[0].citations[0].end"],
    ],
    [
      "a citation that another dialect alone knows",
      { kind: "text", text: "So", citations: [{ kind: "unknown", origin: "responses", value: {} }] },
      [{ type: "text", text: "So" }],
      ["dropped parts[0].citations[0]"],
    ],
    [
      "an image, which answers here do not have",
      { kind: "image", source: { kind: "base64", mediaType: "image/png", data: "iVBO" } },
      [],
      ["dropped parts[0]"],
    ],
    [
      "what another dialect alone knows",
      { kind: "unknown", origin: "responses", value: {}, text: "readable" },
      [{ type: "text", text: "readable" }],
      ["approximated parts[0]"],
    ],
  ])("%s", (_, part, content, losses) => {
    const { body, losses: found } = write({ parts: [part], finish: { reason: "max-tokens" } });
    expect(body["content"]).toEqual(content);
    expect(found).toEqual(losses);
  });
});

describe("why it ended", () => {
  const calls: Part = { kind: "tool-call", id: "c", name: "f", inputKind: "json", input: "{}" };
  const refusal: Part = { kind: "refusal", text: "No" };
  const reason = "approximated finish.reason";

  test.each<[string, Finish, Part[], JsonObject, string[]]>([
    ["at its end", { reason: "end" }, [], { stop_reason: "end_turn" }, []],
    [
      "at a stop sequence",
      { reason: "stop-sequence", stopSequence: "END" },
      [],
      { stop_reason: "stop_sequence", stop_sequence: "END" },
      [],
    ],
    ["at the limit", { reason: "max-tokens" }, [calls], { stop_reason: "max_tokens" }, []],
    ["at the window", { reason: "context-window" }, [], { stop_reason: "model_context_window_exceeded" }, []],
    ["with calls", { reason: "tool-calls" }, [calls], { stop_reason: "tool_use" }, []],
    ["with calls that nobody mentioned", { reason: "end" }, [calls], { stop_reason: "tool_use" }, [reason]],
    ["with calls that are not there", { reason: "tool-calls" }, [], { stop_reason: "end_turn" }, [reason]],
    ["in the middle", { reason: "pause" }, [], { stop_reason: "pause_turn" }, []],
    [
      "with a refusal, explained",
      { reason: "refusal", explanation: "Because" },
      [],
      { stop_reason: "refusal", stop_details: { type: "refusal", category: null, explanation: "Because" } },
      [],
    ],
    [
      "with a refusal that nobody mentioned",
      { reason: "end" },
      [refusal],
      { stop_reason: "refusal" },
      ["approximated parts[0]", reason],
    ],
    [
      "by a filter",
      { reason: "content-filter", native: "content_filter" },
      [],
      { stop_reason: "refusal" },
      [reason],
    ],
    ["by a fault, which is no end", { reason: "fault" }, [], { stop_reason: "max_tokens" }, [reason]],
    ["in another's words", { reason: "end", native: "eos" }, [], { stop_reason: "end_turn" }, []],
  ])("%s", (_, finish, parts, expected, losses) => {
    const { body, losses: found } = write({ finish, parts });
    expect(body).toMatchObject({ stop_sequence: null, stop_details: null, ...expected });
    expect(found).toEqual(losses);
  });

  test("Anthropic's own new word is told as it is", () => {
    const finish = { reason: "end", native: "of_tomorrow" } as const;
    expect(write({ origin: "messages", finish })).toMatchObject({
      body: { stop_reason: "of_tomorrow" },
      losses: [],
    });
  });
});

test("fields of another dialect's answer are lost, by name", () => {
  const { losses } = write({
    extras: { chat: { system_fingerprint: "fp" } },
    usage: { toolInputTokens: 1, extras: { chat: { cost: 1 } } },
  });
  expect(losses).toEqual([
    "dropped extras.chat.system_fingerprint",
    "dropped usage.extras.chat.cost",
    "dropped usage.toolInputTokens",
  ]);
});
