import { describe, expect, test } from "bun:test";
import { MessageStream } from "@anthropic-ai/sdk/lib/MessageStream";
import type { ReplyContext } from "../dialect.ts";
import { objectOf, parseJson, textOf } from "../json/value.ts";
import type { JsonValue } from "../json/value.ts";
import type { PartHead, StreamEvent } from "../model/event.ts";
import type { Proof } from "../model/part.ts";
import type { NeutralResponse } from "../model/response.ts";
import { eventsOf } from "../stream/replay.ts";
import { createStreamEncoder } from "./encode-stream.ts";
import { encodeResponse } from "./encode-response.ts";

const context: ReplyContext = {
  request: { origin: "messages", model: "claude-opus-5", isStreamed: true, turns: [] },
  model: "claude-opus-5",
  idSeed: "seed",
  createdAt: 0,
  seal: ({ dialect, value, isForNext }) => `hf1.${dialect}.${value}${isForNext === true ? ".next" : ""}`,
  scope: "here",
};

function write(events: Iterable<StreamEvent>): string {
  const encoder = createStreamEncoder(context);
  return [...events].map((event) => encoder.encode(event)).join("");
}

/** What each event says, less its frame. */
function said(events: Iterable<StreamEvent>): JsonValue[] {
  const messages = write(events).split("\n\n").slice(0, -1);
  return messages.map((message) => {
    const [, name, data] = /^event: (.*)\ndata: (.*)$/.exec(message) ?? [];
    const value = parseJson(data ?? "") ?? null;
    expect(value).toMatchObject({ type: name ?? "" });
    return value;
  });
}

const begin: StreamEvent = { kind: "response-start", id: "msg_9", model: "upstream" };
const complete: StreamEvent = { kind: "end", reason: "complete" };
const start = (part: PartHead, index = 0): StreamEvent => ({ kind: "part-start", index, part });
const end = (proof?: Proof, index = 0): StreamEvent => ({
  kind: "part-end",
  index,
  ...(proof === undefined ? {} : { proof }),
});
const call = { kind: "tool-call", id: "toolu_1", name: "Bash", inputKind: "json" } as const;
const input = (text: string): StreamEvent => ({ kind: "input-delta", index: 0, text });

test("an answer is written event by event, as Anthropic writes it", () => {
  const text = write([
    begin,
    { kind: "usage-report", usage: { inputTokens: 7, cacheReadTokens: 3 } },
    start({ kind: "text" }),
    { kind: "text-delta", index: 0, text: "Hé\n" },
    end(),
    { kind: "response-finish", finish: { reason: "stop-sequence", stopSequence: "END" } },
    { kind: "usage-report", usage: { outputTokens: 2 } },
    complete,
  ]);
  expect(text).toBe(
    [
      'event: message_start\ndata: {"type":"message_start","message":{"id":"msg_9","type":"message","role":"assistant","model":"claude-opus-5","content":[],"stop_reason":null,"stop_sequence":null,"stop_details":null,"usage":{"input_tokens":7,"cache_read_input_tokens":3,"cache_creation_input_tokens":0,"output_tokens":0}}}',
      'event: content_block_start\ndata: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}',
      'event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hé\\n"}}',
      'event: content_block_stop\ndata: {"type":"content_block_stop","index":0}',
      'event: message_delta\ndata: {"type":"message_delta","delta":{"stop_reason":"stop_sequence","stop_sequence":"END","stop_details":null},"usage":{"input_tokens":7,"cache_read_input_tokens":3,"output_tokens":2,"cache_creation_input_tokens":0}}',
      'event: message_stop\ndata: {"type":"message_stop"}',
      "",
    ].join("\n\n"),
  );
});

test("Anthropic's SDK makes the whole answer of the stream", async () => {
  const response: NeutralResponse = {
    origin: "responses",
    id: "resp_1",
    model: "gpt-6",
    parts: [
      { kind: "thinking", text: "Hm", proof: { dialect: "responses", value: "gAAA" } },
      { kind: "text", text: "See", citations: [{ kind: "url", url: "https://a.example" }] },
      { kind: "unknown", origin: "messages", value: { type: "container_upload", file_id: "file_1" } },
      { kind: "unknown", origin: "responses", value: { type: "x" }, text: "readable" },
      { kind: "tool-call", id: "call_1", name: "f", inputKind: "json", input: '{"a":[1,"ü"]}' },
      { kind: "tool-call", id: "", name: "g", inputKind: "json", input: "" },
    ],
    finish: { reason: "end" },
    usage: { inputTokens: 10, cacheReadTokens: 4, outputTokens: 3, reasoningTokens: 1 },
  };
  const lines = said(eventsOf(response)).map((event) => JSON.stringify(event));
  const bytes = new Response(lines.join("\n")).body;
  if (bytes === null) throw new Error("no body");
  const message: unknown = await MessageStream.fromReadableStream(bytes).finalMessage();
  const { body } = encodeResponse(response, context);
  // What the SDK adds of its own is not ours.
  expect(JSON.parse(JSON.stringify(message))).toMatchObject(JSON.parse(JSON.stringify(body)));
});

