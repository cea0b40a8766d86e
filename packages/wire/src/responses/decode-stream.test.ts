import { describe, expect, test } from "bun:test";
import type { ResponseStreamEvent } from "openai/resources/responses/responses";
import type { StreamMessage } from "../dialect.ts";
import type { JsonObject } from "../json/value.ts";
import type { StreamEvent } from "../model/event.ts";
import type { Finish } from "../model/response.ts";
import { createAssembler } from "../stream/assembler.ts";
import { decodeResponse } from "./decode-response.ts";
import { createStreamDecoder } from "./decode-stream.ts";

type EventType = ResponseStreamEvent["type"];

function said(type: EventType | "response.cancelled", fields: JsonObject = {}): StreamMessage {
  return { name: type, data: JSON.stringify({ type, sequence_number: 0, ...fields }) };
}

function hear(messages: readonly StreamMessage[]): StreamEvent[] {
  const events: StreamEvent[] = [];
  const decoder = createStreamDecoder((event) => events.push(event), { scope: "here" });
  for (const message of messages) decoder.message(message);
  decoder.end();
  return events;
}

/** Without the memory of how it was spelled. */
function meaning(events: readonly unknown[]): unknown {
  return JSON.parse(JSON.stringify(events, (key, value: unknown) => (key === "extras" ? undefined : value)));
}

const created = said("response.created", { response: { id: "resp_1", model: "gpt-5.6", created_at: 7 } });
const start = { kind: "response-start", id: "resp_1", model: "gpt-5.6", createdAt: 7 };
const usage = {
  input_tokens: 10,
  input_tokens_details: { cached_tokens: 4, cache_write_tokens: 1 },
  output_tokens: 6,
  output_tokens_details: { reasoning_tokens: 2 },
  total_tokens: 16,
};

const thought = {
  id: "rs_1",
  type: "reasoning",
  summary: [
    { type: "summary_text", text: "First." },
    { type: "summary_text", text: "Then." },
  ],
  encrypted_content: "gAAAwhole",
};
const citation = { type: "url_citation", url: "https://a.example", title: "A", start_index: 0, end_index: 2 };
const message = {
  id: "msg_1",
  type: "message",
  role: "assistant",
  status: "completed",
  phase: "commentary",
  content: [{ type: "output_text", text: "It is.", annotations: [citation] }],
};
const search = { id: "ws_1", type: "web_search_call", status: "completed" };
const call = {
  id: "fc_1",
  type: "function_call",
  status: "completed",
  call_id: "call_1",
  name: "get",
  namespace: "mcp",
  arguments: '{"a":1}',
};
const freeform = { id: "ctc_1", type: "custom_tool_call", call_id: "call_2", name: "exec", input: "ls -l" };
const whole = {
  id: "resp_1",
  object: "response",
  model: "gpt-5.6",
  created_at: 7,
  status: "completed",
  output: [thought, message, search, call, freeform],
  usage,
};

const summaryDelta = (index: number, delta: string): StreamMessage =>
  said("response.reasoning_summary_text.delta", {
    item_id: "rs_1",
    output_index: 0,
    summary_index: index,
    delta,
    obfuscation: "xx",
  });
const textDelta = (delta: string): StreamMessage =>
  said("response.output_text.delta", {
    item_id: "msg_1",
    output_index: 1,
    content_index: 0,
    delta,
    logprobs: [],
    obfuscation: "x",
  });
const argumentsDelta = (delta: string): StreamMessage =>
  said("response.function_call_arguments.delta", { item_id: "fc_1", output_index: 3, delta });

