import { describe, expect, test } from "bun:test";
import { everything } from "../../test/everything.ts";
import type { JsonObject } from "../json/value.ts";
import type { NeutralRequest, Turn } from "../model/request.ts";
import { encodeRequest } from "./encode-request.ts";

interface Written {
  readonly body: JsonObject;
  readonly losses: readonly string[];
}

function write(request: Partial<NeutralRequest>): Written {
  const { body, losses } = encodeRequest(
    { origin: "chat", model: "gpt-6", isStreamed: false, turns: [], ...request },
    { model: "claude-opus-5", isStreamed: request.isStreamed ?? false, capabilities: everything },
  );
  return { body, losses: losses.map(({ path, action }) => `${action} ${path}`) };
}

const said = (role: Turn["role"], text: string): Turn => ({ role, parts: [{ kind: "text", text }] });
const block = (text: string): JsonObject => ({ type: "text", text });

describe("turns of other dialects", () => {
  test("the leading ones of the system are a field of their own", () => {
    const turns = [said("system", "A"), said("system", "B"), said("user", "C")];
    expect(write({ turns })).toEqual({
      body: {
        model: "claude-opus-5",
        system: [block("A"), block("B")],
        messages: [{ role: "user", content: [block("C")] }],
      },
      losses: [],
    });
  });

  test("later ones stay where they are", () => {
    const turns = [said("user", "A"), said("system", "B"), said("assistant", "C")];
    expect(write({ turns }).body["messages"]).toEqual([
      { role: "user", content: [block("A")] },
      { role: "system", content: [block("B")] },
      { role: "assistant", content: [block("C")] },
    ]);
  });

  test("developers speak as the system", () => {
    expect(write({ turns: [said("developer", "A"), said("user", "B")] })).toMatchObject({
      body: { system: [block("A")] },
      losses: ["approximated turns[0].role"],
    });
    expect(write({ turns: [said("system", "A"), said("developer", "B"), said("user", "C")] })).toMatchObject({
      body: { system: [block("A"), block("B")] },
      losses: ["approximated turns[0]", "approximated turns[1]"],
    });
  });

  test("those of a role in a row are one message, results of tools first", () => {
    const result = (callId: string): Turn => ({
      role: "user",
      parts: [{ kind: "tool-result", callId, inputKind: "json", content: [{ kind: "text", text: "ok" }] }],
    });
    const written = (id: string): JsonObject => ({
      type: "tool_result",
      tool_use_id: id,
      content: [block("ok")],
    });
    expect(write({ turns: [result("a"), result("b"), said("user", "C")] })).toMatchObject({
      body: { messages: [{ role: "user", content: [written("a"), written("b"), block("C")] }] },
      losses: [],
    });
    expect(write({ turns: [said("user", "C"), result("a")] })).toMatchObject({
      body: { messages: [{ role: "user", content: [written("a"), block("C")] }] },
      losses: ["approximated turns[0].parts", "approximated turns[1].parts"],
    });
  });

  test("those of which nothing is left are no message", () => {
    const gone: Turn = { role: "assistant", parts: [{ kind: "unknown", origin: "chat", value: {} }] };
    expect(write({ turns: [said("user", "A"), gone, said("user", "B")] }).body["messages"]).toEqual([
      { role: "user", content: [block("A"), block("B")] },
    ]);
  });

  test("each is told by its own place when something of it is lost", () => {
    const phased: Turn = {
      ...said("assistant", "B"),
      phase: "commentary",
      extras: { responses: { status: "done" } },
    };
    expect(write({ turns: [said("assistant", "A"), phased] }).losses).toEqual([
      "dropped turns[1].extras.responses.status",
      "dropped turns[1].phase",
    ]);
  });
});

test("turns of this dialect keep their cut", () => {
  const turns = [said("user", "A"), said("user", "B"), { role: "assistant", parts: [] } as const];
  expect(write({ origin: "messages", turns }).body["messages"]).toEqual([
    { role: "user", content: [block("A")] },
    { role: "user", content: [block("B")] },
    { role: "assistant", content: [] },
  ]);
});