describe("the prompt's cost", () => {
  test("stands at the beginning where it is known by then", () => {
    const [first] = said([
      begin,
      { kind: "usage-report", usage: { inputTokens: 7 } },
      start({ kind: "text" }),
    ]);
    expect(first).toMatchObject({ message: { usage: { input_tokens: 7 } } });
  });

  test("is made up for at the end where it comes late", () => {
    const events = said([
      begin,
      start({ kind: "text" }),
      end(),
      { kind: "usage-report", usage: { inputTokens: 7 } },
      complete,
    ]);
    expect(events[0]).toMatchObject({ message: { usage: { input_tokens: 0 } } });
    expect(events.at(-2)).toMatchObject({ usage: { input_tokens: 7 } });
  });
});

describe("thinking", () => {
  test("without a proof leaves with a token, since clients send back what they got", () => {
    expect(
      said([
        begin,
        start({ kind: "thinking" }),
        { kind: "thinking-delta", index: 0, text: "Hm" },
        end(),
      ]).slice(1),
    ).toEqual([
      {
        type: "content_block_start",
        index: 0,
        content_block: { type: "thinking", thinking: "", signature: "" },
      },
      { type: "content_block_delta", index: 0, delta: { type: "thinking_delta", thinking: "Hm" } },
      {
        type: "content_block_delta",
        index: 0,
        delta: { type: "signature_delta", signature: "hf1.messages." },
      },
      { type: "content_block_stop", index: 0 },
    ]);
  });

  test.each<[string, Proof, string]>([
    [
      "that Anthropic withheld keeps its own data",
      { dialect: "messages", value: "Em", isRedacted: true },
      "Em",
    ],
    [
      "that carries the proof of the next part",
      { dialect: "gemini", value: "Cg", isForNext: true },
      "hf1.gemini.Cg.next",
    ],
  ])("%s", (_, proof, data) => {
    expect(said([begin, start({ kind: "thinking" }), end(proof)]).slice(1)).toEqual([
      { type: "content_block_start", index: 0, content_block: { type: "redacted_thinking", data } },
      { type: "content_block_stop", index: 0 },
    ]);
  });
});

describe("a tool call", () => {
  const proof: Proof = { dialect: "gemini", value: "Cg" };

  test("waits for no more than the second piece of its input", () => {
    const encoder = createStreamEncoder(context);
    const texts = [begin, start(call), input('{"a"'), input(":1"), input("}"), end()].map((event) =>
      encoder.encode(event),
    );
    expect(texts.map((text) => text.split("event: ").length - 1)).toEqual([0, 1, 0, 3, 1, 1]);
  });

  test("has its proof before it where it comes whole", () => {
    expect(said([begin, start(call), input("{}"), end(proof)]).slice(1)).toEqual([
      {
        type: "content_block_start",
        index: 0,
        content_block: { type: "redacted_thinking", data: "hf1.gemini.Cg.next" },
      },
      { type: "content_block_stop", index: 0 },
      {
        type: "content_block_start",
        index: 1,
        content_block: { type: "tool_use", id: "toolu_1", name: "Bash", input: {} },
      },
      { type: "content_block_delta", index: 1, delta: { type: "input_json_delta", partial_json: "{}" } },
      { type: "content_block_stop", index: 1 },
    ]);
  });

  test("of a tool that takes text has it in an object", () => {
    const freeform = start({ ...call, inputKind: "freeform" });
    const pieces = said([begin, freeform, input('a"'), input("\n"), end()])
      .map((event) => textOf(objectOf(objectOf(event)?.["delta"])?.["partial_json"]) ?? "")
      .join("");
    expect(parseJson(pieces)).toEqual({ input: 'a"\n' });
  });

  test("decides how the answer ends, whatever the provider says", () => {
    const finished = (events: StreamEvent[]): unknown =>
      said([begin, ...events, { kind: "response-finish", finish: { reason: "end" } }, complete]).at(-2);
    expect(finished([start(call), end()])).toMatchObject({ delta: { stop_reason: "tool_use" } });
    expect(finished([start({ kind: "refusal" }), end()])).toMatchObject({
      delta: { stop_reason: "refusal" },
    });
    expect(finished([start({ kind: "text" }), end()])).toMatchObject({ delta: { stop_reason: "end_turn" } });
  });
});

describe("an end that is none", () => {
  test.each(["truncated", "failed", "malformed"] as const)("writes no terminal: %s", (reason) => {
    const text = write([begin, start({ kind: "text" }), { kind: "end", reason }]);
    expect(text).not.toContain("message_delta");
    expect(text).not.toContain("message_stop");
  });

  test("says why, and nothing after it", () => {
    const failure = { kind: "overloaded", message: "Overloaded" } as const;
    const events = said([
      begin,
      start({ kind: "text" }),
      { kind: "failure", failure },
      { kind: "end", reason: "failed" },
      complete,
    ]);
    expect(events.slice(2)).toEqual([
      { type: "error", error: { type: "overloaded_error", message: "Overloaded" } },
    ]);
  });

  test("may be all that is ever said", () => {
    const failure = { kind: "rate-limited", message: "Slower" } as const;
    expect(said([begin, { kind: "failure", failure }])).toHaveLength(1);
  });
});

test("a sign of life is a ping, and comes behind the beginning", () => {
  expect(said([begin, { kind: "keep-alive" }, { kind: "keep-alive" }])).toEqual([
    expect.objectContaining({ type: "message_start" }),
    { type: "ping" },
    { type: "ping" },
  ]);
});

test("an id of another dialect is replaced by one that looks right", () => {
  expect(said([{ ...begin, id: "chatcmpl-1" }, complete])[0]).toMatchObject({ message: { id: "msg_seed" } });
});