/** As OpenAI sends it. */
const transcript: readonly StreamMessage[] = [
  created,
  said("response.in_progress", { response: { id: "resp_1" } }),
  said("response.output_item.added", {
    output_index: 0,
    item: { id: "rs_1", type: "reasoning", summary: [], encrypted_content: "gAAApart" },
  }),
  said("response.reasoning_summary_part.added", { output_index: 0, summary_index: 0 }),
  summaryDelta(0, "Fir"),
  summaryDelta(0, "st."),
  said("response.reasoning_summary_text.done", { output_index: 0, summary_index: 0, text: "First." }),
  said("response.reasoning_summary_part.done", { output_index: 0, summary_index: 0 }),
  said("response.reasoning_summary_part.added", { output_index: 0, summary_index: 1 }),
  summaryDelta(1, "Then."),
  said("response.output_item.done", { output_index: 0, item: thought }),
  said("response.output_item.added", {
    output_index: 1,
    item: { ...message, status: "in_progress", content: [] },
  }),
  said("response.content_part.added", {
    item_id: "msg_1",
    output_index: 1,
    content_index: 0,
    part: { type: "output_text", text: "", annotations: [] },
  }),
  textDelta("It "),
  textDelta(""),
  textDelta("is."),
  said("response.output_text.annotation.added", {
    item_id: "msg_1",
    output_index: 1,
    content_index: 0,
    annotation_index: 0,
    annotation: citation,
  }),
  said("response.output_text.done", { item_id: "msg_1", output_index: 1, content_index: 0, text: "It is." }),
  said("response.content_part.done", {
    item_id: "msg_1",
    output_index: 1,
    content_index: 0,
    part: message.content[0] ?? null,
  }),
  said("response.output_item.done", { output_index: 1, item: message }),
  said("response.output_item.added", { output_index: 2, item: { ...search, status: "in_progress" } }),
  said("response.web_search_call.searching", { output_index: 2, item_id: "ws_1" }),
  said("response.output_item.done", { output_index: 2, item: search }),
  said("response.output_item.added", {
    output_index: 3,
    item: { ...call, status: "in_progress", arguments: "" },
  }),
  argumentsDelta('{"a"'),
  argumentsDelta(":1}"),
  said("response.function_call_arguments.done", { output_index: 3, arguments: '{"a":1}' }),
  said("response.output_item.done", { output_index: 3, item: call }),
  said("response.output_item.added", { output_index: 4, item: { ...freeform, input: "" } }),
  said("response.custom_tool_call_input.delta", { output_index: 4, item_id: "ctc_1", delta: "ls -l" }),
  said("response.output_item.done", { output_index: 4, item: freeform }),
  said("response.completed", { response: whole }),
];

const heard = [
  start,
  { kind: "part-start", index: 0, part: { kind: "thinking", form: "summary", id: "rs_1" } },
  { kind: "thinking-delta", index: 0, text: "Fir" },
  { kind: "thinking-delta", index: 0, text: "st." },
  { kind: "thinking-delta", index: 0, text: "\n\n" },
  { kind: "thinking-delta", index: 0, text: "Then." },
  { kind: "part-end", index: 0, proof: { dialect: "responses", value: "gAAAwhole", scope: "here" } },
  { kind: "part-start", index: 1, part: { kind: "text", phase: "commentary" } },
  { kind: "text-delta", index: 1, text: "It " },
  { kind: "text-delta", index: 1, text: "is." },
  {
    kind: "citation-add",
    index: 1,
    citation: { kind: "url", url: "https://a.example", title: "A", start: 0, end: 2 },
  },
  { kind: "part-end", index: 1 },
  {
    kind: "part-start",
    index: 2,
    part: { kind: "whole", part: { kind: "unknown", origin: "responses", value: search } },
  },
  { kind: "part-end", index: 2 },
  {
    kind: "part-start",
    index: 3,
    part: {
      kind: "tool-call",
      id: "call_1",
      itemId: "fc_1",
      name: "get",
      namespace: "mcp",
      inputKind: "json",
    },
  },
  { kind: "input-delta", index: 3, text: '{"a"' },
  { kind: "input-delta", index: 3, text: ":1}" },
  { kind: "part-end", index: 3 },
  {
    kind: "part-start",
    index: 4,
    part: { kind: "tool-call", id: "call_2", itemId: "ctc_1", name: "exec", inputKind: "freeform" },
  },
  { kind: "input-delta", index: 4, text: "ls -l" },
  { kind: "part-end", index: 4 },
  {
    kind: "usage-report",
    usage: { inputTokens: 5, cacheReadTokens: 4, cacheWriteTokens: 1, outputTokens: 6, reasoningTokens: 2 },
  },
  { kind: "response-finish", finish: { reason: "tool-calls" } },
  { kind: "end", reason: "complete" },
];

