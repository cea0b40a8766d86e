import { describe, expect, test } from "bun:test";
import type {
  BetaMessageDeltaUsage,
  BetaRawMessageStreamEvent,
} from "@anthropic-ai/sdk/resources/beta/messages";
import type { StreamMessage } from "../dialect.ts";
import type { StreamEvent } from "../model/event.ts";
import { createStreamDecoder } from "./decode-stream.ts";

const messageOf = (event: object & { readonly type?: string }): StreamMessage => ({
  name: event.type ?? "",
  data: JSON.stringify(event),
});

function heard(messages: readonly StreamMessage[]): StreamEvent[] {
  const events: StreamEvent[] = [];
  const decoder = createStreamDecoder((event) => events.push(event), { scope: "here" });
  for (const message of messages) decoder.message(message);
  decoder.end();
  return events;
}

const read = (events: readonly object[]): StreamEvent[] => heard(events.map(messageOf));

type Said = BetaRawMessageStreamEvent | { readonly type: "ping" };

const start: Said = {
  type: "message_start",
  message: {
    id: "msg_1",
    type: "message",
    role: "assistant",
    model: "claude-opus-5",
    content: [],
    container: null,
    context_management: null,
    diagnostics: null,
    stop_reason: null,
    stop_sequence: null,
    stop_details: null,
    usage: {
      input_tokens: 7,
      output_tokens: 1,
      cache_creation: null,
      cache_creation_input_tokens: null,
      cache_read_input_tokens: null,
      fallback_credit: null,
      inference_geo: null,
      iterations: null,
      output_tokens_details: null,
      server_tool_use: null,
      service_tier: "standard",
      speed: null,
    },
  },
};
const used = (tokens: number): BetaMessageDeltaUsage => ({
  input_tokens: null,
  output_tokens: tokens,
  cache_creation_input_tokens: null,
  cache_read_input_tokens: null,
  fallback_credit: null,
  iterations: null,
  output_tokens_details: null,
  server_tool_use: null,
});
const because = (stop_reason: "end_turn" | "tool_use" | null): Said => ({
  type: "message_delta",
  delta: { stop_reason, stop_sequence: null, stop_details: null, container: null },
  context_management: null,
  usage: used(5),
});
const finish = because("end_turn");
const stop: Said = { type: "message_stop" };

type BlockSaid = Extract<Said, { readonly type: "content_block_start" }>["content_block"];
type DeltaSaid = Extract<Said, { readonly type: "content_block_delta" }>["delta"];

const block = (index: number, content_block: BlockSaid): Said => ({
  type: "content_block_start",
  index,
  content_block,
});
const delta = (index: number, said: DeltaSaid): Said => ({ type: "content_block_delta", index, delta: said });
const end = (index: number): Said => ({ type: "content_block_stop", index });
const textBlock = (said: string): BlockSaid => ({ type: "text", text: said, citations: null });
const text = (index: number, said: string): Said => delta(index, { type: "text_delta", text: said });
const input = (index: number, said: string): Said =>
  delta(index, { type: "input_json_delta", partial_json: said });
const thought = (index: number, said: string): Said =>
  delta(index, { type: "thinking_delta", thinking: said, estimated_tokens: null });

const agent: readonly Said[] = [
  start,
  { type: "ping" },
  block(0, { type: "thinking", thinking: "", signature: "" }),
  thought(0, "I list "),
  thought(0, "them."),
  delta(0, { type: "signature_delta", signature: "EuYB" }),
  end(0),
  block(1, textBlock("")),
  text(1, "Let me "),
  text(1, "look."),
  end(1),
  block(2, { type: "tool_use", id: "toolu_1", name: "Bash", input: {} }),
  input(2, ""),
  input(2, '{"command":'),
  input(2, '"ls"}'),
  end(2),
  because("tool_use"),
  stop,
];

const agentHeard: StreamEvent[] = [
  { kind: "response-start", id: "msg_1", model: "claude-opus-5" },
  { kind: "usage-report", usage: expect.objectContaining({ inputTokens: 7 }) },
  { kind: "keep-alive" },
  { kind: "part-start", index: 0, part: { kind: "thinking" } },
  { kind: "thinking-delta", index: 0, text: "I list " },
  { kind: "thinking-delta", index: 0, text: "them." },
  { kind: "part-end", index: 0, proof: { dialect: "messages", value: "EuYB", scope: "here" } },
  { kind: "part-start", index: 1, part: { kind: "text" } },
  { kind: "text-delta", index: 1, text: "Let me " },
  { kind: "text-delta", index: 1, text: "look." },
  { kind: "part-end", index: 1 },
  {
    kind: "part-start",
    index: 2,
    part: { kind: "tool-call", id: "toolu_1", name: "Bash", inputKind: "json" },
  },
  { kind: "input-delta", index: 2, text: '{"command":' },
  { kind: "input-delta", index: 2, text: '"ls"}' },
  { kind: "part-end", index: 2 },
  { kind: "usage-report", usage: expect.objectContaining({ outputTokens: 5 }) },
  { kind: "response-finish", finish: { reason: "tool-calls" } },
  { kind: "end", reason: "complete" },
];

