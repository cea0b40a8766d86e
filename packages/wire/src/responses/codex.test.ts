// What Codex sends, as it was observed of version 0.169.0.

import { describe, expect, test } from "bun:test";
import type { RequestTarget } from "../dialect.ts";
import { parseJson } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import type { NeutralRequest } from "../model/request.ts";
import { everything } from "../../test/everything.ts";
import { decodeRequest } from "./decode-request.ts";
import { encodeRequest } from "./encode-request.ts";

/** As it comes off the wire. */
function sent(body: unknown): JsonValue {
  return parseJson(JSON.stringify(body)) ?? null;
}

function decoded(body: unknown): NeutralRequest {
  const result = decodeRequest(sent(body), { open: () => undefined });
  if (result.kind === "fault") throw new Error(`fault at ${result.path}: expected ${result.expected}`);
  return result.value;
}

function encoded(request: NeutralRequest): JsonObject {
  const { model, isStreamed } = request;
  const target: RequestTarget = { model, isStreamed, capabilities: everything };
  const { body, losses } = encodeRequest(request, target);
  expect(losses).toEqual([]);
  return body;
}

/** Without what only remembers how something was spelled. */
function meaning(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(meaning);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).flatMap(([key, field]) => {
    if (key.startsWith("$")) return [];
    const kept = meaning(field);
    const isEmptied = (key === "extras" || key === "responses") && Object.keys(Object(kept)).length === 0;
    return isEmptied ? [] : [[key, kept]];
  });
  return Object.fromEntries(entries);
}

function turnsOf(body: unknown): unknown {
  return meaning(decoded(body).turns);
}

/** Codex 0.169.0 with a model of its catalogue: no tools and no instructions at the top. */
const codexFirst = {
  model: "gpt-5.6-codex",
  input: [
    {
      type: "additional_tools",
      role: "developer",
      tools: [
        {
          type: "namespace",
          name: "functions",
          description: "Tools of the session.",
          tools: [
            { type: "custom", name: "exec", description: "Runs code.", format: { type: "text" } },
            {
              type: "function",
              name: "update_plan",
              description: "Updates the plan.",
              strict: false,
              parameters: { type: "object", properties: { plan: { type: "string" } }, required: ["plan"] },
            },
          ],
        },
        {
          type: "custom",
          name: "apply_patch",
          description: "Edits files.",
          format: { type: "grammar", syntax: "lark", definition: "start: /.+/" },
        },
      ],
    },
    {
      type: "message",
      role: "developer",
      content: [{ type: "input_text", text: "<permissions instructions>" }],
    },
    { type: "message", role: "user", content: [{ type: "input_text", text: "fix the test" }] },
  ],
  tool_choice: "auto",
  parallel_tool_calls: true,
  reasoning: { effort: "medium", context: "all_turns" },
  store: false,
  stream: true,
  include: ["reasoning.encrypted_content"],
  prompt_cache_key: "0199c0de",
  text: { verbosity: "low" },
  client_metadata: { "x-codex-turn-metadata": "{}" },
};

/** What the second request of a session has behind the first one's items. */
const codexSecond = {
  ...codexFirst,
  input: [
    ...codexFirst.input,
    { type: "reasoning", id: "rs_1", summary: [], content: null, encrypted_content: "gAAAAB" },
    {
      type: "message",
      role: "assistant",
      id: "msg_1",
      phase: "commentary",
      content: [{ type: "output_text", text: "Looking." }],
    },
    {
      type: "custom_tool_call",
      id: "ctc_1",
      status: "completed",
      call_id: "call_1",
      namespace: "functions",
      name: "exec",
      input: "ls",
    },
    { type: "custom_tool_call_output", call_id: "call_1", output: "a.ts" },
    { type: "function_call", call_id: "call_2", name: "update_plan", arguments: '{"plan":"go"}' },
    {
      type: "function_call_output",
      call_id: "call_2",
      output: [
        { type: "input_text", text: "done" },
        { type: "input_image", image_url: "data:image/png;base64,iVBO" },
      ],
    },
  ],
};

