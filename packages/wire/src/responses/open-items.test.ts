import { describe, expect, test } from "bun:test";
import type { ReplyContext } from "../dialect.ts";
import { objectOf, parseJson, textOf } from "../json/value.ts";
import type { JsonObject } from "../json/value.ts";
import type { PartHead, StreamEvent } from "../model/event.ts";
import type { Part } from "../model/part.ts";
import { createStreamEncoder } from "./encode-stream.ts";

const context: ReplyContext = {
  request: { origin: "responses", model: "gpt-5.6", isStreamed: true, turns: [] },
  model: "gpt-5.6",
  idSeed: "seed",
  createdAt: 1_700_000_000,
  seal: ({ dialect, value, isForNext }) => `hf1.${dialect}.${value}${isForNext === true ? ".next" : ""}`,
  scope: "here",
};

function written(events: Iterable<StreamEvent>): string {
  const encoder = createStreamEncoder(context);
  return [...events].map((event) => encoder.encode(event)).join("");
}

/** The events as a client reads them; each is named as its `type` says. */
function heard(text: string): JsonObject[] {
  return text
    .split("\n\n")
    .filter((block) => block !== "")
    .map((block) => {
      const [, name, data] = /^event: (.+)\ndata: (.+)$/.exec(block) ?? [];
      const event = objectOf(parseJson(data ?? "")) ?? {};
      expect(event["type"]).toBe(name ?? "");
      return event;
    });
}

/** Events without what is the same in all: their number, and the item that they belong to. */
function brief(events: readonly JsonObject[]): JsonObject[] {
  return events.map(({ sequence_number: _number, item_id: _item, response: _response, ...event }) => event);
}

const start: StreamEvent = { kind: "response-start", id: "msg_1", model: "claude-opus-5" };
const complete: StreamEvent = { kind: "end", reason: "complete" };

/** The events of one part, and the item's end. */
function part(head: PartHead, ...more: readonly StreamEvent[]): JsonObject[] {
  const events = heard(written([start, { kind: "part-start", index: 0, part: head }, ...more, complete]));
  return brief(events.slice(2, -1));
}

const grown = (text: string): StreamEvent => ({ kind: "text-delta", index: 0, text });
const end: StreamEvent = { kind: "part-end", index: 0 };