test("an agent's answer is told part by part", () => {
  expect(read(agent)).toEqual(agentHeard);
});

test("an answer that breaks off after any message is truncated, and loses nothing that was told", () => {
  for (let length = 0; length < agent.length; length++) {
    const events = read(agent.slice(0, length));
    expect(events.at(-1)).toEqual({ kind: "end", reason: "truncated" });
    expect(events.slice(0, -1)).toEqual(agentHeard.slice(0, events.length - 1));
  }
});

describe("blocks", () => {
  const whole = (value: BlockSaid, more: readonly Said[] = []): StreamEvent[] =>
    read([start, block(0, value), ...more, end(0), finish, stop]).filter(({ kind }) =>
      kind.startsWith("part"),
    );

  test.each<[string, BlockSaid, Said[], object]>([
    ["withheld thinking", { type: "redacted_thinking", data: "Em" }, [], { kind: "thinking" }],
    [
      "a server tool's call, its input collected",
      { type: "server_tool_use", id: "srvtoolu_1", name: "web_search", input: {} },
      [input(0, '{"query":'), input(0, '"q"}')],
      {
        kind: "whole",
        part: {
          kind: "unknown",
          origin: "messages",
          value: { type: "server_tool_use", id: "srvtoolu_1", name: "web_search", input: { query: "q" } },
        },
      },
    ],
    [
      "its result",
      { type: "web_search_tool_result", tool_use_id: "srvtoolu_1", content: [] },
      [],
      {
        kind: "whole",
        part: {
          kind: "unknown",
          origin: "messages",
          value: { type: "web_search_tool_result", tool_use_id: "srvtoolu_1", content: [] },
        },
      },
    ],
    [
      "a compaction, which comes in one piece",
      { type: "compaction", content: null, encrypted_content: null },
      [delta(0, { type: "compaction_delta", content: "We spoke.", encrypted_content: "Ab" })],
      {
        kind: "whole",
        part: {
          kind: "unknown",
          origin: "messages",
          value: { type: "compaction", content: "We spoke.", encrypted_content: "Ab" },
          text: "We spoke.",
        },
      },
    ],
  ])("%s", (_, value, more, part) => {
    expect(whole(value, more)).toEqual([
      { kind: "part-start", index: 0, part },
      expect.objectContaining({ kind: "part-end", index: 0 }),
    ]);
  });

  test("withheld thinking ends with its proof", () => {
    expect(whole({ type: "redacted_thinking", data: "Em" }).at(-1)).toEqual({
      kind: "part-end",
      index: 0,
      proof: { dialect: "messages", value: "Em", scope: "here", isRedacted: true },
    });
  });

  const saidIn = (value: BlockSaid, more: readonly Said[] = []): string[] =>
    read([start, block(0, value), ...more, end(0), finish, stop]).flatMap((event) =>
      "text" in event ? [event.text] : [],
    );

  test("that begin with something have it told", () => {
    expect(saidIn(textBlock("Hi"), [text(0, " there")])).toEqual(["Hi", " there"]);
    expect(saidIn({ type: "thinking", thinking: "Hm", signature: "Eu" })).toEqual(["Hm"]);
    expect(saidIn({ type: "tool_use", id: "t", name: "f", input: { a: 1 } })).toEqual(['{"a":1}']);
    const more = [input(0, '{"a":2}')];
    expect(saidIn({ type: "tool_use", id: "t", name: "f", input: { a: 1 } }, more)).toEqual(['{"a":2}']);
  });

  test("of a tool without input have an empty object for it", () => {
    expect(saidIn({ type: "tool_use", id: "t", name: "f", input: {} })).toEqual(["{}"]);
  });

  test("cite what their citations say", () => {
    const location = { type: "web_search_result_location" as const, url: "https://a.example", title: "A" };
    const citation = { ...location, cited_text: "So", encrypted_index: "Eo" };
    const events = read([start, block(0, textBlock("")), delta(0, { type: "citations_delta", citation })]);
    expect(events).toContainEqual({
      kind: "citation-add",
      index: 0,
      citation: {
        kind: "url",
        url: "https://a.example",
        title: "A",
        extras: { messages: { cited_text: "So", encrypted_index: "Eo" } },
      },
    });
  });

  test("that grow side by side come one after the other", () => {
    const order = read([
      start,
      block(0, textBlock("")),
      block(1, textBlock("")),
      text(1, "second"),
      text(0, "first"),
      end(1),
      end(0),
    ]).flatMap((event) => ("text" in event ? [event.text] : []));
    expect(order).toEqual(["first", "second"]);
  });

  test("that end twice end once, and the next one may have the same index, though the last was never ended", () => {
    const begun = (said: string): Said => block(0, textBlock(said));
    const events = read([start, begun("a"), end(0), end(0), begun("b"), begun("c"), end(0), finish, stop]);
    expect(events.filter(({ kind }) => kind === "part-end")).toHaveLength(3);
    expect(events).toContainEqual({ kind: "text-delta", index: 2, text: "c" });
  });

  test("that are never ended end with the answer", () => {
    const kinds = (...rest: Said[]): string[] =>
      read([start, block(0, textBlock("a")), ...rest]).map(({ kind }) => kind);
    expect(kinds(finish, stop).slice(4)).toEqual(["part-end", "usage-report", "response-finish", "end"]);
    expect(kinds(stop).slice(4)).toEqual(["part-end", "end"]);
  });
});