describe("a stream as OpenAI sends it", () => {
  test("is heard piece by piece", () => {
    expect(meaning(hear(transcript))).toEqual(heard);
  });

  test("tells what the whole answer tells", () => {
    const assembler = createAssembler("responses");
    for (const event of hear(transcript)) assembler.event(event);
    const assembled = assembler.result();
    const decoded = decodeResponse(whole, { scope: "here" });
    if (assembled.kind !== "answer" || decoded.kind !== "decoded") throw new Error("no answer");
    expect(meaning([assembled.response])).toEqual(meaning([decoded.value]));
  });

  test.each(transcript.map((_message, index) => index))(
    "cut after %i events is truncated, and true so far",
    (count) => {
      const events = hear(transcript.slice(0, count));
      expect(events.at(-1)).toEqual({ kind: "end", reason: "truncated" });
      expect(events.filter(({ kind }) => kind === "end")).toHaveLength(1);
      expect(meaning(events.slice(0, -1))).toEqual(heard.slice(0, events.length - 1));
    },
  );

  test("may have its names in the data alone, or beside it alone", () => {
    expect(meaning(hear(transcript.map(({ data }) => ({ name: "", data }))))).toEqual(heard);
    const unnamed = transcript.map(({ name, data }) => ({
      name,
      data: data.replace(/"type":"response[^"]*",/, ""),
    }));
    expect(meaning(hear(unnamed))).toEqual(heard);
  });

  test("is not ended by Chat's word for it", () => {
    const events = hear([created, { name: "", data: "[DONE]" }]);
    expect(meaning(events)).toEqual([start, { kind: "end", reason: "truncated" }]);
  });

  test("says nothing after its end", () => {
    const events = hear([
      ...transcript,
      said("response.completed", { response: {} }),
      { name: "", data: "<html>" },
    ]);
    expect(meaning(events)).toEqual(heard);
  });
});

describe("an end", () => {
  test.each<[string, JsonObject, Finish]>([
    ["at the limit", { incomplete_details: { reason: "max_output_tokens" } }, { reason: "max-tokens" }],
    ["by a filter", { incomplete_details: { reason: "content_filter" } }, { reason: "content-filter" }],
    [
      "by a turn of the wheel",
      { incomplete_details: { reason: "steered" } },
      { reason: "max-tokens", native: "steered" },
    ],
    ["for no reason", {}, { reason: "max-tokens" }],
  ])("%s is an answer cut short", (_name, response, finish) => {
    const events = hear([created, said("response.incomplete", { response })]);
    expect(events.slice(1)).toEqual([
      { kind: "response-finish", finish },
      { kind: "end", reason: "complete" },
    ]);
  });

  test.each<[string, readonly StreamMessage[], object]>([
    [
      "a failed response",
      [
        said("response.failed", {
          response: { status: "failed", error: { code: "server_error", message: "Sorry." } },
        }),
      ],
      { kind: "provider-error", code: "server_error", message: "Sorry." },
    ],
    [
      "a completed response that says it failed",
      [
        said("response.completed", {
          response: {
            status: "failed",
            error: { code: "rate_limit_exceeded", message: "Slow down. Please try again in 1.5s." },
          },
        }),
      ],
      { kind: "rate-limited", code: "rate_limit_exceeded", retryAfterMs: 1500 },
    ],
    [
      "a failed response without a word",
      [said("response.failed", { response: { status: "failed", error: null } })],
      { kind: "provider-error" },
    ],
    [
      "a cancelled one",
      [said("response.cancelled", { response: { status: "cancelled" } })],
      { kind: "provider-error" },
    ],
    [
      "an error of OpenAI's",
      [said("error", { code: "context_length_exceeded", message: "Too long.", param: "input" })],
      { kind: "context-too-long", code: "context_length_exceeded", param: "input" },
    ],
    [
      "an error of Open Responses'",
      [
        said("error", {
          error: { type: "server_error", code: "server_is_overloaded", message: "Busy.", param: null },
        }),
      ],
      { kind: "overloaded", code: "server_is_overloaded", message: "Busy." },
    ],
    [
      "the body of an error",
      [
        {
          name: "",
          data: '{"error":{"message":"No funds.","type":"insufficient_quota","code":"insufficient_quota"}}',
        },
      ],
      { kind: "billing", message: "No funds." },
    ],
  ])("by %s is a failure, and nothing follows", (_name, messages, failure) => {
    const events = hear([created, ...messages, ...transcript.slice(1)]);
    expect(events).toMatchObject([start, { kind: "failure", failure }, { kind: "end", reason: "failed" }]);
  });

  test.each<[string, readonly StreamMessage[], string]>([
    ["no JSON", [{ name: "response.created", data: "<html>" }], "a JSON object"],
    ["no object", [{ name: "", data: "[]" }], "a JSON object"],
    ["a second beginning", [created, created], "one `response.created`"],
  ])("by %s is said to be none of the dialect", (_name, messages, detail) => {
    expect(hear([...messages, ...transcript]).at(-1)).toEqual({ kind: "end", reason: "malformed", detail });
  });
});