describe("settings", () => {
  const tools = [{ kind: "function", name: "f", schema: {} }] as const;

  test.each<[string, Partial<NeutralRequest>, JsonObject, string[]]>([
    ["a stream", { isStreamed: true }, { stream: true }, []],
    ["no output, to warm a cache up", { maxOutputTokens: 0 }, { max_tokens: 0 }, []],
    [
      "sampling",
      { sampling: { temperature: 0, topP: 0.5, topK: 3, stop: ["END"] } },
      { temperature: 0, top_p: 0.5, top_k: 3, stop_sequences: ["END"] },
      [],
    ],
    [
      "sampling that is not there",
      { sampling: { seed: 1, frequencyPenalty: 1, presencePenalty: 1, candidates: 1 } },
      {},
      [
        "dropped sampling.frequencyPenalty",
        "dropped sampling.presencePenalty",
        "dropped sampling.seed",
        "dropped sampling.candidates",
      ],
    ],
    ["several answers", { sampling: { candidates: 2 } }, {}, ["refused sampling.candidates"]],
    [
      "a schema for the output",
      { output: { kind: "json-schema", schema: { type: "object" }, name: "out", strict: true } },
      { output_config: { format: { type: "json_schema", schema: { type: "object" } } } },
      ["dropped output.name", "dropped output.strict"],
    ],
    ["any JSON as the output", { output: { kind: "json" } }, {}, ["dropped output"]],
    ["text as the output", { output: { kind: "text" } }, {}, []],
    ["the usual tier", { serviceTier: "standard" }, { service_tier: "standard_only" }, []],
    ["speed", { serviceTier: "fast" }, { speed: "fast" }, []],
    ["a tier that is not there", { serviceTier: "flex" }, {}, ["dropped serviceTier"]],
    ["who the user is", { userId: "u1" }, { metadata: { user_id: "u1" } }, []],
    ["one marker for the whole cache", { cache: {} }, { cache_control: { type: "ephemeral" } }, []],
    [
      "what is not there at all",
      { verbosity: "low", metadata: { a: "b" }, cacheKey: "k", includeUsage: true },
      {},
      ["dropped verbosity", "dropped metadata", "dropped cacheKey", "dropped includeUsage"],
    ],
    [
      "state that another provider holds",
      { extras: { responses: { previous_response_id: "resp_1", conversation: null } } },
      {},
      ["refused extras.responses.previous_response_id", "dropped extras.responses.conversation"],
    ],
    [
      "a choice among tools",
      { tools, toolChoice: { kind: "any" }, parallelToolCalls: false },
      {
        tools: [{ name: "f", input_schema: {} }],
        tool_choice: { type: "any", disable_parallel_tool_use: true },
      },
      [],
    ],
    [
      "a choice among no tools",
      { toolChoice: { kind: "auto" }, parallelToolCalls: true },
      {},
      ["dropped toolChoice", "dropped parallelToolCalls"],
    ],
  ])("%s", (_, request, fields, losses) => {
    expect(write(request)).toEqual({ body: { model: "claude-opus-5", messages: [], ...fields }, losses });
  });
});

describe("reasoning", () => {
  test.each<[string, NonNullable<NeutralRequest["reasoning"]>, JsonObject, string[]]>([
    ["none", { mode: "off" }, { thinking: { type: "disabled" } }, []],
    [
      "a budget",
      { mode: "on", budgetTokens: 2048 },
      { thinking: { type: "enabled", budget_tokens: 2048 } },
      [],
    ],
    [
      "as the model sees fit, steered and shown",
      { mode: "auto", effort: "xhigh", show: "summary" },
      { thinking: { type: "adaptive", display: "summarized" }, output_config: { effort: "xhigh" } },
      [],
    ],
    ["hidden", { mode: "auto", show: "none" }, { thinking: { type: "adaptive", display: "omitted" } }, []],
    ["an effort alone", { effort: "low" }, { output_config: { effort: "low" } }, []],
    [
      "hardly any",
      { effort: "minimal" },
      { output_config: { effort: "low" } },
      ["approximated reasoning.effort"],
    ],
    [
      "in detail",
      { mode: "auto", show: "detailed" },
      { thinking: { type: "adaptive", display: "summarized" } },
      ["approximated reasoning.show"],
    ],
    [
      "on, without a budget",
      { mode: "on" },
      { thinking: { type: "adaptive" } },
      ["approximated reasoning.mode"],
    ],
    [
      "a budget alone",
      { budgetTokens: 2048 },
      { thinking: { type: "enabled", budget_tokens: 2048 } },
      ["approximated reasoning"],
    ],
    [
      "a budget for what has none",
      { mode: "auto", budgetTokens: 2048 },
      { thinking: { type: "adaptive" } },
      ["dropped reasoning.budgetTokens"],
    ],
    [
      "a show of nothing",
      { mode: "off", show: "summary" },
      { thinking: { type: "disabled" } },
      ["dropped reasoning.show"],
    ],
    ["a show of who knows what", { show: "summary" }, {}, ["dropped reasoning.show"]],
  ])("%s", (_, reasoning, fields, losses) => {
    expect(write({ reasoning })).toEqual({
      body: { model: "claude-opus-5", messages: [], ...fields },
      losses,
    });
  });
});