describe("the end", () => {
  test.each<[string, StreamMessage[], StreamEvent[]]>([
    ["nothing at all", [], [{ kind: "end", reason: "truncated" }]],
    ["a finish without a terminal", [start, finish].map(messageOf), [{ kind: "end", reason: "truncated" }]],
    [
      "a terminal, whatever follows",
      [start, stop, stop, start].map(messageOf),
      [{ kind: "end", reason: "complete" }],
    ],
    [
      "a terminal of no answer",
      [messageOf(stop)],
      [{ kind: "end", reason: "malformed", detail: "expected a message_start before the message_stop" }],
    ],
    [
      "two answers in one",
      [start, start].map(messageOf),
      [{ kind: "end", reason: "malformed", detail: "expected one message_start" }],
    ],
    [
      "no JSON",
      [messageOf(start), { name: "content_block_delta", data: "{" }],
      [{ kind: "end", reason: "malformed", detail: "expected an event that is a JSON object" }],
    ],
    [
      "another dialect's terminal",
      [messageOf(start), { name: "", data: "[DONE]" }],
      [{ kind: "end", reason: "malformed", detail: "expected an event that is a JSON object" }],
    ],
    [
      "a delta of no block",
      [start, text(0, "a")].map(messageOf),
      [{ kind: "end", reason: "malformed", detail: "expected a content_block_start before its deltas" }],
    ],
    [
      "a delta of another kind than its block",
      [start, block(0, textBlock("")), input(0, "{}")].map(messageOf),
      [{ kind: "end", reason: "malformed", detail: "expected deltas of the kind of their block" }],
    ],
    [
      "an error",
      [start, { type: "error", error: { type: "overloaded_error", message: "Overloaded" } }, stop].map(
        messageOf,
      ),
      [
        { kind: "failure", failure: { kind: "overloaded", message: "Overloaded", code: "overloaded_error" } },
        { kind: "end", reason: "failed" },
      ],
    ],
    [
      "an error before anything else, of no type",
      [{ name: "", data: '{"error":{"message":"Gone"}}' }],
      [
        { kind: "failure", failure: { kind: "provider-error", message: "Gone" } },
        { kind: "end", reason: "failed" },
      ],
    ],
    [
      "an error in words alone",
      [{ name: "error", data: "upstream connect error" }],
      [
        { kind: "failure", failure: { kind: "provider-error", message: "upstream connect error" } },
        { kind: "end", reason: "failed" },
      ],
    ],
  ])("%s", (_, messages, last) => {
    const events = heard(messages);
    expect(events.slice(-last.length)).toEqual(last);
    expect(events.filter(({ kind }) => kind === "end")).toHaveLength(1);
  });

  test("what nobody knows yet is passed over", () => {
    const unknown = { name: "of_tomorrow", data: "not even JSON" };
    const events = heard([messageOf(start), unknown, messageOf({ type: "of_tomorrow" }), messageOf(stop)]);
    expect(events.at(-1)).toEqual({ kind: "end", reason: "complete" });
  });

  test("an answer whose beginning is missing begins with its content", () => {
    expect(read([block(0, textBlock("a"))])[0]).toEqual({
      kind: "response-start",
      id: "",
      model: "",
    });
  });

  test("why it ended is told once", () => {
    const events = read([start, because(null), finish, finish, stop]);
    expect(events.filter(({ kind }) => kind === "response-finish")).toHaveLength(1);
    expect(events.filter(({ kind }) => kind === "usage-report")).toHaveLength(4);
  });
});

test("blocks of odd content are told as they are", () => {
  for (const odd of [
    '{"type":"tool_result","tool_use_id":"t","content":[1]}',
    '{"type":"redacted_thinking"}',
    "{}",
  ]) {
    const data = `{"type":"content_block_start","index":0,"content_block":${odd}}`;
    const events = heard([
      messageOf(start),
      { name: "content_block_start", data },
      messageOf(end(0)),
      messageOf(stop),
    ]);
    expect(events.map(({ kind }) => kind).slice(-3)).toEqual(["part-start", "part-end", "end"]);
  }
});