describe("Codex", () => {
  test("tells its tools in an item, and they become the request's", () => {
    const { tools, turns } = decoded(codexFirst);
    expect(meaning(tools)).toEqual([
      {
        kind: "freeform",
        name: "exec",
        namespace: "functions",
        description: "Runs code.",
        format: { type: "text" },
      },
      {
        kind: "function",
        name: "update_plan",
        namespace: "functions",
        description: "Updates the plan.",
        strict: false,
        schema: { type: "object", properties: { plan: { type: "string" } }, required: ["plan"] },
      },
      {
        kind: "freeform",
        name: "apply_patch",
        description: "Edits files.",
        format: { type: "grammar", syntax: "lark", definition: "start: /.+/" },
      },
    ]);
    expect(turns.map(({ role }) => role)).toEqual(["developer", "user"]);
  });

  test("gets through with its settings, and what only this dialect knows stays beside them", () => {
    const { tools: _tools, turns: _turns, ...settings } = decoded(codexFirst);
    expect(meaning(settings)).toEqual({
      origin: "responses",
      model: "gpt-5.6-codex",
      isStreamed: true,
      toolChoice: { kind: "auto" },
      parallelToolCalls: true,
      reasoning: { effort: "medium" },
      verbosity: "low",
      cacheKey: "0199c0de",
      extras: {
        responses: {
          reasoning: { context: "all_turns" },
          client_metadata: { "x-codex-turn-metadata": "{}" },
        },
      },
    });
  });

  test("sends back what it was told, item by item", () => {
    expect(turnsOf({ ...codexSecond, input: codexSecond.input.slice(3) })).toEqual([
      {
        role: "assistant",
        parts: [{ kind: "thinking", text: "", id: "rs_1", proof: { dialect: "responses", value: "gAAAAB" } }],
      },
      {
        role: "assistant",
        id: "msg_1",
        phase: "commentary",
        parts: [{ kind: "text", text: "Looking." }],
      },
      {
        role: "assistant",
        parts: [
          {
            kind: "tool-call",
            id: "call_1",
            itemId: "ctc_1",
            namespace: "functions",
            name: "exec",
            inputKind: "freeform",
            input: "ls",
          },
        ],
      },
      {
        role: "user",
        parts: [
          {
            kind: "tool-result",
            callId: "call_1",
            inputKind: "freeform",
            content: [{ kind: "text", text: "a.ts" }],
          },
        ],
      },
      {
        role: "assistant",
        parts: [
          { kind: "tool-call", id: "call_2", name: "update_plan", inputKind: "json", input: '{"plan":"go"}' },
        ],
      },
      {
        role: "user",
        parts: [
          {
            kind: "tool-result",
            callId: "call_2",
            inputKind: "json",
            content: [
              { kind: "text", text: "done" },
              { kind: "image", source: { kind: "base64", mediaType: "image/png", data: "iVBO" } },
            ],
          },
        ],
      },
    ]);
  });

  test.each([
    ["first", codexFirst],
    ["second", codexSecond],
  ])("has its %s request said again as it came", (_name, body) => {
    expect(encoded(decoded(body))).toEqual(body);
  });

  test("has tools that were changed put back where they stood, and the others as they were", () => {
    const request = decoded(codexFirst);
    const tools = request.tools?.map((tool) => (tool.kind === "function" ? { ...tool, strict: true } : tool));
    const { input } = encoded({ ...request, ...(tools === undefined ? {} : { tools }) });
    const again = JSON.stringify(codexFirst.input).replace('"strict":false', '"strict":true');
    expect(input ?? null).toEqual(parseJson(again) ?? null);
  });

  test("has a tool that had to go missing from its item alone, and an item without tools gone", () => {
    const request = decoded(codexFirst);
    const kept = request.tools?.filter(({ namespace }) => namespace === undefined) ?? [];
    const { input } = encoded({ ...request, tools: kept });
    const [first] = codexFirst.input;
    const left = [{ ...first, tools: [first?.tools?.[1]] }, ...codexFirst.input.slice(1)];
    expect(input ?? null).toEqual(sent(left));
    const { tools: _tools, ...without } = request;
    expect(encoded(without)["input"] ?? null).toEqual(sent(codexFirst.input.slice(1)));
  });
});
