import { describe, expect, test } from "bun:test";
import type { StreamMessage } from "../dialect.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import type { StreamEvent } from "../model/event.ts";
import { createStreamDecoder } from "./decode-stream.ts";

function said(type: string, fields: JsonObject = {}): StreamMessage {
  return { name: type, data: JSON.stringify({ type, ...fields }) };
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

const created = said("response.created", { response: { id: "resp_1", model: "gpt-5.6" } });
const citation = { type: "url_citation", url: "https://a.example", title: "A", start_index: 0, end_index: 2 };
const message = {
  id: "msg_1",
  type: "message",
  role: "assistant",
  status: "completed",
  phase: "commentary",
  content: [{ type: "output_text", text: "It is.", annotations: [citation] }],
};
const call = {
  id: "fc_1",
  type: "function_call",
  status: "completed",
  call_id: "call_1",
  name: "get",
  namespace: "mcp",
  arguments: '{"a":1}',
};

/** What is heard of an answer whose only items these are. */
function parts(messages: readonly StreamMessage[]): unknown {
  return meaning(hear([created, ...messages]).slice(1, -1));
}

describe("servers that send less", () => {
  const added = (index: number, item: JsonValue): StreamMessage =>
    said("response.output_item.added", { output_index: index, item });
  const done = (index: number, item: JsonValue): StreamMessage =>
    said("response.output_item.done", { output_index: index, item });
  const completed = (output: readonly JsonValue[]): StreamMessage =>
    said("response.completed", { response: { status: "completed", output } });
  const finish = { kind: "response-finish", finish: { reason: "end" } };
  const text = [
    { kind: "part-start", index: 0, part: { kind: "text", phase: "commentary" } },
    { kind: "text-delta", index: 0, text: "It is." },
    {
      kind: "citation-add",
      index: 0,
      citation: { kind: "url", url: "https://a.example", title: "A", start: 0, end: 2 },
    },
    { kind: "part-end", index: 0 },
  ];

  test.each<[string, readonly StreamMessage[]]>([
    ["an item when it is done", [done(0, message), completed([message])]],
    ["nothing before the end", [completed([message])]],
    ["items that are never done", [added(0, message), completed([message])]],
  ])("%s", (_name, messages) => {
    expect(parts(messages)).toEqual([...text, finish]);
  });

  test("the rest of a text with its end", () => {
    const delta = said("response.output_text.delta", { output_index: 0, content_index: 0, delta: "It" });
    expect(parts([added(0, { ...message, content: [] }), delta, done(0, message), completed([])])).toEqual([
      text[0],
      { kind: "text-delta", index: 0, text: "It" },
      { kind: "text-delta", index: 0, text: " is." },
      ...text.slice(2),
      finish,
    ]);
  });

  test("deltas that nothing announced", () => {
    const delta = said("response.output_text.delta", { item_id: "m", delta: "Hi" });
    const events = meaning(hear([delta, completed([])]));
    expect(events).toEqual([
      { kind: "response-start", id: "", model: "" },
      { kind: "part-start", index: 0, part: { kind: "text" } },
      { kind: "text-delta", index: 0, text: "Hi" },
      { kind: "part-end", index: 0 },
      finish,
      { kind: "end", reason: "complete" },
    ]);
  });

  test("calls whose name comes late", () => {
    const delta = said("response.function_call_arguments.delta", { output_index: 0, delta: '{"a"' });
    expect(parts([added(0, { ...call, name: "" }), delta, done(0, call), completed([])])).toEqual([
      {
        kind: "part-start",
        index: 0,
        part: {
          kind: "tool-call",
          id: "call_1",
          itemId: "fc_1",
          name: "get",
          namespace: "mcp",
          inputKind: "json",
        },
      },
      { kind: "input-delta", index: 0, text: '{"a":1}' },
      { kind: "part-end", index: 0 },
      { kind: "response-finish", finish: { reason: "tool-calls" } },
    ]);
  });

  test("items without their index", () => {
    const item = call;
    const messages = [
      said("response.output_item.added", { item: { ...item, arguments: "" } }),
      said("response.function_call_arguments.delta", { item_id: "fc_1", delta: '{"a":1}' }),
      said("response.output_item.done", { item }),
      completed([]),
    ];
    expect(parts(messages)).toMatchObject([
      { kind: "part-start" },
      { text: '{"a":1}' },
      { kind: "part-end" },
      {},
    ]);
  });
});

test("items that grow side by side come one after the other", () => {
  const item = (id: string, input = ""): JsonObject => ({
    type: "custom_tool_call",
    id,
    call_id: id,
    name: id,
    input,
  });
  const delta = (index: number, text: string): StreamMessage =>
    said("response.custom_tool_call_input.delta", { output_index: index, delta: text });
  const messages = [
    said("response.output_item.added", { output_index: 0, item: item("a") }),
    said("response.output_item.added", { output_index: 1, item: item("b") }),
    delta(1, "b1"),
    delta(0, "a1"),
    delta(1, "b2"),
    said("response.output_item.done", { output_index: 1, item: item("b", "b1b2") }),
    delta(0, "a2"),
    said("response.output_item.done", { output_index: 0, item: item("a", "a1a2") }),
  ];
  expect(parts(messages)).toMatchObject([
    { kind: "part-start", part: { name: "a" } },
    { text: "a1" },
    { text: "a2" },
    { kind: "part-end", index: 0 },
    { kind: "part-start", part: { name: "b" } },
    { text: "b1" },
    { text: "b2" },
    { kind: "part-end", index: 1 },
  ]);
});

test("a part that its item does not have in the end keeps nothing waiting", () => {
  const delta = (index: number): StreamMessage =>
    said("response.output_text.delta", { output_index: 0, content_index: index, delta: `${index}` });
  const item = { ...message, content: [{ type: "output_text", text: "0" }] };
  const messages = [
    said("response.output_item.added", { output_index: 0, item: { ...message, content: [] } }),
    delta(0),
    delta(1),
    said("response.output_item.done", { output_index: 0, item }),
    said("response.output_item.added", { output_index: 1, item: { ...call, arguments: "" } }),
  ];
  const kinds = hear([created, ...messages]).map(({ kind }) => kind);
  expect(kinds.slice(-5)).toEqual(["part-start", "text-delta", "part-end", "part-start", "end"]);
});

test("thinking that is told itself and in summary is told once, and a refusal is one", () => {
  const item = {
    type: "reasoning",
    id: "rs_1",
    summary: [{ type: "summary_text", text: "Short." }],
    content: [{ type: "reasoning_text", text: "Long, long." }],
  };
  const messages = [
    said("response.reasoning_summary_text.delta", {
      item_id: "rs_1",
      output_index: 0,
      summary_index: 0,
      delta: "Short.",
    }),
    said("response.reasoning_text.delta", { output_index: 0, content_index: 0, delta: "Long, long." }),
    said("response.output_item.done", { output_index: 0, item }),
    said("response.refusal.delta", { output_index: 1, content_index: 0, delta: "No." }),
    said("response.completed", { response: {} }),
  ];
  expect(parts(messages)).toEqual([
    { kind: "part-start", index: 0, part: { kind: "thinking", form: "summary", id: "rs_1" } },
    { kind: "thinking-delta", index: 0, text: "Short." },
    { kind: "part-end", index: 0 },
    { kind: "part-start", index: 1, part: { kind: "refusal" } },
    { kind: "text-delta", index: 1, text: "No." },
    { kind: "part-end", index: 1 },
    { kind: "response-finish", finish: { reason: "refusal" } },
  ]);
});