describe("a part is told in full", () => {
  const at = { output_index: 0, content_index: 0 };
  const content = (text: string, annotations: readonly JsonObject[] = []): JsonObject => ({
    type: "output_text",
    text,
    annotations,
    logprobs: [],
  });
  const message = {
    id: "msg_seed_0",
    type: "message",
    status: "in_progress",
    role: "assistant",
    content: [],
  };

  test("where it is a text with a source", () => {
    const annotation = {
      type: "url_citation",
      url: "https://a.example",
      title: "https://a.example",
      start_index: 0,
      end_index: 6,
    };
    const citation: StreamEvent = {
      kind: "citation-add",
      index: 0,
      citation: { kind: "url", url: "https://a.example" },
    };
    expect(
      part({ kind: "text", phase: "commentary" }, grown("It "), grown('"is"'.slice(0, 3)), citation, end),
    ).toEqual([
      { type: "response.output_item.added", output_index: 0, item: { ...message, phase: "commentary" } },
      { type: "response.content_part.added", ...at, part: content("") },
      { type: "response.output_text.delta", ...at, delta: "It ", logprobs: [] },
      { type: "response.output_text.delta", ...at, delta: '"is', logprobs: [] },
      { type: "response.output_text.annotation.added", ...at, annotation_index: 0, annotation },
      { type: "response.output_text.done", ...at, text: 'It "is', logprobs: [] },
      { type: "response.content_part.done", ...at, part: content('It "is', [annotation]) },
      {
        type: "response.output_item.done",
        output_index: 0,
        item: {
          ...message,
          phase: "commentary",
          status: "completed",
          content: [content('It "is', [annotation])],
        },
      },
    ]);
  });

  test("where it is a refusal", () => {
    const refusal = { type: "refusal", refusal: "No." };
    expect(part({ kind: "refusal" }, grown("No."), end)).toEqual([
      { type: "response.output_item.added", output_index: 0, item: message },
      { type: "response.content_part.added", ...at, part: { type: "refusal", refusal: "" } },
      { type: "response.refusal.delta", ...at, delta: "No." },
      { type: "response.refusal.done", ...at, refusal: "No." },
      { type: "response.content_part.done", ...at, part: refusal },
      {
        type: "response.output_item.done",
        output_index: 0,
        item: { ...message, status: "completed", content: [refusal] },
      },
    ]);
  });

  test("where it is thinking", () => {
    const piece = { output_index: 0, summary_index: 0 };
    const delta: StreamEvent = { kind: "thinking-delta", index: 0, text: "Hm." };
    const ended: StreamEvent = {
      ...end,
      kind: "part-end",
      index: 0,
      proof: { dialect: "messages", value: "sig" },
    };
    const item = { id: "rs_seed_0", type: "reasoning", summary: [] };
    expect(part({ kind: "thinking" }, delta, ended)).toEqual([
      { type: "response.output_item.added", output_index: 0, item },
      { type: "response.reasoning_summary_part.added", ...piece, part: { type: "summary_text", text: "" } },
      { type: "response.reasoning_summary_text.delta", ...piece, delta: "Hm." },
      { type: "response.reasoning_summary_text.done", ...piece, text: "Hm." },
      { type: "response.reasoning_summary_part.done", ...piece, part: { type: "summary_text", text: "Hm." } },
      {
        type: "response.output_item.done",
        output_index: 0,
        item: {
          ...item,
          summary: [{ type: "summary_text", text: "Hm." }],
          encrypted_content: "hf1.messages.sig",
        },
      },
    ]);
  });

  test("where it is the thinking itself", () => {
    const delta: StreamEvent = { kind: "thinking-delta", index: 0, text: "Hm." };
    const types = part({ kind: "thinking", form: "full", id: "rs_1" }, delta, end).map(({ type }) => type);
    expect(types).toEqual([
      "response.output_item.added",
      "response.content_part.added",
      "response.reasoning_text.delta",
      "response.reasoning_text.done",
      "response.content_part.done",
      "response.output_item.done",
    ]);
  });

  test("where it is thinking that shows nothing", () => {
    expect(part({ kind: "thinking" }, end)).toEqual([
      {
        type: "response.output_item.added",
        output_index: 0,
        item: { id: "rs_seed_0", type: "reasoning", summary: [] },
      },
      {
        type: "response.output_item.done",
        output_index: 0,
        item: { id: "rs_seed_0", type: "reasoning", summary: [], encrypted_content: "hf1.responses." },
      },
    ]);
  });

  const input = (text: string): StreamEvent => ({ kind: "input-delta", index: 0, text });

  test("where it is a call", () => {
    const item = {
      id: "fc_seed_0",
      type: "function_call",
      status: "in_progress",
      call_id: "toolu_1",
      name: "get",
      arguments: "",
    };
    const head: PartHead = { kind: "tool-call", id: "toolu_1", name: "get", inputKind: "json" };
    expect(part(head, input('{"a"'), input(":1"), input("}"), end)).toEqual([
      { type: "response.output_item.added", output_index: 0, item },
      { type: "response.function_call_arguments.delta", output_index: 0, delta: '{"a"' },
      { type: "response.function_call_arguments.delta", output_index: 0, delta: ":1" },
      { type: "response.function_call_arguments.delta", output_index: 0, delta: "}" },
      { type: "response.function_call_arguments.done", output_index: 0, arguments: '{"a":1}', name: "get" },
      {
        type: "response.output_item.done",
        output_index: 0,
        item: { ...item, arguments: '{"a":1}', status: "completed" },
      },
    ]);
  });

  test("where it is a freeform call in a namespace, without an id and without input", () => {
    const item = {
      id: "ctc_seed_0",
      type: "custom_tool_call",
      status: "in_progress",
      call_id: "call_seed_0",
      name: "exec",
      namespace: "functions",
      input: "",
    };
    expect(
      part({ kind: "tool-call", id: "", name: "exec", namespace: "functions", inputKind: "freeform" }, end),
    ).toEqual([
      { type: "response.output_item.added", output_index: 0, item },
      { type: "response.custom_tool_call_input.done", output_index: 0, input: "" },
      { type: "response.output_item.done", output_index: 0, item: { ...item, status: "completed" } },
    ]);
  });

  test("where it is a call whose proof comes last: that stands before it", () => {
    const head: PartHead = { kind: "tool-call", id: "c", name: "get", inputKind: "json" };
    const ended: StreamEvent = { kind: "part-end", index: 0, proof: { dialect: "gemini", value: "s" } };
    const items = part(head, input("{}"), ended).filter(({ type }) => type === "response.output_item.done");
    expect(items).toMatchObject([
      {
        output_index: 0,
        item: { id: "rs_seed_0", type: "reasoning", summary: [], encrypted_content: "hf1.gemini.s.next" },
      },
      { output_index: 1, item: { id: "fc_seed_1", type: "function_call", arguments: "{}" } },
    ]);
  });

  test.each<[string, Part, readonly string[]]>([
    [
      "an item of this dialect",
      { kind: "unknown", origin: "responses", value: { type: "web_search_call" } },
      ["web_search_call"],
    ],
    ["another's with words", { kind: "unknown", origin: "messages", value: {}, text: "Sum." }, ["message"]],
    ["another's without", { kind: "unknown", origin: "messages", value: {} }, []],
    ["a picture", { kind: "image", source: { kind: "url", url: "https://a.example" } }, []],
  ])("where it comes whole: %s", (_name, whole, items) => {
    const events = part({ kind: "whole", part: whole }, end);
    const done = events.filter(({ type }) => type === "response.output_item.done");
    expect(done.map(({ item }) => textOf(objectOf(item)?.["type"]) ?? "")).toEqual([...items]);
  });
});
